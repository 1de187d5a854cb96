using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>The forms in which one reporter's identity can stand in a text.</summary>
internal sealed class IdentityTraces
{
    private const int ShortestTelling = 4;
    private const int ShortestJoined = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<(LeakKind Kind, Regex Pattern, bool Capital)> patterns = [];

    public IdentityTraces(Reporter reporter)
    {
        AddNumber(LeakKind.NationalId, reporter.NationalId, 8);
        AddNumber(LeakKind.Phone, National(reporter.Phone), 6);
        AddEmail(reporter.Email);
        AddName(reporter.Name);
        AddAddress(reporter.Address);
    }

    public IEnumerable<Finding> In(FoldedText text) =>
        from p in patterns
        from m in p.Pattern.Matches(text.Text)
        where !p.Capital || text.IsCapital(m.Index)
        select new Finding(p.Kind, m.Index, m.Length);

    /// <summary>Digits after the country code or the leading zero.</summary>
    private static string? National(string? phone)
    {
        var digits = phone is null ? "" : LeakGate.Digits(FoldedText.OfPlain(phone).Text);
        return digits.StartsWith("62", StringComparison.Ordinal) ? digits[2..] : digits.TrimStart('0');
    }

    private void AddNumber(LeakKind kind, string? number, int shortest)
    {
        var digits = number is null ? "" : LeakGate.Digits(FoldedText.OfPlain(number).Text);
        if (digits.Length >= shortest)
        {
            Add(kind, string.Join(@"[^\p{L}\d]{0,3}", digits.ToCharArray()));
        }
    }

    private void AddEmail(string? email)
    {
        if (email?.ToLowerInvariant().Split('@') is not [{ Length: > 0 } local, { Length: > 0 } domain])
        {
            return;
        }

        Add(LeakKind.Email, $@"{Regex.Escape(local)}\W{{0,3}}(?:@|at)\W{{0,3}}{Regex.Escape(domain)}");
        if (local.Length >= ShortestJoined)
        {
            Add(LeakKind.Email, $@"(?<![\p{{L}}\d]){Regex.Escape(local)}(?![\p{{L}}\d])");
        }
    }

    private void AddName(string? name)
    {
        var all = name is null ? [] : Words(name);
        var words = all.Where(w => w.Length > 2 && !Titles.Contains(w)).DefaultIfEmpty(all.FirstOrDefault() ?? "").ToList();
        if (words[0].Length == 0)
        {
            return;
        }

        if (words.Count == 1)
        {
            var isOrdinary = words[0].Length < ShortestTelling || OrdinaryWords.Contains(words[0]);
            Add(LeakKind.Name, Whole(words[0]), isOrdinary);
            return;
        }

        Add(LeakKind.Name, Whole(string.Join(@"[^\p{L}\d]{1,3}", words.Select(Regex.Escape))));
        if (words.Sum(w => w.Length) >= ShortestJoined)
        {
            Add(LeakKind.Name, string.Concat(words.Select(Regex.Escape)));
        }

        foreach (var word in words.Where(w => w.Length >= ShortestTelling && !OrdinaryWords.Contains(w)))
        {
            Add(LeakKind.Name, Whole(word));
        }
    }

    /// <summary>A street or hamlet together with its number; a village alone tells nothing.</summary>
    private void AddAddress(string? address)
    {
        var words = address is null ? [] : Words(address).Where(w => !AddressFillers.Contains(w)).ToList();
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var (word, number) = (words[i], words[i + 1]);
            if (word.Length >= ShortestTelling && !word.Any(char.IsDigit) && number.Any(char.IsDigit))
            {
                Add(LeakKind.Address, Whole($@"{Regex.Escape(word)}[^\p{{L}}\d]{{1,3}}(?:(?:no|nomor|nomer|rt|rw|blok|gang|gg)[^\p{{L}}\d]{{0,3}})*{Regex.Escape(number)}"));
            }
        }
    }

    private void Add(LeakKind kind, string pattern, bool capital = false) =>
        patterns.Add((kind, new Regex(pattern, RegexOptions.CultureInvariant, Patience), capital));

    private static string Whole(string pattern) => $@"(?<![\p{{L}}\d]){pattern}(?![\p{{L}}\d])";

    /// <summary>Three letters and more; shorter ones are dropped by length.</summary>
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal) { "bapak", "ibu", "pak", "drs", "dra", "prof", "haji", "hajjah", "spd", "mpd", "msi", "kom", "sos", "hum", "kep", "ked" };

    private static readonly HashSet<string> AddressFillers = new(StringComparer.Ordinal) { "jl", "jln", "jalan", "no", "nomor", "nomer", "rt", "rw", "blok", "gang", "gg" };

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in FoldedText.OfPlain(text).Text + " ")
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }
}
