namespace Hub.Domain.Routing.Review;

/// <summary>A ticket as the router saw it, with where it finally belonged.</summary>
/// <param name="Id">The ticket.</param>
/// <param name="Bureau">Where it stands now, after corrections; null while nobody has decided.</param>
/// <param name="NotOurs">The authority it was handed to; null when it is ours.</param>
public sealed record StoredItem(long Id, DateTimeOffset ReceivedAt, RoutingQuestion Question, string? Bureau, int? Service, string? NotOurs = null)
{
    /// <summary>The ticket's number, as people call it.</summary>
    public string Number { get; init; } = "";

    /// <summary>The day that its deadline may count back from.</summary>
    public DateOnly? EventOn { get; init; }
}
