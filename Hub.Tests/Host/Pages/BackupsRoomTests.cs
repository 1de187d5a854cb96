using System.Net;
using Hub.Host.People.Access;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What the room of backups promises before one was put back.</summary>
public sealed class BackupsRoomTests
{
    private const string Room = "/settings/backups";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_folder_the_room_says_that_none_is_taken_and_offers_no_button()
    {
        await using var hub = await HubFixture.StartAsync();
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);

        (await administrator.ReadAsync(Room)).ShouldNotContain("value=\"make\"");
    }

    [Fact]
    public async Task One_is_made_by_the_button_listed_and_written_down()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubFixture.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Backup:Folder"] = folder.File("cadangan") });
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        (await administrator.ReadAsync(Room)).ShouldNotContain("<table");

        using var made = await administrator.SubmitAsync(Room, "make");

        made.Headers.Location!.ToString().ShouldEndWith("done=made");
        (await administrator.ReadAsync(Room)).ShouldContain("<table");
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "backup.made", Token)).Actor.ShouldBe("adi");
    }

    [Fact]
    public async Task What_cannot_be_written_is_said_and_nothing_is_written_down()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("berkas"), "bukan folder", Token);
        await using var hub = await HubFixture.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Backup:Folder"] = folder.File("cadangan") });
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        var token = Visitor.TokenOf(await administrator.ReadAsync(Room))!;
        if (Directory.Exists(folder.File("cadangan")))
        {
            Directory.Delete(folder.File("cadangan"), recursive: true);
        }

        File.Move(folder.File("berkas"), folder.File("cadangan"));

        using var answer = await administrator.PostAsync(Room, ("_handler", "make"), ("__RequestVerificationToken", token));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().AnyAsync(a => a.Action == "backup.made", Token)).ShouldBeFalse();
    }
}
