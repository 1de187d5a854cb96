using System.Text.Json.Serialization;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>Disposisi: whose it is, with what decided it. Stored with the ticket as it was made.</summary>
public sealed record RoutingDecision
{
    /// <summary>The best candidate; null when nothing points anywhere. Acted on only when <see cref="Triage"/> is false.</summary>
    public string? Bureau { get; init; }
    public int? Service { get; init; }
    public required SubmissionKind Kind { get; init; }

    /// <summary>Complaint class code; null when the kind has none.</summary>
    public string? Class { get; init; }

    /// <summary>0 to 1; 1 for a rule that leaves no doubt.</summary>
    public required double Score { get; init; }

    public Candidate? RunnerUp { get; init; }

    /// <summary>True: a person of Biro Organisasi decides.</summary>
    public required bool Triage { get; init; }

    /// <summary>"Bukan wewenang": whose authority it probably is; null when it may be ours.</summary>
    public string? NotOurs { get; init; }

    /// <summary>The id of the rule that decided; null when the scorer did.</summary>
    public string? Rule { get; init; }

    /// <summary>The version of the rules that were in force; 0 for the built-in ones.</summary>
    public int RuleVersion { get; init; }

    /// <summary>Ids of the rules that held, in their order.</summary>
    public IReadOnlyList<string> Matched { get; init; } = [];

    /// <summary>What the source itself said, so that the same question can be asked again; null when it said nothing.</summary>
    public SourceWord? Said { get; init; }

    /// <summary>What decided, in the order of weight; never empty.</summary>
    public required IReadOnlyList<Reason> Why { get; init; }
}

/// <summary>Kind, service and class as the source itself gave them.</summary>
public sealed record SourceWord(SubmissionKind? Kind, int? Service, string? Class)
{
    /// <returns>Null when the question brings none of them.</returns>
    public static SourceWord? Of(RoutingQuestion question) =>
        question is { Kind: null, Service: null, Class: null } ? null : new(question.Kind, question.Service, question.Class);
}

/// <summary>A bureau that was considered.</summary>
public sealed record Candidate(string Bureau, int? Service, double Score);

/// <summary>One ground for a route, in a form that can be said in any language.</summary>
/// <param name="Code">What kind of ground: <c>inbox</c>, <c>system</c>, <c>words</c>, <c>letter-number</c>, <c>source-says</c>, <c>close-call</c>, <c>no-match</c> …</param>
/// <param name="Values">What it was seen in: the inbox, the words …</param>
public sealed record Reason(string Code, IReadOnlyList<string> Values)
{
    /// <summary>It says words of the item itself, not only names of ours.</summary>
    [JsonIgnore]
    public bool QuotesText => Code is not ("system" or "inbox" or "service" or "source-says" or "reporter" or "close-call" or "inbox-disagrees" or "below-threshold" or "no-match" or "not-ours" or "several-matters" or "follow-up" or "thread-doubt" or "rule-asks" or "lesson");

    /// <summary>The same with the words of the item as that function shows them; the names of ours beside them (a service, a bureau, a rule) tell nobody, and stay.</summary>
    public Reason Each(Func<string, string> shown) => this with { Values = [.. Values.Select((value, at) => QuotesText && !(Code == "against" && at == 0) ? shown(value) : value)] };
}
