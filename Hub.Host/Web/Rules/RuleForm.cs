using System.Globalization;
using Hub.Domain.Routing;
using Hub.Host.Foundation;
using Hub.Host.People.Visits;

namespace Hub.Host.Web.Rules;

/// <summary>A rule as the fields of a plain form, and back.</summary>
internal static class RuleForm
{
    /// <summary>Word tests that a form offers beyond those that the rule has.</summary>
    public const int Spare = 1;

    private const int MaxTests = 20;

    /// <summary>Reads what was typed; what must hold beyond the form of a field is checked by the rule set.</summary>
    /// <exception cref="RuleException">A number is none; the sentence names rule and field.</exception>
    public static RoutingRule Read(IFormCollection form)
    {
        var id = Text(form, "id") ?? "";
        return new RoutingRule
        {
            Id = id,
            Order = Whole(form, id, "order") ?? throw Wrong(id, "order"),
            Owner = Text(form, "owner") ?? "",
            Note = Text(form, "note") ?? "",
            Enabled = form["enabled"] == "true",
            When = new RuleCondition
            {
                System = List(form, "system"),
                To = List(form, "to"),
                Category = List(form, "category"),
                Area = List(form, "area"),
                Organisation = List(form, "organisation"),
                LetterCode = List(form, "letterCode"),
                Service = [.. List(form, "service").Select(s => int.TryParse(s, out var number) ? number : throw Wrong(id, "when.service"))],
                Reporter = Choice.Of<ReporterType>(form["reporter"]),
                Words = [.. Enumerable.Range(0, MaxTests).Select(i => Test(form, id, i)).OfType<WordTest>()],
            },
            Then = new RuleOutcome
            {
                Bureau = Text(form, "bureau"),
                Service = Whole(form, id, "then.service"),
                Kind = Text(form, "kind"),
                Class = Text(form, "class"),
                NotOurs = Text(form, "notOurs"),
                Triage = form["triage"] == "true",
                Odds = Number(form, id, "odds"),
                OddsBesideScorer = Number(form, id, "oddsBesideScorer"),
            },
        };
    }

    /// <summary>A list as one line of a field.</summary>
    public static string Line<T>(IEnumerable<T> entries) => string.Join(", ", entries);

    private static WordTest? Test(IFormCollection form, string id, int i)
    {
        var near = List(form, $"near{i}");
        var test = new WordTest
        {
            Any = List(form, $"any{i}"),
            All = List(form, $"all{i}"),
            None = List(form, $"none{i}"),
            Near = near.Length == 0 ? null : new Near(near, Whole(form, id, $"within{i}") ?? 5),
            Exact = form[$"exact{i}"] == "true",
            In = Choice.Of<TextPart>(form[$"in{i}"]) ?? TextPart.Both,
        };
        return test.Any.Count + test.All.Count + test.None.Count + near.Length == 0 ? null : test;
    }

    /// <summary>With a comma or a stop before what is less than one.</summary>
    private static double? Number(IFormCollection form, string id, string field) => Text(form, field) switch
    {
        null => null,
        var text => double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var odds) ? odds : throw Wrong(id, $"then.{field}"),
    };

    private static int? Whole(IFormCollection form, string id, string field) => Text(form, field) switch
    {
        null => null,
        var text => int.TryParse(text, out var number) ? number : throw Wrong(id, field),
    };

    private static string[] List(IFormCollection form, string field) =>
        form[field].ToString().Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Text(IFormCollection form, string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static RuleException Wrong(string id, string field) => new($"aturan \"{id}\", isian \"{field}\": tulis angka.");
}
