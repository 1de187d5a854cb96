namespace Hub.Host.Storage.Rows;

/// <summary>An action, a configuration change or a read of protected data; each entry seals the one before it.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }
    public required DateTimeOffset At { get; set; }
    public required string Actor { get; set; }

    /// <summary>What was done: <c>reporter.opened</c>, <c>source.changed</c> …</summary>
    public required string Action { get; set; }

    /// <summary>On what: a ticket number, a source name …</summary>
    public required string Subject { get; set; }

    /// <summary>Purpose, old and new value; never secrets or identities.</summary>
    public string? Detail { get; set; }

    /// <summary>SHA-256 over the previous hash and this entry.</summary>
    public required string Hash { get; set; }
}
