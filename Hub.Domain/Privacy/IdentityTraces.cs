using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>The forms in which one reporter's identity can stand in a text.</summary>
internal sealed class IdentityTraces
{
    private const int ShortestTelling = 4;
    private const int ShortestTogether = 6;
    private const int ShortestJoined = 8;
    private const int LongestRoman = 4;
    private const int MostShortened = 6;
    private const int LongestShortened = 7;
    private const int Longest = 500;

    /// <summary>Each word of a name is looked for in some forms, and each form is a walk through the text.</summary>
    private const int MostWords = 24;

    /// <summary>Bodies are called longer: a committee for a house of worship by its village, district and regency.</summary>
    private const int MostWordsOfBody = 48;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<(LeakKind Kind, Regex Pattern, bool Capital)> patterns = [];

    /// <summary>A word that stands twice in a name is looked for once.</summary>
    private readonly HashSet<(LeakKind Kind, string Pattern, bool Capital)> added = [];

    /// <summary>What stands for a person is longer than anybody's name, number or address: it is looked for nowhere, and no text about it stays open.</summary>
    public bool IsEndless { get; }

    public IdentityTraces(Reporter reporter)
    {
        IsEndless = reporter.All().SelectMany(one => new[] { one.Name, one.Email, one.Phone, one.NationalId, one.Address, reporter.IsProtected ? one.Organisation : null }).Any(static said => said?.Length > Longest)
            || reporter.All().Any(one => MostIn(one.Name) > MostWords || MostIn(one.Address) > MostWordsOfBody || (reporter.IsProtected && MostIn(one.Organisation) > MostWordsOfBody));
        if (IsEndless)
        {
            return;
        }

        foreach (var one in reporter.All())
        {
            AddNumber(LeakKind.NationalId, one.NationalId, 8);
            AddNumber(LeakKind.Phone, National(one.Phone), 6);
            AddEmail(one.Email);
            AddName(Sent(one.Name));
            AddAddress(one.Address);
            if (reporter.IsProtected)
            {
                AddOrganisation(Sent(one.Organisation));
            }
        }
    }

    /// <summary>Whether the name is that of a body, not of a person.</summary>
    public static bool IsBody(string name) => Words(name).Exists(OrdinaryWords.IsBody);

    /// <param name="text">As it is read, or with its spoken digits as digits.</param>
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

    /// <summary>Words as they are read. Those that were sent encoded are looked for in that form too.</summary>
    private string? Sent(string? words)
    {
        if (words is null || EncodedWords.Decode(words) is var decoded && decoded == words)
        {
            return words;
        }

        Add(LeakKind.Name, Regex.Escape(FoldedText.OfPlain(words.Trim()).Text));
        return decoded;
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
        var words = all.Where(w => (w.Length > 2 || IsCaseless(w)) && !Titles.Contains(w)).DefaultIfEmpty(all.FirstOrDefault() ?? "").ToList();
        if (words[0].Length == 0)
        {
            return;
        }

        if (all.Count > words.Count && all.Sum(w => w.Length) >= ShortestTelling)
        {
            AddTogether(all);
        }

        if (words.Count == 1)
        {
            AddWord(words[0], alone: true);
            return;
        }

        AddTogether(words);
        AddTogether([.. words.AsEnumerable().Reverse()]);
        for (var i = 0; words.Count > 2 && i + 1 < words.Count; i++)
        {
            if (!OrdinaryWords.Contains(words[i]) || !OrdinaryWords.Contains(words[i + 1]))
            {
                AddTogether(words.GetRange(i, 2));
            }
        }

        foreach (var word in words)
        {
            AddWord(word, alone: false);
        }

        AddShortened(words);

        var initials = string.Join(@"[.\s]{0,2}", words.Select(w => w[..1]));
        Add(LeakKind.Name, $@"(?<=\b(?:inisial|berinisial)\W{{1,3}}){initials}(?![\p{{L}}\d])");
    }

    /// <summary>One word of the name whole, and another as its first letter or in short: "Rahmat A.", "Abd. Rahmat", "Mhd Rahmat".</summary>
    private void AddShortened(List<string> words)
    {
        for (var i = 0; i < Math.Min(words.Count, MostShortened); i++)
        {
            var others = words.Where((_, at) => at != i).Take(MostShortened).ToList();
            var firsts = string.Concat(others.Select(w => w[0]).Distinct());
            Add(LeakKind.Name, $@"(?<!\p{{L}}){Disguised(words[i])} [{firsts}](?:\.|(?![\p{{L}}\d]))", capital: true);
            Add(LeakKind.Name, $@"(?<![\p{{L}}\d])(?:{string.Join('|', others.Select(InShort))})(?:\. ?|(?<=\p{{L}}{{3}}) ){Disguised(words[i])}(?!\p{{L}})", capital: true);
        }
    }

    /// <summary>Its first letter and any of the others in their order.</summary>
    private static string InShort(string word) => word[0] + string.Concat(word.Skip(1).Take(LongestShortened).Select(static c => $"{(c is 'u' or 'o' ? "[uo]" : c)}?"));

    /// <summary>All its words in their order, and each that tells by itself: no kind of body, no place, no word of every day. A person who stands in that field is a person.</summary>
    private void AddOrganisation(string? organisation)
    {
        var words = organisation is null ? [] : Words(organisation);
        if (words.Count > 1)
        {
            AddTogether(words);
            foreach (var word in words.Where(w => w.Length >= ShortestTelling && !OrdinaryWords.IsCommon(w) && !w.All(char.IsDigit)))
            {
                Add(LeakKind.Name, Within(Disguised(word)));
            }

            if (words.TrueForAll(w => OrdinaryWords.Contains(w) || !OrdinaryWords.IsCommon(w)))
            {
                AddName(organisation);
            }
        }
        else if (words is [{ Length: >= ShortestTelling } word] && !OrdinaryWords.Contains(word))
        {
            Add(LeakKind.Name, Within(Disguised(word)));
        }
    }

    /// <summary>Words of the name after one another, with or without something between them.</summary>
    private void AddTogether(List<string> words)
    {
        if (words.Exists(IsCaseless))
        {
            Add(LeakKind.Name, string.Join(@"[^\p{L}\d]{0,2}", words.Select(Disguised)));
            return;
        }

        Add(LeakKind.Name, Whole(string.Join(@"[^\p{L}\d]{1,3}", words.Select(Disguised))));
        Add(LeakKind.Name, Whole(string.Join(@"[^\p{L}\d]{1,3}", words.Select(Spaced))));
        var joined = string.Join(@"[^\p{L}\d]{0,2}", words.Select(Disguised));
        if (words.Sum(w => w.Length) is >= ShortestTogether and var letters)
        {
            Add(LeakKind.Name, letters >= ShortestJoined ? joined : Within(joined));
        }
    }

    /// <summary>One word of the name: it tells by itself unless many are called so or it is an everyday word; that one needs a title, or to be all there is.</summary>
    private void AddWord(string word, bool alone)
    {
        if (IsCaseless(word) && word.Length > 1)
        {
            Add(LeakKind.Name, Disguised(word));
        }
        else if (word.Length >= ShortestTelling && !OrdinaryWords.Contains(word) && (alone || !OrdinaryWords.IsPlace(word)))
        {
            // "Agustina Laut" and "pesta laut": small and undisguised it is the word, unless a title stands before it.
            var isEveryday = !alone && OrdinaryWords.IsEveryday(word);
            var hidden = isEveryday ? $@"(?!{word}(?!\p{{L}}))" : "";
            Add(LeakKind.Name, Within(hidden + Disguised(word)));
            Add(LeakKind.Name, Whole(hidden + Spaced(word)));
            if (isEveryday)
            {
                Add(LeakKind.Name, Within(word), capital: true);
                Add(LeakKind.Name, Titled(word));
            }

            if (word.Length > ShortestTelling + 1)
            {
                Add(LeakKind.Name, Whole(string.Concat(word.Reverse())));
            }
        }
        else
        {
            Add(LeakKind.Name, Titled(word), capital: true);
            if (alone)
            {
                Add(LeakKind.Name, Whole(Disguised(word)), capital: true);
            }
        }
    }

    /// <summary>Of a script without small letters, whose writers part words as they like and whose names are short.</summary>
    private static bool IsCaseless(string word) => char.GetUnicodeCategory(word[0]) == UnicodeCategory.OtherLetter;

    /// <summary>The word with digits and signs for letters, letters doubled, and the old spelling.</summary>
    private static string Disguised(string word) => string.Concat(word.Select(Letter));

    /// <summary>The word taken apart by blanks, dots or dashes.</summary>
    private static string Spaced(string word) => string.Join(word.Length > ShortestTelling ? @"[^\p{L}\d]{0,2}" : @"[^\p{L}\d]{1,2}", word.Select(Letter));

    private static string Letter(char letter) => letter switch
    {
        'a' => "[a4@]{1,3}",
        'b' => "[b8]{1,3}",
        'c' => "(?:c|tj){1,3}",
        'e' => "[e3]{1,3}",
        'g' => "[g69]{1,3}",
        'i' => "[i1l!|y]{1,3}",
        'j' => "(?:dj|j){1,3}",
        'l' => "[l1i|]{1,3}",
        'o' => "[o0]{1,3}",
        's' => "[s5$]{1,3}",
        't' => "[t7+]{1,3}",
        'u' => "(?:oe|[uv]){1,3}",
        'y' => "[yji]{1,3}",
        'z' => "[z2]{1,3}",
        _ => $"{Regex.Escape(letter.ToString())}{{1,3}}",
    };

    /// <summary>A street or hamlet together with its number; a village alone tells nothing.</summary>
    private void AddAddress(string? address)
    {
        var words = address is null ? [] : Words(address).Where(w => !AddressFillers.Contains(w)).ToList();
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var (word, number) = (words[i], words[i + 1]);
            if (IsHouse(word) || !IsHouse(number))
            {
                continue;
            }

            // "Jalan 3 Mei": a street that is called by a day.
            var isDay = i > 0 && words[i - 1].All(char.IsDigit);
            if (word.Length >= ShortestTelling || isDay)
            {
                var street = isDay ? $@"(?:{words[i - 1]}[^\p{{L}}\d]{{1,3}}){(word.Length >= ShortestTelling ? "?" : "")}{Regex.Escape(word)}" : Regex.Escape(word);
                var flat = i + 2 < words.Count && IsHouse(words[i + 2]) ? $@"(?:[^\p{{L}}\d]{{1,3}}{Regex.Escape(words[i + 2])})?" : "";
                Add(LeakKind.Address, Whole($@"{street}[^\p{{L}}\d]{{1,3}}(?:(?:no|nomor|nomer|rt|rw|blok|gang|gg)[^\p{{L}}\d]{{0,3}})*{Regex.Escape(number)}{flat}"));
            }
        }
    }

    /// <summary>Figures, also Roman ones.</summary>
    private static bool IsHouse(string word) => word.Any(char.IsDigit) || (word.Length <= LongestRoman && word.All(static c => c is 'i' or 'v' or 'x'));

    private static int MostIn(string? said) => said is null ? 0 : Words(EncodedWords.Decode(said)).Count;

    private void Add(LeakKind kind, string pattern, bool capital = false)
    {
        if (added.Add((kind, pattern, capital)))
        {
            patterns.Add((kind, new Regex(pattern, RegexOptions.CultureInvariant, Patience), capital));
        }
    }

    /// <summary>A word of its own; a number or one of our endings may follow it.</summary>
    private static string Within(string pattern) => $@"(?<!\p{{L}}){pattern}(?=(?:nya|lah|ku|mu|kah|pun)?(?!\p{{L}}))";

    /// <summary>Behind a title.</summary>
    private static string Titled(string word) =>
        $@"(?<=(?<!\p{{L}})(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|bang|kak|haji|hj|h|nama saya|pelapor|pengadu|an|a\.n)[.\s:]{{1,3}}){Disguised(word)}(?!\p{{L}})";

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
