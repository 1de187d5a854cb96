namespace Hub.Domain.Tickets;

/// <summary>How far a ticket came on its way; who came to one has passed those before it.</summary>
public enum Stage
{
    /// <summary>It is here, and no bureau has it: it waits in triage, or went another way (not ours, archived).</summary>
    Received,

    /// <summary>A bureau has it.</summary>
    Routed,

    /// <summary>The bureau took it up.</summary>
    Accepted,

    /// <summary>The reporter has an answer, or needs none any more.</summary>
    Answered,
    Finished,
    Closed,
}

/// <summary>Where a ticket stands on the way from received to closed.</summary>
public static class Stages
{
    /// <returns>Null for what is followed under another ticket.</returns>
    public static Stage? Of(TicketStatus status, bool isAnswered) => status switch
    {
        TicketStatus.Merged => null,
        TicketStatus.NotOurs or TicketStatus.Archived => Stage.Received,
        TicketStatus.Closed => Stage.Closed,
        TicketStatus.Resolved => Stage.Finished,
        TicketStatus.Triage => isAnswered ? Stage.Answered : Stage.Received,
        TicketStatus.New => isAnswered ? Stage.Answered : Stage.Routed,
        TicketStatus.InProgress or TicketStatus.WaitingForReporter or TicketStatus.WaitingForAuthority => isAnswered ? Stage.Answered : Stage.Accepted,
    };

    /// <summary>The statuses in which a ticket has come so far.</summary>
    public static TicketStatus[] Reaching(Stage stage, bool isAnswered) => [.. Enum.GetValues<TicketStatus>().Where(status => Of(status, isAnswered) >= stage)];
}
