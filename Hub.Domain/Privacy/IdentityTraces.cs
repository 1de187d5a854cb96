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

    /// <summary>No word of every day is longer.</summary>
    private const int LongestEveryday = 20;

    /// <summary>So many parts of a name are taken in on each side of a found one: a text may be made of them.</summary>
    private const int MostBeside = 8;

    /// <summary>A nickname is no shorter, but for a first syllable: Bu Yati for Nurhayati.</summary>
    private const int ShortestNickname = 4;

    private const int MostNicknames = 10;

    /// <summary>Each word of a name is looked for in some forms, and each form is a walk through the text.</summary>
    private const int MostWords = 24;

    /// <summary>Bodies are called longer: a committee for a house of worship by its village, district and regency.</summary>
    private const int MostWordsOfBody = 48;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<(LeakKind Kind, Regex Pattern, bool Capital)> patterns = [];

    /// <summary>Small words of the names, to know them from words that sound alike.</summary>
    private readonly HashSet<string> ownWords = new(StringComparer.Ordinal);

    /// <summary>All words of the names, titles too.</summary>
    private readonly HashSet<string> besideWords = new(StringComparer.Ordinal);

    private Regex? behind;
    private Regex? before;

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

        AddBeside();
    }

    /// <summary>Whether the name is that of a body, not of a person.</summary>
    public static bool IsBody(string name) => Words(name).Exists(OrdinaryWords.IsBody);

    /// <param name="text">As it is read, or with its spoken digits as digits.</param>
    public IEnumerable<Finding> In(FoldedText text) =>
        from p in patterns
        from m in p.Pattern.Matches(text.Text)
        where (!p.Capital || text.IsCapital(m.Index)) && (p.Kind != LeakKind.Name || IsMeant(text, m))
        select p.Kind == LeakKind.Name ? Grown(text.Text, m) : new Finding(p.Kind, m.Index, m.Length);

    /// <summary>With signs for letters it has more letters than signs; and a small word of every day that only sounds like the name is the word: "seni" is nobody called Zeni.</summary>
    private bool IsMeant(FoldedText text, Match match) =>
        match.ValueSpan.Count('*') * 2 < match.Length
        && (match.Length > LongestEveryday || ownWords.Contains(match.Value) || !OrdinaryWords.IsEveryday(match.Value) || text.IsCapital(match.Index));

    /// <summary>Other parts of the name beside the one that was found, an initial too, each alone too common to tell: what stays open would say half of it.</summary>
    private Finding Grown(string text, Match match)
    {
        var (start, end) = (match.Index, match.Index + match.Length);
        for (var i = 0; i < MostBeside && behind?.Match(text, end) is { Success: true } next; i++)
        {
            end += next.Length;
        }

        for (var i = 0; i < MostBeside && before?.Match(text, start) is { Success: true } last; i++)
        {
            start -= last.Length;
        }

        return new Finding(LeakKind.Name, start, end - start);
    }

    /// <summary>What may stand beside a found part of the name and belong to it.</summary>
    private void AddBeside()
    {
        if (besideWords.Count == 0)
        {
            return;
        }

        var initials = string.Concat(besideWords.Select(w => w[0]).Where(char.IsAsciiLetter).Distinct());
        var parts = string.Join('|', besideWords.Where(w => w.Length > 1).OrderByDescending(w => w.Length).Select(w => string.Join(@"[^\p{L}\d\n]{0,2}", w.Select(Letter))).Append("binti|bin|bt|b|daeng|dg"));
        var one = initials.Length == 0 ? $"(?:{parts})" : $@"(?:(?:{parts})(?!\p{{L}})|[{initials}]\.)";
        behind = new Regex($@"\G[^\p{{L}}\d\n]{{1,3}}{one}(?![\p{{L}}\d])", RegexOptions.CultureInvariant, Patience);
        before = new Regex($@"(?<![\p{{L}}\d]){one}[^\p{{L}}\d\n]{{1,3}}\G", RegexOptions.CultureInvariant | RegexOptions.RightToLeft, Patience);
    }

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

        ownWords.UnionWith(all);
        besideWords.UnionWith(all.Where(w => !IsCaseless(w)));
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
        Add(LeakKind.Name, $@"(?<=\b(?:inisial|berinisial|tertanda|ttd|paraf)\W{{1,3}}){initials}(?![\p{{L}}\d])");
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
            var isEveryday = OrdinaryWords.IsEveryday(word) || OrdinaryWords.IsPlace(word);
            var hidden = isEveryday ? $@"(?!{word}(?!\p{{L}}))" : "";
            Add(LeakKind.Name, Within(hidden + Disguised(word)));
            Add(LeakKind.Name, Whole(hidden + Spaced(word)));
            if (word.Length > ShortestTelling)
            {
                Add(LeakKind.Name, Within(hidden + Starred(word)));
            }

            AddNicknames(word);
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
            if (!IsCaseless(word) && word.Length > 2)
            {
                // "pak budi" in a chat, "mama b u n g a": behind such a title nobody writes a word.
                Add(LeakKind.Name, Behind(SpokenTitles, Disguised(word)));
                Add(LeakKind.Name, Behind(AnyTitles, SpacedEach(word)));
            }

            if (word.Length > ShortestTelling && !OrdinaryWords.IsEveryday(word) && !OrdinaryWords.IsPlace(word))
            {
                // Who puts a star in a word hides it.
                Add(LeakKind.Name, Within(@"(?=\p{L}{1,20}\*)" + Starred(word)));
                Add(LeakKind.Name, Whole(SpacedEach(word)));
            }

            if (alone)
            {
                Add(LeakKind.Name, Whole(Disguised(word)), capital: true);
            }
        }
    }

    /// <summary>The end of a long name, or its beginning, behind a title: Pak Parman for Suparman, Bu Yati for Nurhayati, Pak Rusdi for Rusdiansyah, Pak Zul for Zulkifli.</summary>
    private void AddNicknames(string word)
    {
        var ends = Enumerable.Range(2, Math.Max(0, word.Length - ShortestNickname - 1)).Where(at => !IsVowel(word[at]) && (IsVowel(word[at + 1]) || word[at + 1] is 'r' or 'l') && (word[at - 1] != 'n' || word[at] != 'g')).Select(at => word[at..]);
        var beginnings = Enumerable.Range(ShortestNickname, Math.Max(0, word.Length - ShortestNickname - 2)).Where(at => IsVowel(word[at - 1])).Select(at => word[..at]);
        var syllable = word.Length > ShortestNickname && !IsVowel(word[0]) && IsVowel(word[1]) && !IsVowel(word[2]) ? new[] { word[..3] } : [];
        var names = ends.Concat(beginnings).Where(n => n.Length >= ShortestNickname).Concat(syllable).Where(n => !OrdinaryWords.Contains(n) && !OrdinaryWords.IsEveryday(n) && !OrdinaryWords.IsPlace(n)).Take(MostNicknames).ToList();
        if (names.Count > 0)
        {
            Add(LeakKind.Name, Behind(AnyTitles, $"(?:{string.Join('|', names.Select(Regex.Escape))})"), capital: true);
        }
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    /// <summary>Of a script without small letters, whose writers part words as they like and whose names are short.</summary>
    private static bool IsCaseless(string word) => char.GetUnicodeCategory(word[0]) == UnicodeCategory.OtherLetter;

    /// <summary>The word with digits and signs for letters, letters doubled, and the old spelling.</summary>
    private static string Disguised(string word) => string.Concat(Single(word).Select((c, i) => Heard(c, i, word)));

    /// <summary>Within a longer word an H is heard little: Salmah, Salma.</summary>
    private static string Heard(char letter, int at, string word) => letter == 'h' && at > 0 && word.Length > ShortestTelling + 1 ? "h{0,3}" : Letter(letter);

    /// <summary>Letters that stand twice are as often written once: Hasanuddin, Hasanudin.</summary>
    private static IEnumerable<char> Single(string word) => word.Where((c, i) => word.Length <= ShortestTelling || i == 0 || c != word[i - 1] || !char.IsLetter(c));

    /// <summary>The word with a star for one or some of its letters, not the first. One star is one letter, so that a row of stars is walked through once.</summary>
    private static string Starred(string word) => Letter(word[0]) + string.Concat(Single(word).Skip(1).Select(static c => $@"(?:{Letter(c)}|\*)"));

    /// <summary>A sign between each two letters.</summary>
    private static string SpacedEach(string word) => string.Join(@"[^\p{L}\d\n]{1,2}", word.Select(static c => Regex.Escape(c.ToString())));

    /// <summary>The word taken apart by blanks, dots or dashes.</summary>
    private static string Spaced(string word) => string.Join(word.Length > ShortestTelling ? @"[^\p{L}\d]{0,2}" : @"[^\p{L}\d]{1,2}", word.Select(Letter));

    private static string Letter(char letter) => letter switch
    {
        'a' => "[a4@]{1,3}",
        'b' => "[b8]{1,3}",
        'c' => "(?:c|tj|k){1,3}",
        'e' => "[e3]{1,3}",
        'g' => "[g69]{1,3}",
        'i' => "[i1l!|y]{1,3}",
        'j' => "(?:dj|j){1,3}",
        'l' => "[l1i|]{1,3}",
        'o' => "[o0]{1,3}",
        'k' => "(?:[kc]h?){1,3}",
        'p' or 'f' => "[pf]{1,3}",
        's' => "[s5$z]{1,3}",
        't' => "[t7+]{1,3}",
        'u' => "(?:oe|[uv]){1,3}",
        'y' => "[yji]{1,3}",
        'z' => "(?:dz|[z2sj]){1,3}",
        _ => $"{Regex.Escape(letter.ToString())}{{1,3}}",
    };

    /// <summary>A street or hamlet together with its number, or a lane within a street; a village alone tells nothing, nor does a street.</summary>
    private void AddAddress(string? address)
    {
        AddLanes(address);
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

    /// <summary>Where no house has a number: "Gang Kenari Blok Melati", as it stands in the address, from the first of such words to what the last of them calls.</summary>
    private void AddLanes(string? address)
    {
        var words = address is null ? [] : Words(address);
        var named = Enumerable.Range(0, Math.Max(0, words.Count - 1)).Where(i => Lanes.Contains(words[i]) && !Lanes.Contains(words[i + 1]) && words[i + 1].Length >= ShortestTelling).ToList();
        if (named.Count < 2 || named[^1] - named[0] > LongestLane)
        {
            return;
        }

        var called = words[named[0]..(named[^1] + 2)].Where(static w => !Lanes.Contains(w)).Select(Regex.Escape);
        Add(LeakKind.Address, Whole(string.Join($@"[^\p{{L}}\d]{{1,3}}(?:(?:{string.Join('|', Lanes)})[^\p{{L}}\d]{{1,3}})*", called)));
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
    private static string Titled(string word) => Behind(AnyTitles, Disguised(word));

    /// <summary>Stand before a name and before nothing else.</summary>
    private const string SpokenTitles = "pak|bu|mas|mbak|mba|bang|kak|mbah|om|tante|koh|cici|encik";

    private const string AnyTitles = SpokenTitles + @"|bapak|bpk|ibu|sdr|sdri|saudara|saudari|haji|hj|h|(?:nama saya|pelapor|pengadu)|an|a\.n|a/n|atas nama|mama|mamak|mr|mrs|ms|miss|ko|ci|cik|puan|tuan|nyonya|ny|nenek|kakek|daeng|dg|dek|adik|abang|kakak|bidan|dokter|dr|ustadz|ustaz|pendeta|pdt|pastor|suster";

    private static string Behind(string titles, string name) =>
        $@"(?<=(?<!\p{{L}})(?:{titles})[.\s:]{{1,3}}){name}(?!\p{{L}})";

    private static string Whole(string pattern) => $@"(?<![\p{{L}}\d]){pattern}(?![\p{{L}}\d])";

    /// <summary>Three letters and more; shorter ones are dropped by length.</summary>
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal) { "bapak", "ibu", "pak", "drs", "dra", "prof", "haji", "hajjah", "spd", "mpd", "msi", "kom", "sos", "hum", "kep", "ked" };

    /// <summary>Words; a longer way from one to the next is no address.</summary>
    private const int LongestLane = 12;

    private static readonly SortedSet<string> Lanes = new(StringComparer.Ordinal) { "jl", "jln", "jalan", "gg", "gang", "lorong", "lrg", "blok", "perum", "perumahan", "komplek", "kompleks" };

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
