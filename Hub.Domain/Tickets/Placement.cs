namespace Hub.Domain.Tickets;

/// <summary>Where a ticket stands within the house: a bureau, and what follows from it. Nobody sets one without the others.</summary>
/// <param name="Service">One of that bureau; null for its general duty.</param>
/// <param name="Class">From the table of that service; null when the kind has none.</param>
public sealed record Placement(string Bureau, int? Service, string? Class);
