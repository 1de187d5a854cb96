using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Host.Work.Deadlines;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary>One question, answered in sentences or as one JSON object.</summary>
internal sealed class OneDeadline(DeadlineAnswers answers, IStringLocalizer<DeadlineTexts> texts, bool json, bool explain)
{
    /// <returns>0 answered, 1 refused.</returns>
    public int Answer(ReadOnlySpan<byte> line, Stream output, TextWriter people)
    {
        var question = new DeadlineQuestion();
        try
        {
            question.Read(line);
            if (json)
            {
                WriteJson(question, output);
            }
            else
            {
                WriteText(question, output);
            }

            return 0;
        }
        catch (Exception e) when (e is QuestionRefusal or CalendarException)
        {
            people.WriteLine(e is QuestionRefusal refusal ? texts[refusal.Code, refusal.Values].Value : e.Message);
            return 1;
        }
    }

    private void WriteJson(DeadlineQuestion question, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        answers.Write(writer, question, explain);
        writer.Flush();
        output.Write("\n"u8);
    }

    private void WriteText(DeadlineQuestion question, Stream output)
    {
        var rule = answers.RuleOf(question);
        var told = answers.Explain(rule, question);
        var walk = new WalkText(texts);
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        foreach (var line in (explain ? walk.Lines(told) : walk.Outcome(told.Term, told.Deadline)).Concat(Remarks(rule, question, told.Deadline)))
        {
            writer.WriteLine(line);
        }
    }

    private IEnumerable<string> Remarks(ServiceStandard rule, DeadlineQuestion question, Deadline deadline)
    {
        foreach (var (name, dueOn) in answers.MarksOf(rule, question))
        {
            yield return texts["MarkLine", name, WalkText.DateText(dueOn)];
        }

        if (answers.WarnOn(rule, deadline) is DateOnly warn)
        {
            yield return texts["Warn", WalkText.DateText(warn)];
        }

        if (answers.IsLateRequest(rule, question) is true)
        {
            yield return texts["LateRequest", rule.RequestBefore!];
        }

        if (rule.Informational)
        {
            yield return texts["Informational"];
        }

        if (question.Pauses.Count > 0 && !rule.Pausable)
        {
            yield return texts["Unstoppable"];
        }

        yield return texts["Source", rule.Set is string set ? $"{rule.Source} ({set})" : rule.Source];
        if (rule.Note is string note)
        {
            yield return texts["Note", note];
        }
    }
}
