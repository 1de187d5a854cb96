using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Mocks.Demo;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Mocks;

/// <summary>Each fault that a tester can switch on: the others go on, and the room of the sources says what is wrong, since when, and what to do.</summary>
public sealed partial class ScriptedFaultsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private FakeWorld world = null!;
    private RoomsFixture rooms = null!;

    /// <summary>Systems with their fault and what the page says of it, as many at once as fit together.</summary>
    public static TheoryData<Case[]> Cases => new()
    {
        new Case[] { new("lapor", Fault.TooManyRequests, "429"), new("si-evgan", Fault.Html, "halaman web"), new("e-bang", Fault.HalfAnswer, "sebagian jawaban") },
        new Case[] { new("spse", Fault.Unavailable, "503"), new("sihab", Fault.SuccessWithErrors, "server has gone away") },
        new Case[] { new("spse", Fault.RepeatedCursor, "berulang"), new("lapor", Fault.UnknownStatus, "Menunggu Telaah Ahli"), new("e-bang", Fault.UnknownStatus, "Menunggu Paripurna") },
        new Case[] { new("lapor", Fault.RepeatedCursor, "berulang"), new("spse", Fault.UnknownStatus, "Dalam Reviu Ulang") },
    };

    public async ValueTask InitializeAsync()
    {
        var choices = new DemoChoices { Data = folder.File("demo"), Port = 0, Fresh = false, FakesOnly = true };
        var demo = DemoFolder.Open(choices, TimeProvider.System);
        world = await FakeWorld.StartAsync(choices, demo, TimeProvider.System);
        world.Live(TimeProvider.System);
        rooms = new RoomsFixture { Clock = TimeProvider.System, Settings = HubSettings.Of(world, demo).ToDictionary(s => s.Key, s => s.Value) };
        await rooms.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await rooms.DisposeAsync();
        await world.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_of_one_system_harms_no_other_and_is_explained(Case[] cases)
    {
        foreach (var one in cases)
        {
            world.Fakes.Single(f => f.Name == one.Victim).Faults.Play(one.Fault);
        }

        var outcomes = await rooms.Services.GetRequiredService<Pass>().RunAsync([], "uji", Token);

        var well = outcomes.Where(o => !cases.Any(c => c.Victim == o.Source)).ToList();
        well.ShouldAllBe(o => o.Outcome == RunOutcome.Succeeded);
        await using var db = rooms.Database.Open();
        var arrived = await db.Tickets.Select(t => t.Source).Distinct().ToListAsync(Token);

        // Nobody has answered the hub yet: its own mailbox is read and holds nothing.
        well.Select(o => o.Source).Except([Source.HubMailbox]).ShouldBeSubsetOf(arrived);

        var rows = await RowsAsync();
        rows.Where(r => !cases.Any(c => c.Victim == r.Key)).ShouldAllBe(r => r.Value.Contains("Berjalan"));
        foreach (var one in cases)
        {
            rows[one.Victim].ShouldContain(one.Said, Shouldly.Case.Insensitive, rows[one.Victim]);
            rows[one.Victim].ShouldContain("sejak");
            rows[one.Victim].ShouldMatch("hub mencoba lagi|dicoba lagi|Lihat karantina|Buka sumbernya", one.ToString());
        }
    }

    /// <summary>Source to the words of its row.</summary>
    private async Task<Dictionary<string, string>> RowsAsync() =>
        Row().Matches(await rooms.GetAsync("/sources")).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(Tag().Replace(m.Value, " ")));

    [GeneratedRegex("<tr[^>]*>\\s*<th scope=\"row\"><a href=\"/sources/(?<name>[^\"]+)\".*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public sealed record Case(string Victim, Fault Fault, string Said);
}
