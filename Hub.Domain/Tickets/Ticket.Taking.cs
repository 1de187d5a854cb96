namespace Hub.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>The person of the holding office who works on it; null while nobody said so. Whoever gets the ticket begins without one.</summary>
    public string? TakenBy { get; private set; }

    internal void TakeUp(string actor, DateTimeOffset now)
    {
        TakenBy = actor;
        Record(new Happening.Taken(), now, actor);
    }

    internal void LetGo(string actor, DateTimeOffset now)
    {
        TakenBy = null;
        Record(new Happening.LetGo(), now, actor);
    }
}
