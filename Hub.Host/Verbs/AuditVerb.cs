using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>audit verify</c>: walks the whole trail without the hub running.</summary>
public static class AuditVerb
{
    public static Command Create()
    {
        var noted = new Option<string?>("--head") { Description = VerbTexts.Say("AuditHead") };
        var json = new Option<bool>("--json") { Description = VerbTexts.Say("OneObject") };
        var verify = new Command("verify", VerbTexts.Say("AuditVerify")) { noted, json };
        verify.TreatUnmatchedTokensAsErrors = false;
        verify.SetAction((parsed, token) => VerifyAsync(parsed.UnmatchedTokens, parsed.GetValue(noted), parsed.GetValue(json), token));
        return new Command("audit", VerbTexts.Say("Audit")) { verify };
    }

    private static async Task<int> VerifyAsync(IReadOnlyList<string> settings, string? noted, bool asJson, CancellationToken token)
    {
        await using var app = await HubApp.ExistingAsync([.. settings], token);
        await using var db = app.Services.GetRequiredService<Database>().Open();
        AuditVerdict verdict;
        try
        {
            verdict = await AuditVerdict.OfAsync(db, app.Services.GetRequiredService<KeyFolder>(), noted, token);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or Npgsql.NpgsqlException)
        {
            throw new StartupRefusal(Said.Of<VerbTexts>("AuditUnread", StoreTrouble.Of(e)), e);
        }

        await (asJson ? WriteJsonAsync(verdict) : WriteWordsAsync(verdict));
        return verdict.IsWhole ? 0 : 1;
    }

    private static Task WriteJsonAsync(AuditVerdict verdict) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(
        new { whole = verdict.IsWhole, entries = verdict.Entries, head = verdict.Head, faults = verdict.Faults.Select(f => new { kind = f.Kind.ToString(), entry = f.Entry }) },
        JsonSerializerOptions.Web));

    private static async Task WriteWordsAsync(AuditVerdict verdict)
    {
        foreach (var fault in verdict.Faults)
        {
            await Console.Out.WriteLineAsync(Say(fault));
        }

        await Console.Out.WriteLineAsync(verdict.IsWhole
            ? VerbTexts.Say("AuditWhole", verdict.Entries, verdict.Head)
            : VerbTexts.Say("AuditNotWhole", verdict.Entries));
    }

    private static string Say(AuditFault fault) => fault.Kind switch
    {
        AuditFaultKind.Changed => VerbTexts.Say("AuditChanged", fault.Entry),
        AuditFaultKind.Gap => VerbTexts.Say("AuditGap", fault.Entry),
        AuditFaultKind.Head => VerbTexts.Say("AuditCut", fault.Entry),
        AuditFaultKind.Removed => VerbTexts.Say("AuditRemoved"),
        AuditFaultKind.Unguarded => VerbTexts.Say("AuditUnguarded"),
        _ => VerbTexts.Say("AuditHeadLost"),
    };
}
