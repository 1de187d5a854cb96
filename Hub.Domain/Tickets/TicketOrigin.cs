namespace Hub.Domain.Tickets;

/// <summary>Where a ticket comes from and the number it gets.</summary>
public sealed record TicketOrigin(string Number, string System, string Source, string Scope, string ExternalId);
