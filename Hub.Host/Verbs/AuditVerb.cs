using System.CommandLine;
using System.Text.Json;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>audit verify</c>: walks the whole trail without the hub running.</summary>
public static class AuditVerb
{
    public static Command Create()
    {
        var noted = new Option<string?>("--head") { Description = "Sidik akhir yang dicatat dahulu; harus masih ada dalam jejak." };
        var json = new Option<bool>("--json") { Description = "Satu objek JSON ke keluaran baku." };
        var verify = new Command("verify", "Memeriksa keutuhan jejak audit. Contoh: hub audit verify --Hub:Data=/srv/hub") { noted, json };
        verify.TreatUnmatchedTokensAsErrors = false;
        verify.SetAction((parsed, token) => VerifyAsync(parsed.UnmatchedTokens, parsed.GetValue(noted), parsed.GetValue(json), token));
        return new Command("audit", "Jejak audit.") { verify };
    }

    private static async Task<int> VerifyAsync(IReadOnlyList<string> settings, string? noted, bool asJson, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await using var db = app.Services.GetRequiredService<Database>().Open();
        AuditVerdict verdict;
        try
        {
            verdict = await AuditVerdict.OfAsync(db, app.Services.GetRequiredService<KeyFolder>(), noted, token);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or Npgsql.NpgsqlException)
        {
            throw new StartupRefusal($"Jejak audit tidak dapat dibaca: {StoreTrouble.Of(e)}", e);
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
            ? $"Utuh: {verdict.Entries} catatan. Sidik akhir {verdict.Head}; catat di tempat lain, lalu periksa kelak dengan --head."
            : $"Tidak utuh: {verdict.Entries} catatan dibaca.");
    }

    private static string Say(AuditFault fault) => fault.Kind switch
    {
        AuditFaultKind.Changed => $"Catatan {fault.Entry}: isinya, atau catatan sebelumnya, bukan yang ditulis dahulu.",
        AuditFaultKind.Gap => $"Catatan {fault.Entry}: catatan sebelum ini hilang.",
        AuditFaultKind.Head => $"Catatan {fault.Entry}: jejak tidak berakhir di tempat yang ditandatangani; ekornya dipotong atau jejaknya ditulis ulang.",
        _ => "Sidik yang dicatat dahulu tidak ada lagi dalam jejak.",
    };
}
