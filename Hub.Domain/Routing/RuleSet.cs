using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>The routing rules in force, in order, with the version that tickets refer to.</summary>
public sealed class RuleSet
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };

    private RuleSet(int version, IEnumerable<RoutingRule> rules)
    {
        Version = version;
        Rules = [.. rules.OrderBy(r => r.Order).ThenBy(r => r.Id, StringComparer.Ordinal)];
        Index = new RuleIndex([.. Rules.Where(r => r.Enabled).Select(r => new CompiledRule(r))]);
    }

    /// <summary>Counts up with every activation; 0 is the built-in set.</summary>
    public int Version { get; }

    /// <summary>In the order in which they are tried; disabled ones included.</summary>
    public IReadOnlyList<RoutingRule> Rules { get; }

    internal RuleIndex Index { get; }

    /// <summary>No rules at all: the source's own saying and the scorer decide.</summary>
    public static RuleSet Empty { get; } = new(0, []);

    /// <summary>The rules of the decree: inboxes and systems from the catalogue, words from the embedded <c>rules.json</c>.</summary>
    public static RuleSet Embedded(ServiceCatalogue catalogue)
    {
        using var stream = typeof(RuleSet).Assembly.GetManifestResourceStream("rules.json")!;
        var words = Load(stream, "rules.json", catalogue);
        return Of(words.Version, [.. DecreeRules.From(catalogue), .. words.Rules], catalogue, "rules.json");
    }

    /// <summary>Reads and checks a rule set.</summary>
    /// <param name="json">UTF-8 JSON: <c>{"version":1,"rules":[…]}</c>.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="RuleException">A rule is unreadable or contradicts the catalogue.</exception>
    public static RuleSet Load(Stream json, string name, ServiceCatalogue catalogue)
    {
        try
        {
            var file = JsonSerializer.Deserialize<RuleFile>(json, Json) ?? throw RuleException.Of("FileEmpty", name);
            return Of(file.Version, file.Rules, catalogue, name);
        }
        catch (JsonException e)
        {
            throw e.Path is { Length: > 2 } path ? RuleException.Of(e, "FieldUnread", name, e.LineNumber + 1, path[2..]) : RuleException.Of(e, "NoJson", name, e.LineNumber + 1);
        }
    }

    /// <summary>Checks rules and puts them in order.</summary>
    /// <exception cref="RuleException">A rule contradicts itself, another one or the catalogue.</exception>
    public static RuleSet Of(int version, IReadOnlyList<RoutingRule> rules, ServiceCatalogue catalogue, string? name = null) =>
        RuleCheck.FirstFault(rules, catalogue) is string fault ? throw new RuleException($"{name ?? RuleException.Say("Rules")}: {fault}") : new RuleSet(version, rules);

    /// <summary>The same rules, where those about an inbox weigh as much as was learned.</summary>
    public RuleSet Weighed(InboxWeights inboxes) =>
        new(Version, Rules.Select(rule => inboxes.For(rule) is { } weight ? rule with { Learnt = weight, Then = rule.Then with { Odds = weight.Odds } } : rule));

    /// <summary>The whole set as <see cref="Load"/> reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(new RuleFile(Version, Rules), Indented);

    /// <summary>A whole set as <see cref="ToJson"/> wrote it, with other notes; the same text where none changes.</summary>
    public static string WithNotes(string json, Func<string, string> note)
    {
        var changes = false;
        var file = JsonNode.Parse(json)!;
        foreach (var rule in file["rules"]!.AsArray().OfType<JsonObject>())
        {
            if (rule["note"] is JsonValue said && said.GetValue<string>() is var before && note(before) is var after && after != before)
            {
                (rule["note"], changes) = (after, true);
            }
        }

        return changes ? file.ToJsonString(Indented) : json;
    }

    private sealed record RuleFile(int Version, IReadOnlyList<RoutingRule> Rules);
}
