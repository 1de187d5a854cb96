using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>Finds the day of what a letter is about: behind a label such as "Hari/tanggal", else in its sentences.</summary>
internal static class LetterEvent
{
    /// <summary>So far before a day stands what it is the day of.</summary>
    private const int Before = 70;

    /// <summary>Nothing is announced longer ahead.</summary>
    private const int MostDays = 400;

    private static readonly Lexicon Known = Lexicon.Read("letters");
    private static readonly Regex Label = Known.Any("event", @"^(?:[a-z\d]{1,2}\s*[.)]\s*|[-•]\s*)?{}\s*[:;=]\s*(?<value>.*)$");
    private static readonly Regex Referring = Known.Any("referring", @"\b{}\b[^.;!?]*$");
    private static readonly Regex Announcing = Known.Any("weekdays", @"\b(?:pada|hari|tanggal|tgl|{})\b[\s.,/:()]*(?:\w+[\s.,/()]+){0,2}$");
    private static readonly Regex Weekday = Known.Any("weekdays", @$"(?<malam>\bmalam\s+)?\b(?<day>{{}})\b(?:{LetterDays.Until}{{}}\b)*[\s.,/()]*(?:tanggal|tgl\.?)?[\s:.]*$");
    private static readonly Regex[] Weekdays = [.. Known["weekdays"].Select(name => new Regex($"^(?:{name})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];

    /// <param name="from">The line with which the letter's text begins.</param>
    /// <param name="base">The day of the letter, or on which it came: an event is not before it.</param>
    public static DateOnly? On(LetterSheet sheet, int from, DateOnly @base)
    {
        var labelled = Labelled(sheet, from).SelectMany(text => Days(text, @base, text => true)).FirstOrDefault();
        if (labelled is not null)
        {
            return labelled.On;
        }

        var text = Joined(sheet, from);
        return Days(text, @base, before => !Referring.IsMatch(before) && Announcing.IsMatch(before)).FirstOrDefault()?.On;
    }

    private static IEnumerable<string> Labelled(LetterSheet sheet, int from)
    {
        for (var line = from; line < sheet.Lines.Count; line++)
        {
            foreach (var cell in sheet.Lines[line])
            {
                if (Label.Match(cell.Folded) is { Success: true } match)
                {
                    yield return match.Groups["value"].Value;
                }
            }
        }
    }

    /// <summary>The sentences as one line.</summary>
    private static string Joined(LetterSheet sheet, int from)
    {
        var text = new StringBuilder();
        foreach (var cell in sheet.Lines.Skip(from).SelectMany(cells => cells))
        {
            text.Append(cell.Folded).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>The days that may be meant; one whose weekday is another is nobody's to guess and ends the search.</summary>
    private static IEnumerable<Found> Days(string text, DateOnly @base, Func<string, bool> announces)
    {
        foreach (var day in LetterDays.In(text))
        {
            var before = text[Math.Max(0, day.At - Before)..day.At];
            if (!announces(before) || Placed(day, @base) is not { } on)
            {
                continue;
            }

            yield return new Found(Agrees(before, on) ? on : null);
        }
    }

    /// <summary>A day without a year is the next one.</summary>
    private static DateOnly? Placed(LetterDay day, DateOnly @base)
    {
        var on = day.Said ?? day.On(@base.Year);
        if (day.Year is null && on < @base)
        {
            on = day.On(@base.Year + 1);
        }

        return on is { } said && said >= @base && said.DayNumber - @base.DayNumber <= (day.Year is null ? MostDays / 2 : MostDays) ? said : null;
    }

    private static bool Agrees(string before, DateOnly on) =>
        Weekday.Match(before) is not { Success: true } match || match.Groups["malam"].Success || Weekdays[(int)on.DayOfWeek].IsMatch(match.Groups["day"].Value);

    /// <param name="On">Null: weekday and date disagree.</param>
    private sealed record Found(DateOnly? On);
}
