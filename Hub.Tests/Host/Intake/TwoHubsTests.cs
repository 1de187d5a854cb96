using System.Globalization;
using System.Text;
using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

/// <summary>Two whole hubs with a mail server between them, each taking the other's mail for a citizen's: they stop by themselves.</summary>
public sealed class TwoHubsTests : IAsyncLifetime
{
    private const string First = "hub.satu@contoh.id";
    private const string Second = "hub.dua@contoh.id";
    private const int MostRounds = 40;
    private const int Budget = 8;
    private const int HourlyPerAddress = 30;
    private const int PerReporter = 20;

    private static readonly DateTimeOffset Sunday = new(2026, 11, 22, 8, 0, 0, TimeSpan.FromHours(8));

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Sunday);
    private MailServer post = null!;
    private HubFixture first = null!;
    private HubFixture second = null!;

    public async ValueTask InitializeAsync()
    {
        post = MailServer.Start(folder.Path, "rahasia", clock);
        first = await StartAsync(First, other: Second);
        second = await StartAsync(Second, other: First);
    }

    [Fact]
    public async Task Marks_of_automatic_mail_end_it_at_the_first_notice()
    {
        Begin();

        await TalkAsync();

        Received(First).ShouldBe(1);
        Received(Second).ShouldBeLessThanOrEqualTo(2);
        (await TicketsAsync(second)).ShouldBe(0);
    }

    /// <summary>
    /// As reporter each gets mail up to the cap of its address. As staff of three bureaus it gets their budgets; on a working day the mails of an hour instead, because the triage of each
    /// new ticket ends too soon to wait for the digest.
    /// </summary>
    [Theory]
    [InlineData("2026-11-22T10:00:00+08:00", 3 * Budget, "auto-submitted", "x-auto-response-suppress")]
    [InlineData("2026-11-22T10:00:00+08:00", 3 * Budget, "auto-submitted", "x-auto-response-suppress", "in-reply-to", "references", "reply-to")]
    [InlineData("2026-11-23T10:00:00+08:00", HourlyPerAddress, "auto-submitted", "x-auto-response-suppress")]
    [InlineData("2026-11-23T10:00:00+08:00", HourlyPerAddress, "auto-submitted", "x-auto-response-suppress", "in-reply-to", "references", "reply-to")]
    public async Task A_server_between_them_that_takes_the_marks_away_meets_the_caps_and_an_alarm(string now, int asStaff, params string[] dropped)
    {
        clock.SetUtcNow(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        post.Faults.DropFields = dropped;
        Begin();

        var rounds = await TalkAsync();

        rounds.ShouldBeLessThan(MostRounds);
        Received(First).ShouldBeLessThanOrEqualTo(1 + PerReporter + asStaff);
        Received(Second).ShouldBeLessThanOrEqualTo(PerReporter + asStaff);
        (await AlarmsAsync()).ShouldContain(a => a.Code == "mail-loop" && a.Count == 1);
    }

    private void Begin() => post.Office.Deliver("warga@contoh.id", [First], Encoding.UTF8.GetBytes(
        $"From: {Second}\r\nTo: {First}\r\nSubject: Permohonan bantuan hibah rumah ibadah\r\nMessage-ID: <awal@contoh.id>\r\n\r\nKami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.\r\n"));

    /// <returns>Rounds until neither had anything more to say.</returns>
    private async Task<int> TalkAsync()
    {
        for (var round = 1; round <= MostRounds; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            var before = Received(First) + Received(Second);
            await first.Get<Pass>().RunAsync([], "uji", TestContext.Current.CancellationToken);
            await second.Get<Pass>().RunAsync([], "uji", TestContext.Current.CancellationToken);
            if (Received(First) + Received(Second) == before)
            {
                return round;
            }
        }

        return MostRounds;
    }

    private int Received(string address) => post.Office.FindBox(address)?.Inbox.Snapshot().Count ?? 0;

    private static async Task<int> TicketsAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.CountAsync();
    }

    private async Task<List<Alarm>> AlarmsAsync()
    {
        var alarms = new List<Alarm>();
        foreach (var hub in new[] { first, second })
        {
            await hub.Get<WatchdogWorker>().LookAsync(TestContext.Current.CancellationToken);
            await using var db = hub.Database.Open();
            alarms.AddRange(await db.Alarms.AsNoTracking().ToListAsync());
        }

        return alarms;
    }

    private Task<HubFixture> StartAsync(string address, string other) =>
        HubFixture.StartAsync(Settings(address, other), builder => builder.Services.AddSingleton<TimeProvider>(clock));

    private Dictionary<string, string?> Settings(string address, string other)
    {
        var settings = HubFixture.Mailbox("email-kesra", address);
        settings["Hub:Sources:email-kesra:Cron"] = "0 0 3 1 1 ?";
        settings["Hub:Sources:email-kesra:Options:Port"] = $"{post.ImapPort}";
        settings["Hub:Sources:email-kesra:Options:Password"] = "rahasia";
        settings["Hub:Mail:Host"] = "127.0.0.1";
        settings["Hub:Mail:Port"] = $"{post.SmtpPort}";
        settings["Hub:Mail:Security"] = "None";
        settings["Hub:Mail:User"] = address;
        settings["Hub:Mail:Password"] = "rahasia";
        settings["Hub:Mail:From"] = address;
        settings["Hub:Sending:DailyBudget"] = $"{Budget}";
        settings["Hub:Sending:HourlyPerAddress"] = $"{HourlyPerAddress}";
        foreach (var bureau in new[] { "kesra", "organisasi", "hukum" })
        {
            settings[$"Hub:Contacts:{bureau}:Staff:0"] = other;
        }

        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        await post.DisposeAsync();
        folder.Dispose();
    }
}
