using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>Reads what a letter says about itself from its text, whatever printed, scanned or copied it. Pure; the words that it knows stand in <c>letters.words</c>.</summary>
public static partial class LetterReader
{
    private const int MaxCopies = 12;

    /// <summary>No letter's text is longer; the rest can neither say nor cost anything.</summary>
    private const int MaxCharacters = 24_000;

    /// <param name="text">With its columns, where they are known.</param>
    /// <param name="receivedOn">The day on which it came: a letter is not from later, and its event not from before.</param>
    /// <param name="file">The file that it came in.</param>
    /// <returns>Null when the text is no letter: it has neither a number with an addressee or subject, nor a subject with an addressee.</returns>
    public static Letter? Read(string text, DateOnly receivedOn, string? file = null)
    {
        var sheet = LetterSheet.Of(text.Length > MaxCharacters ? text[..MaxCharacters] : text);
        var head = new LetterHead(sheet);
        var (number, subject, to) = (head.NumberSaid, head.Subject, head.To);
        if ((number is null ? 0 : 1) + (subject is null ? 0 : 1) + (to is null ? 0 : 1) < 2)
        {
            return null;
        }

        var on = head.On is { } said && said <= receivedOn.AddDays(1) ? head.On : null;
        return new Letter
        {
            File = file,
            Number = number,
            On = on,
            Grade = head.Grade,
            Subject = subject,
            From = head.From,
            To = to,
            Copies = Copies(sheet, head.End),
            Enclosures = head.Enclosures,
            EventOn = LetterEvent.On(sheet, head.End, on ?? receivedOn),
        };
    }

    private static List<string> Copies(LetterSheet sheet, int from)
    {
        var start = from;
        while (start < sheet.Lines.Count && !(sheet.Lines[start] is [var first, ..] && CopiesLabel().IsMatch(first.Folded)))
        {
            start++;
        }

        var copies = new List<string>();
        foreach (var cells in sheet.Lines.Skip(start))
        {
            var line = CopiesLabel().Replace(cells.Count > 0 ? cells[0].Text : "", "");
            line = Numbering().Replace(line, "").Trim(' ', ';', '.', ',', ':');
            if (line.Length > Prose.MaxName || Prose.In(line))
            {
                break;
            }

            if (line.Length > 2)
            {
                copies.Add(line);
            }
            else if (copies.Count > 0)
            {
                break;
            }

            if (copies.Count == MaxCopies)
            {
                break;
            }
        }

        return copies;
    }

    [GeneratedRegex(@"^\s*(tembusan|cc)\b[^:]{0,40}:?\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CopiesLabel();

    [GeneratedRegex(@"^\s*(?:\(?\d{1,2}[.)]|[-•])?\s*(?:yth\.?\s*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbering();
}
