using System.Globalization;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Texts;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Work.Deadlines;

/// <summary>A deadline told to people, in the current UI language: what was counted, what was not, and by which name.</summary>
public sealed class WalkText(IStringLocalizer<DeadlineTexts> texts)
{
    /// <summary>The start, one line per run of like days or per stretch, and the date with what else must be known.</summary>
    public IEnumerable<string> Lines(Explanation told)
    {
        yield return told.EventOn is DateOnly eventOn && told.Term.Unit == TermUnit.BeforeEvent
            ? texts["Event", DateText(eventOn), Amount(told.Term)]
            : texts["Received", OfficeDates.Instant(told.StartedAt, Spoken), Amount(told.Term)];
        var year = Wita.DateOf(told.StartedAt).Year;
        foreach (var run in Runs(told.Steps))
        {
            yield return "  " + Line(run, told.Term, year);
            year = run[^1].On.Year;
        }

        foreach (var line in Outcome(told.Term, told.Deadline))
        {
            yield return line;
        }
    }

    /// <summary>The date, the target, the other reading, and whether it is provisional.</summary>
    public IEnumerable<string> Outcome(Term term, Deadline deadline)
    {
        yield return texts["Due", deadline.DueAt is DateTimeOffset at ? OfficeDates.Instant(at, Spoken) : DateText(deadline.DueOn)];
        if (deadline.TargetOn is DateOnly target)
        {
            yield return texts["Target", DateText(target)];
        }

        if (deadline is { AlternativeOn: DateOnly other } && term.Otherwise is TermUnit unit)
        {
            yield return texts["Alternative", DateText(other), Counted(unit, term.Amount, $"{term.Amount}")];
        }

        if (deadline.Provisional)
        {
            yield return texts["Provisional"];
        }
    }

    /// <summary><c>Jum, 20 Mar 2026</c>.</summary>
    public static string DateText(DateOnly date) => OfficeDates.Day(date, Spoken);

    /// <summary><c>14 hari kerja</c>.</summary>
    public string Amount(Term term) => Counted(term.Unit, term.Amount, term.Target is int from ? $"{from}-{term.Amount}" : $"{term.Amount}");

    private string Counted(TermUnit unit, int amount, string written) => Sentences.Fill(texts[unit.ToString()].Value, written, amount);

    /// <summary>Neighbours that say the same thing are told in one line; the due day stands alone.</summary>
    private static IEnumerable<List<Step>> Runs(IReadOnlyList<Step> steps)
    {
        List<Step> run = [steps[0]];
        foreach (var step in steps.Skip(1))
        {
            if (Joins(run[^1], step))
            {
                run.Add(step);
                continue;
            }

            yield return run;
            run = [step];
        }

        yield return run;
    }

    private static bool Joins(Step last, Step next) =>
        last.Kind == next.Kind && last.Name == next.Name && last.Kind != StepKind.Start && last.From is null && !last.IsDue && !next.IsDue
        && (last.Name is null || !last.IsCounted);

    private string Line(List<Step> run, Term term, int year)
    {
        var (first, last) = (run[0], run[^1]);
        var when = first switch
        {
            { From: TimeOnly from, To: TimeOnly to } => $"{Short(first.On, year)} {Time(from)}-{(to == TimeOnly.MinValue ? Midnight : Time(to))}",
            _ when run.Count > 1 => $"{Short(first.On, year)} - {Short(last.On, first.On.Year)}",
            _ => Short(first.On, year),
        };
        return $"{when}: {What(run, term)}{(last.IsDue ? $" ({texts["DueMark"]})" : "")}";
    }

    private string What(List<Step> run, Term term)
    {
        var (first, last) = (run[0], run[^1]);
        return first.Kind switch
        {
            StepKind.Start when term.Unit == TermUnit.BeforeEvent => texts["EventDay"],
            StepKind.Counted when first.From is not null => texts["CountedMinutes", last.Number],
            StepKind.Counted when run.Count > 1 => texts["CountedDays", first.Number, last.Number],
            StepKind.Counted when first.Name is string name => texts["CountedNamed", first.Number, name],
            StepKind.Counted => texts["CountedDay", first.Number],
            StepKind.JointLeave => texts["JointLeave", first.Name!.StartsWith(JointLeavePrefix, StringComparison.Ordinal) ? first.Name[JointLeavePrefix.Length..] : first.Name],
            var kind => texts[kind.ToString(), first.Name ?? ""],
        };
    }

    /// <summary>The decrees begin every such name with the kind, which the line already says.</summary>
    private const string JointLeavePrefix = "Cuti Bersama ";

    private static string Short(DateOnly date, int year) =>
        $"{OfficeDates.WeekDay(date, Spoken)} {(date.Year == year ? OfficeDates.DayOfMonth(date, Spoken) : OfficeDates.ShortDay(date, Spoken))}";

    private static string Time(TimeOnly time) => OfficeDates.Time(new DateTimeOffset(AnyDay, time, Wita.Offset), Spoken);

    private static readonly DateOnly AnyDay = new(2026, 1, 1);

    private static string Midnight => Spoken == Language.English ? "24:00" : "24.00";

    private static Language Spoken => Languages.Read(CultureInfo.CurrentUICulture.Name) ?? Language.Indonesian;
}
