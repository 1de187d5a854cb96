using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>E-mail addresses and names in networks, in the ways in which people write them.</summary>
internal static partial class Handles
{
    private static readonly Lexicon Known = Lexicon.Read("offices");
    private static readonly Regex OfficeName = Known.Any("office-name", @"(?<!\p{L}){}");
    private static readonly string[] OfficeWords = [.. Known.Words("office-name"), .. Known.Words("office-word")];

    /// <summary>On a government's domain the name of a place is its office there; a handle of that name may be anybody's.</summary>
    private static readonly string[] MailboxWords = [.. OfficeWords, .. Lexicon.Read("common").Words("places")];

    public static IEnumerable<Finding> In(FoldedText text, IReadOnlySet<string> allowed) =>
        Finding.Of(text, LeakKind.Email, Email(), m => !allowed.Contains(m.Value) && !IsOfficeMail(m.Value) && !IsMention(m.Value))
            .Concat(Finding.Of(text, LeakKind.Email, SpokenEmail(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Handle, Handle(), m => !IsOfficeName(m.Value.Split('?')[0])))
            .Concat(Finding.Of(text, LeakKind.Handle, BracketedHandle(), m => !IsOfficeName(m.Groups["name"].Value)))
            .Concat(Finding.Of(text, LeakKind.Handle, NamedHandle(), m => !IsOfficeName(m.Groups["name"].Value) && !PersonalMarks.Nobody.IsMatch(m.Groups["name"].Value)))
            .Concat(Finding.Of(text, LeakKind.Handle, ShapedHandle(), m => !IsOfficeName(m.Groups["name"].Value)));

    /// <summary>A mailbox of an office on a government's domain.</summary>
    private static bool IsOfficeMail(string address) => address.EndsWith(".go.id", StringComparison.Ordinal) && IsOfficeName(address.Split('@')[0], MailboxWords);

    /// <summary>"akun @dishub.kaltara": a blank before the sign, none behind it, and an end that no address has.</summary>
    private static bool IsMention(string address) => Mention().IsMatch(address);

    /// <summary>A part of it begins as only offices are called, or nothing in it is called otherwise: "info" and "tata" are in the names of people too.</summary>
    private static bool IsOfficeName(string handle, string[]? words = null)
    {
        var name = handle.AsSpan(handle.LastIndexOf('/') + 1).Trim("@. ");
        if (OfficeName.IsMatch(name))
        {
            return true;
        }

        // Where a word may begin, because words lead up to there.
        var reached = new bool[name.Length + 1];
        reached[0] = true;
        for (var at = 0; at < name.Length; at++)
        {
            if (!reached[at])
            {
                continue;
            }

            reached[at + 1] |= !char.IsLetter(name[at]);
            foreach (var word in words ?? OfficeWords)
            {
                if (name[at..].StartsWith(word, StringComparison.Ordinal))
                {
                    reached[at + word.Length] = true;
                }
            }
        }

        return reached[^1];
    }

    private const string At = @"(?:@|[\[({<]\s?(?:at|et|a|@)\s?[\])}>])";
    private const string Dot = @"(?:\s?(?:\.|[\[({<]\s?(?:dot|titik|\.)\s?[\])}>])\s?|\s(?:dot|titik)\s)";
    private const string Network = "ig|insta|instagram|fb|fesbuk|facebook|tele|telegram|twitter|tiktok|threads|discord|medsos|username";
    private const string Own = "saya|sy|aku|ku|nya|gue|gw|gua|ulun|kami|dia|beliau|pelapor|pribadi";
    private const string Said = $@"\s{{1,3}}(?:{Own}|{Network}|adalah|ialah|itu|nama|user|id)\b(?![._]\p{{L}})";

    [GeneratedRegex($@"(?:[a-z0-9][a-z0-9._%+\-]{{0,30}}\s?[\[({{<]\s?(?:dot|titik|\.)\s?[\])}}>]\s?){{0,3}}[a-z0-9](?:[a-z0-9._%+\-]{{0,62}}[a-z0-9_])?\s{{0,2}}{At}\s{{0,2}}[a-z0-9][a-z0-9\-]{{0,62}}(?:{Dot}[a-z0-9\-]{{1,63}}){{0,8}}{Dot}[a-z]{{2,}}|[a-z0-9._%+\-]{{3,64}}\s?{At}\s?(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|rocketmail)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Email();

    [GeneratedRegex(@"\s@[^\s@]+$(?<!\.(?:com|net|org|edu|info|biz|[a-z]{2}))", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Mention();

    /// <summary>"bambang at gmail dot com", "bambang et yahoo titik co titik id", "bambang_at_gmail_com".</summary>
    [GeneratedRegex(@"(?!(?:me|us|saya|di|to)\b)[a-z0-9._%+\-]{2,64}(?:[ ](?:dot|titik|underscore|underskor|strip)[ ][a-z0-9]+){0,3}[ _\-]{1,2}(?:at|et|ad|a|keong|a keong)[ _\-]{1,2}(?:(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|rocketmail|live|mail|surel)\b(?:[ _\-.]*(?:dot|titik|\.|_)?[ _\-.]*(?:com|co|id|net|org|me))*|[a-z0-9\-]+(?:[ ]?(?:dot|titik)[ ]?[a-z]{2,})+)(?:[ _]{1,2}(?:at|dot|titik)[ _]{1,2}[a-z0-9\-]{2,20}){0,4}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpokenEmail();

    [GeneratedRegex(@"(?<![\p{L}\d._%+\-])@[a-z_][a-z0-9_.]{2,29}|\b(?:t\.me|wa\.me|instagram\.com|facebook\.com|fb\.com|m\.facebook\.com|tiktok\.com|twitter\.com|x\.com|threads\.net|linkedin\.com/in|youtube\.com)/@?[a-z0-9_.\-]{3,}(?:\?[a-z0-9_.=&%\-]{1,80})?|(?<![\p{L}\d])(?:t|wa|m|instagram|facebook|fb|tiktok|twitter)\s?[\[({<]?\s?(?:\.|dot|titik)\s?[\])}>]?\s?(?:me|com)\s?/\s?@?[a-z0-9_.\-]{3,}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Handle();

    /// <summary>"(at)rina_wati", with a sign of handles in it; what ends as a domain is half of an e-mail address, which is judged whole.</summary>
    [GeneratedRegex(@"(?<![\p{L}\d._%+\-])[\[({<]at[\])}>](?![a-z0-9.\-]{1,60}\.(?:com|net|org|id|my)\b)(?<name>(?=[a-z0-9]{0,28}[_.\d][a-z0-9_])[a-z_][a-z0-9_.]{2,29})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex BracketedHandle();

    [GeneratedRegex(@"\b(?:ig|instagram|insta|fb|facebook|telegram|tele|twitter|tiktok|threads|line|discord|medsos|username|akun)(?:\s{1,8}(?:id|saya|pelapor|beliau|dia|pribadi|ig|instagram|fb|facebook|tiktok|telegram)){0,4}\s{0,8}(?:[:=]\s{0,8}|(?<=saya|pelapor|beliau|pribadi)\s{1,8}(?:adalah\s{1,8}|ialah\s{1,8}|bernama\s{1,8})?)(?<name>@?[a-z0-9][a-z0-9_.\-]{2,29}(?:[ ][a-z]+(?:[._][a-z0-9]+){0,3}){0,2})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NamedHandle();

    /// <summary>Behind the name of a network a word that is built as handles are: "ig nya rina_wati", "insta gue rina underscore wati". One with a dot alone is two sentences as often: it needs a word that says whose it is.</summary>
    [GeneratedRegex($@"(?<!surat )\b(?:(?:{Network})(?:nya|ku)?(?:{Said}){{0,4}}\s{{0,3}}[:=]?\s{{0,3}}(?:@\s?)?(?<name>[a-z][a-z0-9.]{{1,24}}(?:_{{1,2}}[a-z0-9.]{{1,24}}){{1,4}}|(?<=@\s?)[a-z][a-z0-9.]{{1,24}}(?:\s?_{{1,2}}\s?[a-z0-9.]{{1,24}}){{1,4}}|[a-z][a-z0-9]{{1,24}}\s[a-z][a-z0-9]{{1,24}}\s(?:underscore|underskor|garis bawah)\s[a-z0-9]{{2,24}}|[a-z][a-z0-9]{{1,24}}(?:\s(?:underscore|underskor|garis bawah|titik|dot|strip)\s[a-z0-9]{{2,24}}){{1,4}}|(?:[a-z0-9_.] ){{4,30}}[a-z0-9_.])|(?:akun(?:nya|ku)?\s{{1,3}}(?:{Network})(?:{Said}){{0,3}}(?:\s{{1,3}}|\s{{0,3}}[:=]\s{{0,3}})|(?:{Network})(?:(?:nya|ku|(?:{Said}){{1,4}})(?:\s{{1,3}}|\s{{0,3}}[:=]\s{{0,3}})|\s{{0,3}}[:=]\s{{0,3}}))(?:@\s?)?(?<name>(?!(?:{Own}|{Network})\.)[a-z][a-z0-9]{{1,24}}(?:\.(?!(?:com|net|org|id|me|co)\b)[a-z0-9]{{2,24}}){{1,4}}))(?![\p{{L}}\d/@])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ShapedHandle();
}
