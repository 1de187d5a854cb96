using Hub.Domain.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;

namespace Hub.Domain.Tickets;

/// <summary>All words of a ticket that somebody outside wrote, and the grounds that quote them.</summary>
public sealed record TicketTexts
{
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";
    public string? OriginalBody { get; init; }
    public string? Category { get; init; }
    public string? Area { get; init; }
    public string? LetterNumber { get; init; }
    public Letter? Letter { get; init; }
    public string? Link { get; init; }

    /// <summary>The office or body it came from.</summary>
    public string? Organisation { get; init; }

    /// <summary>How it stands at its source, in the source's words.</summary>
    public string? SourceStatus { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
    public required RoutingDecision Route { get; init; }

    /// <summary>Every word as that function shows it.</summary>
    public TicketTexts Each(Func<string, string> shown) => new()
    {
        Title = shown(Title),
        Body = shown(Body),
        OriginalBody = Over(OriginalBody, shown),
        Category = Over(Category, shown),
        Area = Over(Area, shown),
        LetterNumber = Over(LetterNumber, shown),
        Letter = Letter?.Each(shown),
        Link = Link is { } link && shown(link) == link ? link : null,
        Organisation = Over(Organisation, shown),
        SourceStatus = Over(SourceStatus, shown),
        Facts = [.. Facts.Select(f => new KeyValuePair<string, string>(f.Key, shown(f.Value)))],
        Route = Route with { Why = [.. Route.Why.Select(r => r.Each(shown))] },
    };

    /// <summary>What is left when no word may be read: where it went and by which kinds of ground.</summary>
    public TicketTexts Closed() => new()
    {
        Route = Route with { Why = [.. Route.Why.Select(r => r.QuotesText ? r with { Values = [.. r.Values.Select(_ => LeakGate.Blot)] } : r)] },
    };

    private static string? Over(string? text, Func<string, string> shown) => text is null ? null : shown(text);
}

/// <summary>The same words as they are, and with everything blotted out that points to the reporter; sealed together.</summary>
public sealed record Layers<T>(T Whole, T Blotted);

/// <summary>The words of an event: what people wrote, and the stored form of what happened.</summary>
public sealed record EventTexts(string? Text, string? Data);

/// <summary>What is told of a file besides its kind and size.</summary>
public sealed record FileTexts(string Name, string? Link);
