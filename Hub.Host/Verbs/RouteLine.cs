using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Email;
using Hub.Domain.Routing;
using Hub.Host.Work.Routing;

namespace Hub.Host.Verbs;

/// <summary>One question as a JSON line; what it leaves out is unknown.</summary>
internal sealed record RouteLine
{
    public string? Source { get; init; }
    public string? To { get; init; }
    public string? Subject { get; init; }
    public string? Body { get; init; }
    public string? Category { get; init; }
    public string? Area { get; init; }
    public string? Organisation { get; init; }
    public string? LetterNumber { get; init; }
    public string? Kind { get; init; }
    public int? Service { get; init; }
    public string? Class { get; init; }

    public RoutingQuestion Question() => new()
    {
        System = Source ?? EmailKind.Kind.System,
        To = To,
        Subject = Subject ?? "",
        Body = Body ?? "",
        Category = Category,
        Area = Area,
        Organisation = Organisation,
        LetterNumber = LetterNumber,
        Kind = KindCode.Read(Kind),
        Service = Service,
        Class = Class,
    };
}

/// <summary>The answer to one question, in the order of the contract.</summary>
internal sealed record RouteAnswer(
    string? Bureau, int? Service, string Kind, string? Class, double Score, Candidate? RunnerUp, bool Triage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NotOurs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Rule,
    IReadOnlyList<string> Why)
{
    public static RouteAnswer Of(RoutingDecision decision, RouteSentences sentences) => new(
        decision.Bureau, decision.Service, KindCode.Of(decision.Kind), decision.Class, decision.Score, decision.RunnerUp, decision.Triage,
        decision.NotOurs, decision.Rule, [.. decision.Why.Select(sentences.Say)]);
}
