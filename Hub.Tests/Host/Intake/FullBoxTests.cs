using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

/// <summary>A real mailbox as offices have it: full, and tidied up by hand.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FullBoxTests
{
    private const string Box = "kotak";

    /// <summary>A mail that somebody expunged is withdrawn at the source by its rule; the others stay as they are.</summary>
    [Fact]
    public async Task An_expunged_mail_is_closed_by_the_rule_of_its_box()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));
        await using var dovecot = await DovecotServer.StartAsync();
        for (var number = 1; number <= 8; number++)
        {
            dovecot.Deliver(Box, Name(number), Mail(number), clock.GetUtcNow().AddMinutes(-number));
        }

        var settings = Settings(dovecot).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
        settings[$"Hub:Sources:{Box}:ClosesUnseenAfter"] = "2";
        await using var hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await hub.Get<PollRun>().RunAsync(Box, clock.GetUtcNow(), "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await hub.Get<Reconciler>().StateAsync(Box, Token);
        File.Delete(Path.Combine(dovecot.MailFolder, Box, "Maildir", "cur", dovecot.FilesOf(Box).Single(f => f.Contains($".{Name(5)}.", StringComparison.Ordinal))));

        clock.Advance(TimeSpan.FromDays(1));
        await hub.Get<Reconciler>().StateAsync(Box, Token);
        (await ClosedAsync(hub)).ShouldBeEmpty("one night proves nothing");
        clock.Advance(TimeSpan.FromDays(1));
        await hub.Get<Reconciler>().StateAsync(Box, Token);

        (await ClosedAsync(hub)).ShouldBe(["Surat 5"]);
    }

    /// <summary>Memory holds a portion, however full the box is, and the page can say how far it is.</summary>
    [Fact]
    public async Task A_hundred_thousand_mails_are_read_in_steady_memory_with_progress()
    {
        Need.Time();
        const int Mails = 100_000;
        await using var dovecot = await DovecotServer.StartAsync();
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        for (var number = 1; number <= Mails; number++)
        {
            dovecot.Deliver(Box, Name(number), Mail(number), yesterday);
        }

        using var data = new TemporaryFolder();
        await EmptyStore.CopyToAsync(data.File("hub.db"));

        // What is older than its source is kept and set aside: this is about reading, not about a hundred thousand tickets.
        string[] settings = [$"--Hub:Data={data.Path}", "--Hub:AllowPrivateNetworks=true", $"--Hub:Sources:{Box}:OldItems=Leave", .. Settings(dovecot).Select(s => $"--{s.Key}={s.Value}")];
        using var hub = new HubProcess(["pass", "--source", Box, .. settings]);
        var began = TimeProvider.System.GetTimestamp();
        hub.Start();
        var marks = new List<(int Seen, int? Left, long Bytes)>();
        while (!hub.HasEnded)
        {
            if (await ProgressAsync(data.File("hub.db")) is { Seen: > 0 } now && (marks.Count == 0 || now.Seen > marks[^1].Seen) && hub.PrivateBytes is { } bytes)
            {
                marks.Add((now.Seen, now.Left, bytes));
            }

            await Task.Delay(200, Token);
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F0} s; {string.Join(", ", marks.Where((_, i) => i % Math.Max(1, marks.Count / 20) == 0).Select(m => $"{m.Seen}: {m.Bytes >> 20} MB"))}"));
        (await StoredAsync(data.File("hub.db"))).ShouldBe(Mails, hub.Said);
        marks.ShouldAllBe(m => m.Seen + m.Left == Mails, "the page says so many of so many");
        marks.Max(m => m.Bytes).ShouldBeLessThan(300L << 20);
        Most(marks, 9).ShouldBeLessThanOrEqualTo(Most(marks, 1) + (30L << 20), "it does not grow with what was read");

        static long Most(List<(int Seen, int? Left, long Bytes)> marks, int tenth) => marks.Where(m => m.Seen * 10L / Mails == tenth).Max(m => m.Bytes);
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(DovecotServer dovecot) =>
    [
        new($"Hub:Sources:{Box}:Kind", "email"),
        new($"Hub:Sources:{Box}:Options:Host", "127.0.0.1"),
        new($"Hub:Sources:{Box}:Options:Port", dovecot.Port.ToString(CultureInfo.InvariantCulture)),
        new($"Hub:Sources:{Box}:Options:Security", "None"),
        new($"Hub:Sources:{Box}:Options:User", Box),
        new($"Hub:Sources:{Box}:Options:Password", DovecotServer.Password),
        new($"Hub:Sources:{Box}:Options:Address", "birososial.kaltara@gmail.com"),
    ];

    private static string Name(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private static byte[] Mail(int number) => Encoding.ASCII.GetBytes(
        $"From: warga{number}@contoh.id\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Surat {number}\r\nMessage-ID: <surat-{number}@contoh.id>\r\nContent-Type: text/plain\r\n\r\nPermohonan bantuan nomor {number}.\r\n");

    private static async Task<List<string>> ClosedAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.Where(t => t.Status == TicketStatus.Closed).Select(t => t.Title).ToListAsync(Token);
    }

    private static async Task<(int Seen, int? Left)> ProgressAsync(string file)
    {
        await using var db = new Database(StoreKind.Sqlite, $"Data Source={file};Pooling=False").Open();
        try
        {
            return await db.Runs.Where(r => r.EndedAt == null).Select(r => new ValueTuple<int, int?>(r.Seen, r.Left)).FirstOrDefaultAsync(Token);
        }
        catch (SqliteException)
        {
            // Its writer holds the file; the next look comes soon.
            return default;
        }
    }

    private static async Task<int> StoredAsync(string file)
    {
        await using var db = new Database(StoreKind.Sqlite, $"Data Source={file};Pooling=False").Open();
        return await db.Envelopes.CountAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
