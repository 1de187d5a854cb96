using System.CommandLine;
using Hub.Domain;

namespace Hub.Host.Verbs.Bench;

/// <summary>A measurement on a seeded store.</summary>
internal delegate Task<int> StoreMeasurement(TimeProvider time, string? folder, int tickets, bool json, TextWriter output, CancellationToken token);

/// <summary>The verbs of measurements on a seeded store, which share their options.</summary>
internal static class StoreBench
{
    public static Command Create(string name, string description, StoreMeasurement measure)
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var tickets = new Option<int>("--tickets") { Description = BenchTexts.Say("MadeTickets"), DefaultValueFactory = _ => 1_000_000 };
        var data = new Option<string?>("--data") { Description = BenchTexts.Say("StoreData") };
        var command = new Command(name, description) { json, tickets, data };
        command.SetAction((parsed, token) => measure(TimeProvider.System, parsed.GetValue(data), parsed.GetValue(tickets), parsed.GetValue(json), Console.Out, token));
        return command;
    }
}
