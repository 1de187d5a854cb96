namespace Hub.Domain.Tickets;

/// <summary>Where a ticket stands. Open are the first four.</summary>
public enum TicketStatus
{
    /// <summary>Menunggu triase: no bureau yet; Biro Organisasi decides.</summary>
    Triage,

    /// <summary>Baru: the bureau was told and has not answered.</summary>
    New,

    /// <summary>Diproses: the bureau accepted it or answered in part.</summary>
    InProgress,

    /// <summary>Menunggu data: the reporter was asked to complete it; promise and class clocks pause (R19).</summary>
    WaitingForReporter,

    /// <summary>Selesai: the final answer was given (R21).</summary>
    Resolved,

    /// <summary>Ditutup: resolved and past the reply window, or closed at its source.</summary>
    Closed,

    /// <summary>Bukan wewenang: given back or passed on; all our clocks ended (R18).</summary>
    NotOurs,

    /// <summary>Diarsipkan at its source: outside the base of the indicators (R22).</summary>
    Archived,

    /// <summary>Digabung: followed under another ticket.</summary>
    Merged,
}

/// <summary>Claims about a status.</summary>
public static class TicketStatuses
{
    /// <summary>Open: somebody still has to do something.</summary>
    public static bool IsOpen(this TicketStatus status) => status <= TicketStatus.WaitingForReporter;

    /// <summary>Ended: nothing brings it back by itself.</summary>
    public static bool IsEnded(this TicketStatus status) => status is TicketStatus.Closed or TicketStatus.NotOurs or TicketStatus.Archived;
}
