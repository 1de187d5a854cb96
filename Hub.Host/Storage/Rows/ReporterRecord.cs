namespace Hub.Host.Storage.Rows;

/// <summary>The identity compartment: who sent a ticket, sealed under a key of its own.</summary>
public sealed class ReporterRecord
{
    public required long TicketId { get; set; }

    /// <summary>The sealed identity as JSON.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>The ticket's key, which opens it; null in records of versions that sealed under the installation's own.</summary>
    public string? Key { get; set; }

    /// <summary>Keyed hash of the address, to recognise the same sender without opening; null without address.</summary>
    public string? Lookup { get; set; }
}
