using System.CommandLine;
using Hub.Domain;

namespace Hub.Host.Verbs.Bench;

/// <summary>A measurement on a seeded store.</summary>
internal delegate Task<int> StoreMeasurement(TimeProvider time, BenchStore store, bool json, TextWriter output, CancellationToken token);

/// <summary>Where the tickets of a measurement are.</summary>
/// <param name="Tickets">How many to make where there are none.</param>
/// <param name="Folder">What <c>seed</c> filled; null makes one and removes it afterwards.</param>
/// <param name="Postgres">Connection to a database, empty or filled by <c>seed</c>; null: SQLite in the folder.</param>
internal sealed record BenchStore(int Tickets, string? Folder = null, string? Postgres = null);

/// <summary>The verbs of measurements on a seeded store, which share their options.</summary>
internal static class StoreBench
{
    public static Command Create(string name, string description, StoreMeasurement measure)
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var tickets = new Option<int>("--tickets") { Description = BenchTexts.Say("MadeTickets"), DefaultValueFactory = _ => 1_000_000 };
        var data = new Option<string?>("--data") { Description = BenchTexts.Say("StoreData") };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("StorePostgres") };
        var command = new Command(name, description) { json, tickets, data, postgres };
        command.SetAction((parsed, token) => measure(
            TimeProvider.System, new BenchStore(parsed.GetValue(tickets), parsed.GetValue(data), parsed.GetValue(postgres)), parsed.GetValue(json), Console.Out, token));
        return command;
    }
}
