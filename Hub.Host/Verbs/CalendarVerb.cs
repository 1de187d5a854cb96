using System.CommandLine;
using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Host.Work.Deadlines;

namespace Hub.Host.Verbs;

/// <summary><c>calendar</c>: previews and applies a holiday act (R23).</summary>
public static class CalendarVerb
{
    private static readonly Argument<FileInfo> Act = new("ACT") { Description = "Berkas ketetapan (JSON), bentuknya di docs/deadlines.md." };
    private static readonly Option<string> Actor = new("--actor") { Description = "Siapa yang menyetujui.", Required = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Satu objek JSON per baris." };

    public static Command Create()
    {
        var preview = new Command("preview", "Menunjukkan tenggat yang akan bergeser; tidak mengubah apa pun. Contoh: hub calendar preview skb-2026-1.json") { Act, AsJson };
        preview.TreatUnmatchedTokensAsErrors = false;
        preview.SetAction((parsed, token) => WithAmendmentsAsync(parsed, (amendments, act) => PreviewAsync(amendments, act, parsed.GetValue(AsJson), token), token));
        var apply = new Command("apply", "Menerapkan ketetapan yang disetujui, semuanya atau tidak sama sekali. Contoh: hub calendar apply skb-2026-1.json --actor kepala.organisasi") { Act, Actor, AsJson };
        apply.TreatUnmatchedTokensAsErrors = false;
        apply.SetAction((parsed, token) => WithAmendmentsAsync(parsed, (amendments, act) => ApplyAsync(amendments, act, parsed.GetValue(Actor)!, parsed.GetValue(AsJson), token), token));
        return new Command("calendar", "Kalender kerja: pratinjau dan penerapan ketetapan libur. Contoh: hub calendar preview skb-2026-1.json") { preview, apply };
    }

    private static async Task<int> WithAmendmentsAsync(ParseResult parsed, Func<Amendments, CalendarAct, Task> work, CancellationToken token)
    {
        var file = parsed.GetValue(Act)!;
        try
        {
            await using var stream = file.OpenRead();
            var act = CalendarAct.Read(stream, file.Name);
            await using var app = HubApp.Build([.. parsed.UnmatchedTokens, "--Hub:Work=false"]);
            await app.PrepareAsync(token);
            await work(app.Services.GetRequiredService<Amendments>(), act);
            return 0;
        }
        catch (CalendarException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(CalendarException.Say("FileUnread", file.Name));
        }

        return 1;
    }

    private static async Task PreviewAsync(Amendments amendments, CalendarAct act, bool json, CancellationToken token)
    {
        var preview = await amendments.PreviewAsync(new CalendarAmendment(act), token);
        foreach (var date in preview.Dates)
        {
            await Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(date, JsonSerializerOptions.Web)
                : $"{date.Ticket}  {date.Bureau ?? "-",-20}  {date.Rule,-48}  {date.From:yyyy-MM-dd} -> {date.To:yyyy-MM-dd}{(date.Headline ? "  *" : "")}");
        }

        await Console.Error.WriteLineAsync($"{act.Number}: {preview.Moved} dari {preview.Open} tiket terbuka akan bergeser. Belum ada yang diubah.");
    }

    private static async Task ApplyAsync(Amendments amendments, CalendarAct act, string actor, bool json, CancellationToken token)
    {
        var preview = await amendments.PreviewAsync(new CalendarAmendment(act), token);
        await Console.Error.WriteLineAsync($"{preview.Moved} tiket akan bergeser; menulis ...");
        var changed = await amendments.ApplyAsync(preview.Amendment, preview.BasedOn, actor, new Told(), token);
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { act = act.Id, changed, calendar = preview.Becomes }, JsonSerializerOptions.Web)
            : $"{act.Number} diterapkan: {changed} tiket bergeser.");
    }

    /// <summary>Says how far it is, at once: a person waits.</summary>
    private sealed class Told : IProgress<int>
    {
        public void Report(int value) => Console.Error.WriteLine($"{value} tiket ditulis, belum disahkan ...");
    }
}
