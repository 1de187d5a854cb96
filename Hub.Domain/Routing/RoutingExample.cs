using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>A labelled text that the router learns from: one of the project's own examples, or a ticket that a person confirmed.</summary>
public sealed record RoutingExample
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public required string Text { get; init; }

    /// <summary>Null when it is not about one of the services.</summary>
    public int? Service { get; init; }

    /// <summary>The bureau whose duty it is although none of its services is asked for.</summary>
    public string? Bureau { get; init; }

    /// <summary>The authority that it belongs to when it is not ours; empty where it belongs to nobody (advertising, thanks, a cover without a letter).</summary>
    public string? NotOurs { get; init; }

    /// <summary>The kind's Indonesian code; see <see cref="KindCode"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Complaint class code; null where it has none.</summary>
    public string? Class { get; init; }

    /// <summary>What is special about it, for measuring; null when nothing is.</summary>
    public string? Flag { get; init; }

    /// <summary>Who wrote it: models are measured on writers that they did not learn from.</summary>
    public string? Writer { get; init; }

    /// <summary>The examples that ship with the hub, written for it by several hands that did not see each other's work (no ticket and no person behind them).</summary>
    public static IReadOnlyList<RoutingExample> Embedded(ServiceCatalogue catalogue)
    {
        var assembly = typeof(RoutingExample).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith("examples", StringComparison.Ordinal) && name.EndsWith(".jsonl", StringComparison.Ordinal));
        return
        [
            .. files.Order(StringComparer.Ordinal).SelectMany(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return Load(stream, name, catalogue);
            }),
        ];
    }

    /// <summary>Reads examples, one JSON object a line.</summary>
    /// <exception cref="RuleException">A line is unreadable or names what the catalogue does not have; one sentence with the line number.</exception>
    public static IReadOnlyList<RoutingExample> Load(Stream lines, string name, ServiceCatalogue catalogue)
    {
        using var reader = new StreamReader(lines);
        var examples = new List<RoutingExample>();
        for (var number = 1; reader.ReadLine() is string line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                examples.Add(Read(line, RuleException.Say("Line", name, number), catalogue));
            }
        }

        return examples;
    }

    private static RoutingExample Read(string line, string at, ServiceCatalogue catalogue)
    {
        RoutingExample example;
        try
        {
            example = JsonSerializer.Deserialize<RoutingExample>(line, Json) ?? throw RuleException.Of("ExampleEmpty", at);
        }
        catch (JsonException e)
        {
            throw RuleException.Of(e, "NoExample", at);
        }

        return example.Fault(catalogue) is string fault ? throw new RuleException($"{at}: {fault}") : example;
    }

    private string? Fault(ServiceCatalogue catalogue)
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            return RuleException.Say("ExampleNoText");
        }

        if (new object?[] { Service, Bureau, NotOurs }.Count(label => label is not null) != 1)
        {
            return RuleException.Say("ExampleLabels");
        }

        if (Service is int number && catalogue.FindService(number) is null)
        {
            return RuleException.Say("ExampleService", number);
        }

        if (Bureau is not null && catalogue.FindBureau(Bureau) is null)
        {
            return RuleException.Say("ExampleBureau", Bureau);
        }

        return Kind is not null && KindCode.Read(Kind) is null ? RuleException.Say("ExampleKind", Kind) : null;
    }
}
