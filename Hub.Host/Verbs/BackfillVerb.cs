using System.CommandLine;
using System.Globalization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Sources;

namespace Hub.Host.Verbs;

/// <summary><c>backfill</c>: takes in the past of a source without notices.</summary>
internal static class BackfillVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = VerbTexts.Say("SourceName") };
        var from = new Option<string?>("--from") { Description = VerbTexts.Say("BackfillFrom") };
        var to = new Option<string?>("--to") { Description = VerbTexts.Say("BackfillTo") };
        var ids = new Option<string[]>("--id") { Description = VerbTexts.Say("OnlyIds") };
        var command = new Command("backfill", VerbTexts.Say("Backfill"))
        {
            source, from, to, ids,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, token) =>
        {
            if (!IsDay(parsed.GetValue(from), out var first) || !IsDay(parsed.GetValue(to), out var last))
            {
                await Console.Error.WriteLineAsync(VerbTexts.Say("BackfillDays"));
                return 2;
            }

            var window = new BackfillWindow(first, last, (parsed.GetValue(ids) ?? []).ToHashSet(StringComparer.Ordinal));
            return await RunAsync(parsed.GetRequiredValue(source), window, parsed.UnmatchedTokens, token);
        });
        return command;
    }

    private static async Task<int> RunAsync(string source, BackfillWindow window, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = await HubApp.ExistingAsync([.. settings], token);
        await app.PrepareAsync(token);
        try
        {
            var sum = await app.Services.GetRequiredService<Backfill>().RunAsync(source, window, Show, token);
            await app.Services.GetRequiredService<ProcessWorker>().DrainAllAsync(token);
            await Console.Error.WriteLineAsync();
            await Console.Out.WriteLineAsync(VerbTexts.Say("BackfillDone", sum.Seen, sum.Chosen, sum.Taken));
            return 0;
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
        {
            await Console.Error.WriteLineAsync(VerbTexts.Say("BackfillCut", Said.Of(e)));
            return 1;
        }
    }

    private static void Show(BackfillProgress now) =>
        Console.Error.Write($"\r{VerbTexts.Say("BackfillProgress", now.Total is { } total ? $"{now.Seen}/{total}" : now.Seen, now.Taken)}   ");

    private static bool IsDay(string? text, out DateOnly? day)
    {
        var good = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = good ? read : null;
        return good || text is null;
    }
}
