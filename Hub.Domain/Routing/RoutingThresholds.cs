namespace Hub.Domain.Routing;

/// <summary>When the hub sends an item on by itself, and when a person decides.</summary>
public sealed record RoutingThresholds
{
    /// <summary>The least score of a bureau that is acted on, 0 to 1; 0.8 gave 99 % right and 10 % triage on writers left out (docs/routing-measured.md).</summary>
    public double Auto { get; init; } = 0.8;

    /// <summary>A runner-up that comes this close makes a close call: score minus runner-up's score.</summary>
    public double Margin { get; init; } = 0.25;

    /// <summary>The least score at which the text overrules the inbox that took it; below it a person chooses between the two.</summary>
    public double AgainstInbox { get; init; } = 0.9;

    /// <summary>Below this share, and with no rule that speaks, the text says nothing.</summary>
    public double Silence { get; init; } = 0.2;

    /// <summary>The least share of a service within its bureau that is written down; below it the service stays open.</summary>
    public double Service { get; init; } = 0.45;

    /// <summary>The least score of a piece of a text that makes it a matter of its own; 0.8 held 2 of 6,280 texts with one matter.</summary>
    public double Matter { get; init; } = 0.8;
}
