using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>What must hold in a rule set before the hub routes by it.</summary>
internal static class RuleCheck
{
    private const int MaxRules = 2_000;
    private const int MaxEntries = 500;

    /// <returns>One sentence that names the rule and the field, or null when all is well.</returns>
    public static string? FirstFault(IReadOnlyList<RoutingRule> rules, ServiceCatalogue catalogue)
    {
        if (rules.Count > MaxRules)
        {
            return $"ada {rules.Count} aturan, paling banyak {MaxRules}.";
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (rule, i) in rules.Select((r, i) => (r, i)))
        {
            if ((Id(rule, i, ids) ?? Fields(rule)) is string early)
            {
                return early;
            }

            if ((Condition(rule.When) ?? Outcome(rule.Then, catalogue)) is string fault)
            {
                return $"aturan \"{rule.Id}\", {fault}";
            }
        }

        return null;
    }

    private static string? Id(RoutingRule rule, int at, HashSet<string> ids)
    {
        if (string.IsNullOrEmpty(rule.Id) || !rule.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return $"rules[{at}].id \"{rule.Id}\" harus huruf kecil, angka dan tanda hubung.";
        }

        return ids.Add(rule.Id) ? null : $"rules[{at}].id \"{rule.Id}\" dipakai dua kali.";
    }

    private static string? Fields(RoutingRule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.Owner))
        {
            return $"aturan \"{rule.Id}\", isian \"owner\" kosong: tulis siapa yang bertanggung jawab.";
        }

        return string.IsNullOrWhiteSpace(rule.Note) ? $"aturan \"{rule.Id}\", isian \"note\" kosong: tulis alasannya." : null;
    }

    private static string? Condition(RuleCondition when)
    {
        if (when.IsEmpty)
        {
            return "isian \"when\" tidak memuat syarat: aturan ini akan berlaku untuk semua.";
        }

        foreach (var (test, i) in when.Words.Select((t, i) => (t, i)))
        {
            if (Words(test, $"when.words[{i}]") is string fault)
            {
                return fault;
            }
        }

        foreach (var (name, list) in Lists(when))
        {
            if (list.Any(string.IsNullOrWhiteSpace))
            {
                return $"isian \"when.{name}\" memuat teks kosong.";
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> List)> Lists(RuleCondition when) =>
    [
        ("system", when.System), ("to", when.To), ("category", when.Category), ("area", when.Area),
        ("organisation", when.Organisation), ("letterCode", when.LetterCode),
    ];

    private static string? Words(WordTest test, string at)
    {
        var near = test.Near?.Words ?? [];
        if (test.Any.Count + test.All.Count + test.None.Count + near.Count == 0)
        {
            return $"isian \"{at}\" tidak memuat kata.";
        }

        if (test.Any.Concat(test.All).Concat(test.None).Concat(near).FirstOrDefault(entry => TextView.Of(entry).Words.Count == 0) is string empty)
        {
            return $"isian \"{at}\" memuat \"{empty}\" yang bukan kata.";
        }

        if (test.Any.Count + test.All.Count + test.None.Count > MaxEntries)
        {
            return $"isian \"{at}\" memuat lebih dari {MaxEntries} kata.";
        }

        return test.Near is { } pair && (pair.Words.Count < 2 || pair.Within is < 1 or > 100)
            ? $"isian \"{at}.near\" butuh paling sedikit dua kata dan \"within\" 1 sampai 100."
            : null;
    }

    private static string? Outcome(RuleOutcome then, ServiceCatalogue catalogue)
    {
        if (then is { Bureau: null, Service: null, Kind: null, Class: null, NotOurs: null, Triage: false })
        {
            return "isian \"then\" kosong: aturan ini tidak memutuskan apa pun.";
        }

        if (then.Bureau is string bureau && catalogue.FindBureau(bureau) is null)
        {
            return $"isian \"then.bureau\": biro \"{bureau}\" tidak dikenal.";
        }

        if (then.Service is int number && catalogue.FindService(number) is null)
        {
            return $"isian \"then.service\": layanan {number} tidak ada.";
        }

        if (then is { Bureau: string owner, Service: int service } && catalogue.FindService(service)!.Bureau != owner)
        {
            return $"isian \"then.service\": layanan {service} bukan milik biro \"{owner}\".";
        }

        return Words(then, catalogue);
    }

    private static string? Words(RuleOutcome then, ServiceCatalogue catalogue)
    {
        if (then.NotOurs is not null && (then.Bureau ?? then.Service?.ToString()) is not null)
        {
            return "isian \"then.notOurs\" tidak dapat bersama \"bureau\" atau \"service\".";
        }

        if (then.NotOurs is { } target && string.IsNullOrWhiteSpace(target))
        {
            return "isian \"then.notOurs\" kosong: tulis instansi yang berwenang.";
        }

        if (then.Kind is not null && KindCode.Read(then.Kind) is null)
        {
            return $"isian \"then.kind\" \"{then.Kind}\" tidak dikenal; pilih {string.Join(", ", KindCode.All)}.";
        }

        if (then.Class is not null && catalogue.Classes.Values.All(table => table.All(c => c.Code != then.Class)))
        {
            return $"isian \"then.class\": klasifikasi \"{then.Class}\" tidak ada.";
        }

        return then.Odds is < 0.001 or > 10_000 or double.NaN ? $"isian \"then.odds\" {then.Odds} harus antara 0,001 dan 10000." : null;
    }
}
