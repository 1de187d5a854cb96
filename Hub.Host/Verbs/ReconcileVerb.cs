using System.CommandLine;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs;

/// <summary><c>reconcile</c>: makes the statements of completeness now, or checks the signatures of those that are kept.</summary>
internal static class ReconcileVerb
{
    public static Command Create()
    {
        var sources = new Option<string[]>("--source") { Description = VerbTexts.Say("OnlySources") };
        var verify = new Option<bool>("--verify") { Description = VerbTexts.Say("ReconcileVerify") };
        var command = new Command("reconcile", VerbTexts.Say("Reconcile")) { sources, verify };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(sources) ?? [], parsed.GetValue(verify), parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(string[] only, bool verify, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = await HubApp.ExistingAsync([.. settings], token);
        await app.PrepareAsync(token);
        var reconciler = app.Services.GetRequiredService<Reconciler>();
        await using var db = app.Services.GetRequiredService<Database>().Open();
        return verify ? await VerifyAsync(db, reconciler, token) : await StateAsync(db, reconciler, only, token);
    }

    private static async Task<int> StateAsync(HubDbContext db, Reconciler reconciler, string[] only, CancellationToken token)
    {
        var well = true;
        foreach (var source in only.Length > 0 ? [.. only] : await db.Sources.AsNoTracking().OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(token))
        {
            try
            {
                var statement = await reconciler.StateAsync(source, token);
                well &= statement.Balances;
                await Console.Out.WriteLineAsync(statement.Text + VerbTexts.Say("ReconcileSignature", statement.Signature) + Environment.NewLine);
            }
            catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
            {
                well = false;
                await Console.Error.WriteLineAsync($"{source}: {Said.Of(e).In(TerminalLanguage.Spoken)}");
            }
        }

        return well ? 0 : 1;
    }

    private static async Task<int> VerifyAsync(HubDbContext db, Reconciler reconciler, CancellationToken token)
    {
        var kept = await db.Statements.AsNoTracking().OrderBy(s => s.Day).ThenBy(s => s.Source).ToListAsync(token);
        var forged = kept.Where(s => !reconciler.IsGenuine(s)).ToList();
        foreach (var statement in forged)
        {
            await Console.Out.WriteLineAsync(VerbTexts.Say("ReconcileForged", statement.Day, statement.Source));
        }

        await Console.Out.WriteLineAsync(VerbTexts.Say("ReconcileVerified", kept.Count, forged.Count));
        return forged.Count == 0 ? 0 : 1;
    }
}
