using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Work.Deadlines;

namespace Hub.Host.Verbs;

/// <summary>Finds the rule of a question, counts, and writes the answer as JSON.</summary>
internal sealed class DeadlineAnswers(Standards standards, WorkingCalendar calendar)
{
    /// <summary>The rule that a question is about.</summary>
    /// <exception cref="QuestionRefusal">Service, class or rule is unknown or missing, or the receipt is outside the calendar.</exception>
    public ServiceStandard RuleOf(DeadlineQuestion question)
    {
        var received = Wita.DateOf(question.ReceivedAt);
        if (!calendar.IsDecreed(received))
        {
            throw new QuestionRefusal("OutsideCalendar", $"{received:yyyy-MM-dd}", calendar.FirstDay.Year, calendar.LastDay.Year);
        }

        var rule = Named(question, received) ?? OfService(question, received);
        return rule.Unit == StandardUnit.BeforeEvent && question.EventOn is null
            ? throw new QuestionRefusal("NeedsEvent", rule.Key)
            : rule;
    }

    public Deadline Count(ServiceStandard rule, DeadlineQuestion question) =>
        Reckoning.Due(rule.Term, question.ReceivedAt, calendar, PausesOf(rule, question), question.EventOn);

    /// <summary>The same date with every step that led to it.</summary>
    public Explanation Explain(ServiceStandard rule, DeadlineQuestion question) =>
        Walk.Explain(rule.Term, question.ReceivedAt, calendar, PausesOf(rule, question), question.EventOn);

    public void Write(Utf8JsonWriter json, DeadlineQuestion question, bool explain)
    {
        var rule = RuleOf(question);
        var told = explain ? Explain(rule, question) : null;
        var deadline = told?.Deadline ?? Count(rule, question);
        json.WriteStartObject();
        WriteDue(json, deadline);
        WriteDate(json, "target"u8, deadline.TargetOn);
        json.WriteBoolean("provisional"u8, deadline.Provisional);
        WriteDate(json, "alternative"u8, deadline.AlternativeOn);
        json.WriteString("rule"u8, rule.Key);
        WriteExtras(json, rule, question, deadline);
        if (told is not null)
        {
            json.WriteString("source"u8, rule.Source);
            json.WriteString("starts"u8, rule.Starts);
            json.WriteString("ends"u8, rule.Ends);
            json.WriteString("note"u8, rule.Note);
            json.WriteString("calendar"u8, calendar.Version);
            WalkJson.Write(json, told.Steps);
        }

        json.WriteEndObject();
    }

    /// <summary>The inner limits of services 24 and 32, each with its date.</summary>
    public IEnumerable<(string Name, DateOnly DueOn)> MarksOf(ServiceStandard rule, DeadlineQuestion question)
    {
        var pauses = PausesOf(rule, question);
        return rule.Marks.Select(mark => (mark.Name, Reckoning.Due(rule.TermOf(mark.Amount), question.ReceivedAt, calendar, pauses, question.EventOn).DueOn));
    }

    /// <inheritdoc cref="ServiceStandard.IsLateRequest"/>
    public bool? IsLateRequest(ServiceStandard rule, DeadlineQuestion question) => rule.IsLateRequest(question.ReceivedAt, question.EventOn, calendar);

    /// <summary>The last working day before a statute's date (R8); null for other rules.</summary>
    public DateOnly? WarnOn(ServiceStandard rule, in Deadline deadline) =>
        rule.Kind == ClockKind.Statute && deadline.DueAt is null ? calendar.WorkingDayBefore(deadline.DueOn) : null;

    private ServiceStandard? Named(DeadlineQuestion question, DateOnly received)
    {
        if (question.Rule is not string key)
        {
            return null;
        }

        return standards.Find(key == "ppid" && question.Extended ? "ppid-extended" : key, received)
            ?? throw new QuestionRefusal("UnknownRule", key);
    }

    private ServiceStandard OfService(DeadlineQuestion question, DateOnly received)
    {
        if (question.Service is not int service)
        {
            throw new QuestionRefusal("Missing", "service");
        }

        var promise = standards.Promise(service, received);
        var hasTable = service == Standards.LaporService || standards.HasLpseTable(service);
        if (promise is null && !hasTable)
        {
            throw new QuestionRefusal("UnknownService", service);
        }

        return question.Class is string code
            ? standards.ForClass(service, code, received) ?? throw new QuestionRefusal(hasTable ? "UnknownClass" : "NoClasses", code, service)
            : promise ?? throw new QuestionRefusal("NeedsClass", service);
    }

    private static Pauses PausesOf(ServiceStandard rule, DeadlineQuestion question) =>
        question.Pauses.Count == 0 || !rule.Pausable ? Pauses.None : Pauses.Of([.. question.Pauses]);

    private void WriteExtras(Utf8JsonWriter json, ServiceStandard rule, DeadlineQuestion question, in Deadline deadline)
    {
        if (rule.Set is string set)
        {
            json.WriteString("set"u8, set);
        }

        if (rule.Informational)
        {
            json.WriteBoolean("informational"u8, true);
        }

        if (WarnOn(rule, deadline) is DateOnly warn)
        {
            WriteDate(json, "warn"u8, warn);
        }

        if (IsLateRequest(rule, question) is bool late)
        {
            json.WriteBoolean("lateRequest"u8, late);
        }

        if (rule.Marks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("marks"u8);
        foreach (var (name, dueOn) in MarksOf(rule, question))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            WriteDate(json, "due"u8, dueOn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDue(Utf8JsonWriter json, in Deadline deadline)
    {
        if (deadline.DueAt is DateTimeOffset at)
        {
            Span<char> text = stackalloc char[40];
            at.TryFormat(text, out var written, at.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz");
            json.WriteString("due"u8, text[..written]);
        }
        else
        {
            WriteDate(json, "due"u8, deadline.DueOn);
        }
    }

    private static void WriteDate(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateOnly? date)
    {
        if (date is not DateOnly day)
        {
            json.WriteNull(name);
            return;
        }

        Span<char> text = stackalloc char[10];
        day.TryFormat(text, out _, "O");
        json.WriteString(name, text);
    }
}
