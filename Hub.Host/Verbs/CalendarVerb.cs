using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Work.Deadlines;

namespace Hub.Host.Verbs;

/// <summary><c>calendar</c>: previews and applies a holiday act (R23).</summary>
public static class CalendarVerb
{
    private static readonly Argument<FileInfo> Act = new("ACT") { Description = VerbTexts.Say("ActFile") };
    private static readonly Option<string> Actor = new("--actor") { Description = VerbTexts.Say("Approver"), Required = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("ObjectPerLine") };

    public static Command Create()
    {
        var preview = new Command("preview", VerbTexts.Say("CalendarPreview")) { Act, AsJson };
        preview.TreatUnmatchedTokensAsErrors = false;
        preview.SetAction((parsed, token) => WithAmendmentsAsync(parsed, (amendments, act) => PreviewAsync(amendments, act, parsed.GetValue(AsJson), token), token));
        var apply = new Command("apply", VerbTexts.Say("CalendarApply")) { Act, Actor, AsJson };
        apply.TreatUnmatchedTokensAsErrors = false;
        apply.SetAction((parsed, token) => WithAmendmentsAsync(parsed, (amendments, act) => ApplyAsync(amendments, act, parsed.GetValue(Actor)!, parsed.GetValue(AsJson), token), token));
        return new Command("calendar", VerbTexts.Say("Calendar")) { preview, apply };
    }

    private static async Task<int> WithAmendmentsAsync(ParseResult parsed, Func<Amendments, CalendarAct, Task> work, CancellationToken token)
    {
        var file = parsed.GetValue(Act)!;
        try
        {
            await using var stream = file.OpenRead();
            var act = CalendarAct.Read(stream, file.Name);
            await using var app = await HubApp.ExistingAsync([.. parsed.UnmatchedTokens, "--Hub:Work=false"], token);
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

        await Console.Error.WriteLineAsync(VerbTexts.Say("CalendarWouldMove", act.Number, preview.Moved, preview.Open));
    }

    private static async Task ApplyAsync(Amendments amendments, CalendarAct act, string actor, bool json, CancellationToken token)
    {
        var preview = await amendments.PreviewAsync(new CalendarAmendment(act), token);
        await Console.Error.WriteLineAsync(VerbTexts.Say("CalendarWriting", preview.Moved));
        var changed = await amendments.ApplyAsync(preview.Amendment, preview.BasedOn, actor, new Told(), token);
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { act = act.Id, changed, calendar = preview.Becomes }, JsonSerializerOptions.Web)
            : VerbTexts.Say("CalendarApplied", act.Number, changed));
    }

    /// <summary>Says how far it is, at once: a person waits.</summary>
    private sealed class Told : IProgress<int>
    {
        public void Report(int value) => Console.Error.WriteLine(VerbTexts.Say("CalendarWritten", value));
    }
}
