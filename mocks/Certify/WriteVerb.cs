using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Mocks.Certify;

/// <summary>Writes into several databases at once as the ledger writes, and says after each commit how much is safe: to be killed in the middle of writing.</summary>
internal static class WriteVerb
{
    public const string Name = "certify-write";

    private const int Portion = 20;

    /// <summary>The files exist and are migrated. Prints <c>FILE COMMITTED</c>, the file by its place among the arguments.</summary>
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Arity = ArgumentArity.OneOrMore };
        var command = new Command(Name) { files };
        command.Hidden = true;
        command.SetAction(async (parsed, token) =>
        {
            var all = parsed.GetRequiredValue(files);

            // SQLite never lets go of its thread: without one for each file the last would begin long after the first.
            ThreadPool.SetMinThreads(all.Length, 1);
            await Task.WhenAll(all.Select((file, place) => Task.Run(() => WriteAsync(file.FullName, place, token), token)));
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(string file, int place, CancellationToken token)
    {
        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(file));
        var ledger = new Ledger(database, new ByteStore(database, new TicketKeys(new KeyFolder($"{file}.keys"))), TimeProvider.System);
        var mark = Guid.NewGuid().ToString("N");
        for (var number = 0; ; number += Portion)
        {
            var envelopes = Enumerable.Range(number, Portion).Select(i => new Envelope
            {
                Key = new EnvelopeKey("tulis", $"{mark}-{i}", "1"),
                MediaType = "application/octet-stream",
                Raw = RandomNumberGenerator.GetBytes(4000),
                ReceivedAt = DateTimeOffset.UnixEpoch,
            }).ToList();
            await ledger.StoreAsync("tulis", envelopes, Sighting.Filed, quiet: true, token);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{place} {number + Portion}"));
        }
    }
}
