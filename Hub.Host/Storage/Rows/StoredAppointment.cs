namespace Hub.Host.Storage.Rows;

/// <summary>A change of an account that opens identities or appoints others: it waits until a second person confirms it. Decided, it goes; the audit trail keeps who proposed and who confirmed.</summary>
public sealed class StoredAppointment
{
    public long Id { get; set; }
    public required string UserId { get; set; }

    /// <summary>The account as it is to be (<c>UserDraft</c> as JSON); null where only the second factor is to be forgotten.</summary>
    public required string? Draft { get; set; }

    /// <summary>The user name.</summary>
    public required string ProposedBy { get; set; }
    public required DateTimeOffset ProposedAt { get; set; }
}
