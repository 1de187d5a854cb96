namespace Hub.Host.Storage.Rows;

/// <summary>Why a ticket's identity must stay although its time is over: the Ombudsman or a court has the case.</summary>
public sealed class LegalHold
{
    /// <summary>The ticket's number.</summary>
    public required string Number { get; set; }
    public required string Reason { get; set; }
    public required string By { get; set; }
    public required DateTimeOffset At { get; set; }
}
