using Hub.Host.Foundation;

namespace Hub.Host.Work.Tickets;

/// <summary>Somebody else changed the ticket since the actor looked at it; whoever knows of it may send the same again.</summary>
public sealed class ChangedMeanwhile : TicketRefusal
{
    private ChangedMeanwhile(string message) : base(message) { }

    /// <param name="news">Who did what and when.</param>
    internal static ChangedMeanwhile By(string news) => new(Say("ChangedBy", news));
}
