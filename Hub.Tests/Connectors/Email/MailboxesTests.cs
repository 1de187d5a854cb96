using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain.Envelopes;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>Ten mailboxes of a real server, taken once each through everything that goes wrong.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailboxesTests
{
    private const int Boxes = 10;
    private const int MailsPerBox = 500;
    private static readonly DateTimeOffset Arrival = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Five_thousand_mails_in_ten_mailboxes_are_taken_exactly_once_whatever_happens()
    {
        await using var server = await DovecotServer.StartAsync();
        var sent = Enumerable.Range(0, Boxes).ToDictionary(Name, box => Fill(server, Name(box)), StringComparer.Ordinal);
        var files = sent.Keys.ToDictionary(u => u, server.FilesOf, StringComparer.Ordinal);
        await using var proxy = new CuttingProxy(server.Port, n => n % 3 == 1 ? 20_000 + (n * 7919 % 400_000) : null);
        var ledger = new Ledger();
        var boxes = sent.Keys.Select(u => new Box(u, Connector(u, proxy.Port), ledger)).ToList();

        await RunAsync(boxes, b => b.StepAsync(batches: 2));
        await server.RestartAsync();
        await RunAsync(boxes, b => b.StepAsync(batches: int.MaxValue));
        var taken = ledger.Count;
        await server.RestartAsync(forgetUids: ["kotak0", "kotak1", "kotak2"]);
        await RunAsync(boxes, b => b.StepAsync(batches: int.MaxValue));

        taken.ShouldBe(Boxes * MailsPerBox);
        ledger.Count.ShouldBe(taken);
        foreach (var (user, mails) in sent)
        {
            ledger.Of(user).ShouldBe(mails.Order(StringComparer.Ordinal), user);
            server.FilesOf(user).ShouldBe(files[user], user);
        }

        proxy.Cuts.ShouldBeGreaterThan(5);
        boxes.Sum(b => b.Kills).ShouldBeGreaterThan(5);
        boxes.Count(b => b.UidsChanged).ShouldBe(3);
    }

    private static string Name(int box) => "kotak" + box.ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(List<Box> boxes, Func<Box, Task> step) =>
        await Parallel.ForEachAsync(boxes, new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken }, async (b, _) => await step(b));

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

    private static EmailConnector Connector(string user, int port) => new(
        new SourceContext("email-" + user, TimeProvider.System),
        new EmailOptions { Host = "127.0.0.1", Port = port, Security = ConnectionSecurity.None, User = user, Password = DovecotServer.Password, BatchSize = 60 });

    /// <summary>What the hub's database does: cursor and envelopes in one step, a known key is a no-op.</summary>
    private sealed class Ledger
    {
        private readonly ConcurrentDictionary<EnvelopeKey, string> _keys = new();

        public int Count => _keys.Count;

        public void Store(IEnumerable<Envelope> envelopes)
        {
            foreach (var envelope in envelopes)
            {
                _keys.TryAdd(envelope.Key, MailReader.Read(envelope.Raw).MessageId ?? "");
            }
        }

        public IEnumerable<string> Of(string user) => _keys.Where(k => k.Key.Source == "email-" + user).Select(k => k.Value).Order(StringComparer.Ordinal);
    }

    /// <summary>One source with its cursor, as the poll job runs it; every fifth batch the hub dies before it is stored.</summary>
    private sealed class Box(string user, EmailConnector connector, Ledger ledger)
    {
        private const int MaxAttempts = 300;
        private string? _cursor;
        private int _fetched;

        public int Kills { get; private set; }

        public bool UidsChanged { get; private set; }

        public async Task StepAsync(int batches)
        {
            for (var attempt = 0; attempt < MaxAttempts && batches > 0; attempt++)
            {
                try
                {
                    var batch = await connector.FetchAsync(_cursor, TestContext.Current.CancellationToken);
                    UidsChanged |= batch.Warnings.Any(w => w.Contains("UIDVALIDITY", StringComparison.Ordinal));
                    if (++_fetched % 5 == 0)
                    {
                        Kills++;
                        continue;
                    }

                    ledger.Store(batch.Envelopes);
                    _cursor = batch.Cursor;
                    batches--;
                    if (!batch.More)
                    {
                        return;
                    }
                }
                catch (ConnectorFailure failure) when (failure.Kind == FailureKind.Transient)
                {
                    // The next attempt starts from the stored cursor.
                }
            }

            batches.ShouldBe(0, $"{user} did not come to an end");
        }
    }
}
