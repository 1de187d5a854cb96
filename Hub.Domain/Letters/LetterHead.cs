using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>The head of a letter: everything above the line with which its text begins.</summary>
internal sealed partial class LetterHead
{
    private const int MaxHead = 45;
    private const int MaxSubjectLines = 5;
    private const int MaxAddressee = 4;
    private const int MaxFrom = 10;
    private const int MaxValue = 300;

    /// <summary>How far a line that goes on may stand from where the value began.</summary>
    private const int Near = 4;

    private static readonly Lexicon Known = Lexicon.Read("letters");
    private static readonly Regex AnyLabel = Known.Any("labels", @"^{}\.?\s*[:;=]");
    private static readonly Regex Opening = Known.Any("opening", @"^{}\b");
    private static readonly Regex Salutation = Known.Any("salutation", @"^{}");
    private static readonly Regex Title = Known.Any("title", @"^{}$");
    private static readonly Regex Address = Known.Any("address", @"^{}$");
    private static readonly Regex Above = Known.Any("above", @"^{}$");
    private static readonly Regex Weekday = Known.Any("weekdays", @"^{}$");
    private static readonly Regex Unended = Known.Any("unended", @"(?:\b{}|[,\-(])$");
    private static readonly Regex Number = Labelled("number");
    private static readonly Regex GradeLabel = Labelled("grade");
    private static readonly Regex EnclosuresLabel = Labelled("enclosures");
    private static readonly Regex SubjectLabel = Labelled("subject");
    private static readonly Regex FromLabel = Labelled("from");
    private static readonly Regex ToLabel = Labelled("to");
    private static readonly Regex OnLabel = Labelled("on");
    private static readonly Regex PurposeLabel = Labelled("purpose");
    private static readonly Regex Alone = Known.Any("labels", @"^{}\.?$");

    /// <summary>Where columns are lost, the label of the next one.</summary>
    private static readonly Regex NextLabel = Known.Any("labels", @"\s+{}\s*[:.]?(?:\s.*)?$");
    private static readonly Regex BareSubject = Known.Any("subject", @"^(?:perihal|prihal)\s+(?<value>\p{L}.*)$");
    private static readonly Regex BareNumber = Known.Any("number", @"^{}\.?\s+(?<value>[\w.]+\s?/.*)$");

    private readonly IReadOnlyList<IReadOnlyList<LetterCell>> rows;

    public LetterHead(LetterSheet sheet)
    {
        rows = [.. sheet.Lines.Select(Coloned)];
        End = Math.Min(rows.Count, MaxHead);
        End = Enumerable.Range(0, End).Where(i => i >= 2 && rows[i] is [var first, ..] && Opening.IsMatch(first.Folded)).Append(Unopened()).First();
    }

    /// <summary>The line with which the text begins.</summary>
    public int End { get; }

    public string? NumberSaid => Cells().Select(c => Value(Number, c.Cell) ?? Value(BareNumber, c.Cell)).FirstOrDefault(value => value is not null && value.Any(char.IsAsciiDigit)) is { } number
        ? Strokes().Replace(WithoutDay(Own(number)), "$1").Trim(' ', '.', ',', '/')
        : null;

    public string? Grade => Said(GradeLabel);

    public string? Enclosures => Said(EnclosuresLabel);

    /// <summary>Hal; of a paper without one what stands below "tentang", what it is for, or its title.</summary>
    public string? Subject
    {
        get
        {
            foreach (var (line, cell) in Cells())
            {
                var match = SubjectLabel.Match(cell.Folded) is { Success: true } labelled ? labelled : BareSubject.Match(cell.Folded);
                if (match.Groups["value"] is { Length: > 0 } value)
                {
                    var said = Beside().Replace(cell.Text[value.Index..].Trim(), "");
                    return Prose.SubjectIn(said) is var own && own.Length < said.Length ? Bounded(own) : GoneOn(line, cell.At + value.Index, said);
                }
            }

            return About()
                ?? rows.SelectMany(cells => cells).Select(cell => Value(PurposeLabel, cell)).FirstOrDefault(value => value is { Length: > 0 })
                ?? Cells().Select(c => c.Cell).FirstOrDefault(c => IsCapitals(c.Text) && Title.IsMatch(c.Folded))?.Text;
        }
    }

    /// <summary>After "Dari", else the office in the letterhead.</summary>
    public string? From => Said(FromLabel) is { } said && Prose.NameIn(said) is { Length: > 0 } name ? name : Letterhead();

    public string? To
    {
        get
        {
            foreach (var (line, cell) in Cells())
            {
                if (Salutation.Match(cell.Folded) is { Success: true } || ToLabel.IsMatch(cell.Folded))
                {
                    return Addressee(line, cell);
                }
            }

            return null;
        }
    }

    /// <summary>The day of the letter: beside the place in its head, after "Tanggal", or above the signature.</summary>
    public DateOnly? On =>
        Cells().Select(c => PlaceAndDay(c.Cell)).FirstOrDefault(day => day is not null)
        ?? Cells().Select(c => Whole(c.Cell)).FirstOrDefault(day => day is not null)
        ?? (Said(OnLabel) is { } said ? LetterDays.In(LetterSheet.Fold(said)).Select(day => day.Said).FirstOrDefault() : null)
        ?? rows.Skip(End).Reverse().SelectMany(cells => cells).Select(PlaceAndDay).FirstOrDefault(day => day is not null)
        ?? rows.Reverse().SelectMany(cells => cells).Select(Decreed).FirstOrDefault(day => day is not null);

    /// <summary>In a table or beside a gap a label has no colon; it gets one, and its value stays in its column.</summary>
    private static IReadOnlyList<LetterCell> Coloned(IReadOnlyList<LetterCell> line) => line is [var label, var value, ..] && Alone.IsMatch(label.Folded)
        ? [new LetterCell(label.At, $"{label.Text.TrimEnd('.')} :".PadRight(value.At - label.At) + value.Text), .. line.Skip(2)]
        : line;

    /// <summary>Where nothing opens the text it begins below the last line of the head's own sort.</summary>
    private int Unopened()
    {
        var last = End - 1;
        while (last >= 0 && !rows[last].Any(cell => AnyLabel.IsMatch(cell.Folded) || Salutation.IsMatch(cell.Folded)))
        {
            last--;
        }

        return last < 0 ? End : last + 1;
    }

    /// <summary>Below "TENTANG" in a line of its own.</summary>
    private string? About()
    {
        var at = rows.Take(MaxHead).ToList().FindIndex(cells => cells is [{ Folded: "tentang" }]);
        return at >= 0 && at + 1 < rows.Count && rows[at + 1] is [var first, ..] ? GoneOn(at + 1, first.At, first.Text.Trim()) : null;
    }

    /// <summary>Of a number behind which the next column stands the number.</summary>
    private static string Own(string number) => NextLabel.Match(LetterSheet.Fold(number)) is { Success: true, Index: > 3 } next ? number[..next.Index] : number;

    /// <summary>Of "005/12/Ekon / 9 April 2026" what stands before the day.</summary>
    private static string WithoutDay(string number) =>
        LetterDays.In(LetterSheet.Fold(number)).LastOrDefault() is { At: > 3 } day && day.End >= number.Length && AfterStroke().IsMatch(number[..day.At]) ? number[..day.At] : number;

    /// <summary>A day and nothing else.</summary>
    private static DateOnly? Whole(LetterCell cell) =>
        LetterDays.In(cell.Folded).FirstOrDefault() is { At: 0 } day && day.End >= cell.Folded.TrimEnd(' ', '.').Length ? day.Said : null;

    private IEnumerable<(int Line, LetterCell Cell)> Cells() => Enumerable.Range(0, End).SelectMany(line => rows[line].Select(cell => (line, cell)));

    private string? Said(Regex label) => Cells().Select(c => Value(label, c.Cell)).FirstOrDefault(value => value is { Length: > 0 } && value.Any(char.IsLetterOrDigit));

    private static string? Value(Regex label, LetterCell cell) =>
        label.Match(cell.Folded) is { Success: true } match && match.Groups["value"] is { } value ? Bounded(cell.Text[value.Index..]) : null;

    private static Regex Labelled(string list) => Known.Any(list, @"^(?:\d{1,2}\s*[.)]\s*)?{}\.?\s*[:;=]\s*(?<value>.*)$");

    /// <summary>The lines in which a subject goes on: below its beginning, or plainly unended above.</summary>
    private string GoneOn(int line, int column, string text)
    {
        for (var next = line + 1; next < Math.Min(line + MaxSubjectLines, End); next++)
        {
            var cell = rows[next].FirstOrDefault(c => Math.Abs(c.At - column) <= Near) ?? Unaligned(rows[next], column, text);
            if (cell is null || IsOther(cell) || Opening.IsMatch(cell.Folded) || (char.IsUpper(cell.Text[0]) && Prose.In(cell.Text)))
            {
                break;
            }

            text = $"{text.TrimEnd()} {cell.Text.Trim()}";
        }

        return Bounded(text);
    }

    /// <summary>Where columns are lost, what begins small or follows an unended line goes on.</summary>
    private static LetterCell? Unaligned(IReadOnlyList<LetterCell> line, int column, string text) =>
        line is [var first, ..] && first.At <= column && (Unended.IsMatch(LetterSheet.Fold(text)) || char.IsLower(first.Text[0])) ? first : null;

    private static bool IsOther(LetterCell cell) => AnyLabel.IsMatch(cell.Folded) || Salutation.IsMatch(cell.Folded) || PlaceAndDay(cell) is not null;

    private string? Addressee(int line, LetterCell cell)
    {
        var first = Greeting().Replace(cell.Text, "").Trim(' ', ':', '.', ',');
        var said = new List<string> { Prose.NameIn(first) };
        var last = Prose.In(first) ? line : Math.Min(line + MaxAddressee, rows.Count - 1);
        for (var next = line + 1; next <= last; next++)
        {
            var below = rows[next].FirstOrDefault(c => Math.Abs(c.At - cell.At) <= 2 * Near) ?? (said is [""] && rows[next].Count > 1 ? rows[next][^1] : null);
            if (below is null || AnyLabel.IsMatch(below.Folded) || At().IsMatch(below.Folded) || Opening.IsMatch(below.Folded) || below.Text.Length > Prose.MaxLine || Prose.In(below.Text))
            {
                break;
            }

            said.Add(Greeting().Replace(below.Text, "").Trim(' ', ':'));
        }

        return Prose.NameIn(string.Join(' ', said.Where(l => l.Length > 0))) is { Length: > 0 } name ? Bounded(name) : null;
    }

    /// <summary>The capitals at the top, without what they belong to where more is said.</summary>
    private string? Letterhead()
    {
        var lines = new List<string>();
        foreach (var cell in Enumerable.Range(0, Math.Min(MaxFrom, End)).Select(i => rows[i]).Where(cells => cells.Count > 0).Select(cells => cells[0]))
        {
            if (AnyLabel.IsMatch(cell.Folded) || Title.IsMatch(cell.Folded) || Address.IsMatch(cell.Folded) || !IsCapitals(cell.Text) || Prose.In(cell.Text))
            {
                break;
            }

            lines.Add(cell.Text.Trim());
        }

        var own = lines.SkipWhile(l => Above.IsMatch(LetterSheet.Fold(l))).ToList();
        var name = string.Join(' ', own.Count > 0 ? own : lines);
        return name.Length < 4 ? null : Prose.NameIn(name);
    }

    private static bool IsCapitals(string text) => text.Count(char.IsLetter) is >= 4 and var letters && text.Count(char.IsUpper) >= 0.85 * letters;

    /// <summary>"Tanjung Selor, 3 Maret 2026".</summary>
    private static DateOnly? PlaceAndDay(LetterCell cell) =>
        Place().Match(cell.Folded) is { Success: true } place && !Weekday.IsMatch(place.Groups["place"].Value.Trim())
        && LetterDays.In(cell.Folded).FirstOrDefault() is { } day && day.At == place.Length && day.End >= cell.Folded.TrimEnd(' ', '.').Length
            ? day.Said
            : null;

    /// <summary>"pada tanggal 3 Maret 2026" as the only thing in a line: below "Ditetapkan di …".</summary>
    private static DateOnly? Decreed(LetterCell cell) =>
        PadaTanggal().Match(cell.Folded) is { Success: true } on && LetterDays.In(cell.Folded).FirstOrDefault() is { } day && day.At == on.Length && day.End >= cell.Folded.Length ? day.Said : null;

    private static string Bounded(string text)
    {
        var line = Blanks().Replace(text, " ").Trim();
        return line.Length <= MaxValue ? line : line[..MaxValue];
    }

    [GeneratedRegex(@"\s*([/\-.])\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Strokes();

    /// <summary>"di -" of the addressee, so near that it looks like the end of the subject.</summary>
    [GeneratedRegex(@"\s+di\s*[-–]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Beside();

    [GeneratedRegex(@"\s{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\s*(?:kepada\b\s*:?\s*)?(?:y\s?th\b|ytk\b|yang terhormat)?[\s.:,]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^(di\b|tempat\b|d\.?a\.?\b)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex At();

    [GeneratedRegex(@"^(?<place>\p{L}[\p{L} .'’\-]{2,40}),\s*(?:tgl\.?|tanggal)?\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\s/\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AfterStroke();

    [GeneratedRegex(@"^(?:(?:ditulis|dibuat|ditetapkan|dikeluarkan)\s+di\s+[\p{L} .'’\-]{2,40}?,?\s+)?(?:pada\s+)?tanggal\s*:?\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PadaTanggal();
}
