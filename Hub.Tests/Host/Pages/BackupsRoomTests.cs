using System.Net;
using System.Text;
using Hub.Host.Foundation.Backups;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
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

    /// <summary>What whoever put a store back reads and decides there: what is held, what is open anew, and whether the held mails still leave.</summary>
    [Theory]
    [InlineData("keep", "kept", OutboxState.Held)]
    [InlineData("send", "sent", OutboxState.Pending)]
    public async Task A_store_that_was_put_back_is_ended_in_the_room_by_one_decision(string choice, string done, OutboxState after)
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        var settings = Scenes.Sihab();
        string backup;
        await using (var hub = await HubFixture.StartAsync(settings))
        {
            await hub.ArriveAsync("sihab", "1", "application/json", Encoding.UTF8.GetBytes(Scenes.Proposal(1)), new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero));
            backup = (await hub.Get<BackupBook>().MakeAsync(folder.File("cadangan"), Token)).Path;
        }

        await Restore.RunAsync(backup, folder.File($"cadangan/{BackupBook.KeysName}"), new() { Data = fresh.Path }, Token);
        await using var back = await HubFixture.StartAsync(settings, folder: fresh);
        using var administrator = await Visitor.SignedInAsync(back, "adi", null, Roles.Administrator);
        await using var db = back.Database.Open();
        var held = await db.Outbox.CountAsync(m => m.State == OutboxState.Held, Token);
        held.ShouldBeGreaterThan(0);
        var room = WebUtility.HtmlDecode(await administrator.ReadAsync(Room));
        room.ShouldContain("id=\"restored\"");
        room.ShouldContain("sihab", Case.Sensitive, "who pushes to the hub is named: nobody fetches what was pushed meanwhile");

        using var ended = await administrator.SubmitAsync(Room, "end", ("held", choice));

        ended.Headers.Location!.ToString().ShouldEndWith($"done={done}&count={held}");
        (await administrator.ReadAsync(Room)).ShouldNotContain("id=\"restored\"");
        (await administrator.ReadAsync($"{Room}?done={done}&count={held}")).ShouldContain("role=\"status\"");
        (await db.Outbox.AsNoTracking().Select(m => m.State).Distinct().ToListAsync(Token)).ShouldBe([after]);
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == $"restore.ended-{done}", Token)).Actor.ShouldBe("adi");
    }
}
