using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Connectors.Email;

/// <summary>Ten mailboxes of a real server and the hub as a process of its own on a real database: every mail is one ticket through everything that goes wrong. 500 mails by default, 5,000 with HUB_TESTS_LONG=1.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailboxesTests
{
    private const int Boxes = 10;
    private static readonly int MailsPerBox = Need.IsLong ? 500 : 50;
    private static readonly int All = Boxes * MailsPerBox;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset Arrival = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_mail_is_one_ticket_through_cuts_restarts_a_new_uidvalidity_and_kills_of_the_hub()
    {
        await using var server = await DovecotServer.StartAsync();
        var sent = Enumerable.Range(0, Boxes).Select(Name).ToDictionary(user => user, user => Fill(server, user), StringComparer.Ordinal);
        var files = sent.Keys.ToDictionary(user => user, server.FilesOf, StringComparer.Ordinal);
        await using var proxy = new CuttingProxy(server.Port, n => n % 3 == 1 ? 2_000 + (n * 7919 % 40_000) : null);
        using var folder = new TemporaryFolder();
        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
        using var hub = new HubProcess(["serve", .. Settings(folder.Path, proxy.Port)]);

        hub.Start();
        await hub.UntilAsync(async () => await TicketsAsync(database) >= All / 10, "the first tenth", Patience);
        hub.Kill();
        hub.Start();
        await hub.UntilAsync(async () => await TicketsAsync(database) >= All / 3, "the first third", Patience);
        await server.RestartAsync();
        await hub.UntilAsync(async () => await TicketsAsync(database) >= All / 2, "half", Patience);
        hub.Kill();
        var before = await CursorsAsync(database);
        await server.RestartAsync(forgetUids: ["kotak0", "kotak1", "kotak2"]);
        hub.Start();
        await hub.UntilAsync(async () => await TicketsAsync(database) >= All * 2 / 3, "two thirds", Patience);
        hub.Kill();
        hub.Start();
        var from = TimeProvider.System.GetUtcNow();
        await hub.UntilAsync(() => IsDoneAsync(database, from), "the end", Patience);
        hub.Kill();

        await using var db = database.Open();
        var taken = await TicketMail.Of(db).Where(l => l.Source != null).Select(l => new { l.Source, l.MessageId, l.TicketId }).ToListAsync(TestContext.Current.CancellationToken);
        foreach (var (user, mails) in sent)
        {
            taken.Where(l => l.Source == user).Select(l => l.MessageId).Order(StringComparer.Ordinal).ShouldBe(mails.Order(StringComparer.Ordinal), user);
            server.FilesOf(user).ShouldBe(files[user], user);
        }

        taken.Select(l => l.TicketId).Distinct().Count().ShouldBe(All);
        (await db.Tickets.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(All);
        (await db.Envelopes.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(All);
        var after = await CursorsAsync(database);
        before.Count(c => UidValidity(after[c.Key]) != UidValidity(c.Value)).ShouldBe(3);
        proxy.Cuts.ShouldBeGreaterThan(3);
    }

    private static string Name(int box) => "kotak" + box.ToString(CultureInfo.InvariantCulture);

    /// <returns>The Message-IDs, as many as mails.</returns>
    private static List<string> Fill(DovecotServer server, string user)
    {
        var ids = new List<string>();
        for (var i = 0; i < MailsPerBox; i++)
        {
            ids.Add($"{i}.{user}@contoh.id");
            var mail = $"From: warga{i}@contoh.id\r\nTo: {user}@contoh.go.id\r\nSubject: Surat {i}\r\nMessage-ID: <{ids[^1]}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIsi surat {i}.\r\n{new string('x', (i * 37 % 3000) + (i % 100 == 7 ? 60_000 : 0))}\r\n";
            server.Deliver(user, i.ToString("0000", CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(mail), Arrival.AddMinutes(i), i % 5 == 0 ? "S" : i % 7 == 0 ? "F" : "");
        }

        return ids;
    }

    private static IEnumerable<string> Settings(string data, int port)
    {
        yield return $"--Hub:Data={data}";
        yield return "--urls=http://127.0.0.1:0";
        yield return "--Hub:AllowPrivateNetworks=true";
        yield return "--Serilog:MinimumLevel:Default=Fatal";
        foreach (var user in Enumerable.Range(0, Boxes).Select(Name))
        {
            var source = $"--Hub:Sources:{user}";
            yield return $"{source}:Kind=email";
            yield return $"{source}:Cron=0/2 * * * * ?";
            yield return $"{source}:Options:Host=127.0.0.1";
            yield return $"{source}:Options:Port={port.ToString(CultureInfo.InvariantCulture)}";
            yield return $"{source}:Options:Security=None";
            yield return $"{source}:Options:User={user}";
            yield return $"{source}:Options:Password={DovecotServer.Password}";
            yield return $"{source}:Options:BatchSize=20";
        }
    }

    private static async Task<int> TicketsAsync(Database database)
    {
        await using var db = database.Open();
        return await db.Tickets.CountAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Dictionary<string, string?>> CursorsAsync(Database database)
    {
        await using var db = database.Open();
        return await db.Checkpoints.ToDictionaryAsync(c => c.Source, c => c.Cursor, TestContext.Current.CancellationToken);
    }

    private static string UidValidity(string? cursor) => System.Text.Json.JsonDocument.Parse(cursor!).RootElement.GetProperty("uidValidity").ToString();

    /// <summary>Every box had a run without any warning since then, and nothing waits to be processed.</summary>
    private static async Task<bool> IsDoneAsync(Database database, DateTimeOffset from)
    {
        await using var db = database.Open();
        var whole = await db.Runs.Where(r => r.Outcome == RunOutcome.Succeeded && r.StartedAt > from).Select(r => r.Source).Distinct().CountAsync(TestContext.Current.CancellationToken);
        return whole == Boxes && !await db.Envelopes.AnyAsync(e => e.Status == EnvelopeStatus.Received, TestContext.Current.CancellationToken);
    }
}
