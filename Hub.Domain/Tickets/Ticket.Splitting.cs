using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>Several matters in one item: tickets of their own, linked to the one that came.</content>
public sealed partial class Ticket
{
    public const string PartMark = " § ";

    /// <summary>The item at the source that it came with; of a part that of the whole, of what goes on that of the closed ticket.</summary>
    public string SourceItem => ExternalId.Split(PartMark)[0].Split(ContinuationMark)[0];

    /// <summary>It is one of several matters of an item: the source knows nothing of it.</summary>
    public bool IsPart => ExternalId.Contains(PartMark, StringComparison.Ordinal);

    /// <summary>The numbers of the tickets that were split off it. Needs the events.</summary>
    public IReadOnlyList<string> Parts => LinkedAs(Happening.Linked.Split);

    /// <summary>The number of the ticket that it was split off; null when it came by itself. Needs the events.</summary>
    public string? Whole => LinkedAs(Happening.Linked.Part) is [var number, ..] ? number : null;

    /// <summary>A ticket of its own for one of its matters: the same reporter, receipt and protection; the caller places it next. What came of the item, such as its letter, stays here.</summary>
    /// <param name="ordinal">Which of the matters it is, from 2 on.</param>
    internal Ticket SplitOff(string text, int ordinal, Func<RoutingQuestion, RoutingDecision> route, string actor, DateTimeOffset now)
    {
        var part = Begin(new TicketOrigin("", System, Source, Scope, $"{ExternalId}{PartMark}{ordinal}"), now);
        (part.Title, part.Body, part.Area, part.To, part.Link) = (Title, text.Trim(), Area, To, Link);
        (part.ReceivedAt, part.SentAt, part.EventOn, part.Organisation) = (ReceivedAt, SentAt, EventOn, Organisation);
        (part.Anonymous, part.Secret) = (Anonymous, Secret);
        var asked = RoutingQuestion.About(this).OfPiece(part.Body);
        part.Route = route(IsProtected ? asked with { Area = null, Organisation = Organisation is null ? null : LeakGate.Blot } : asked);
        (part.Kind, part.Class, part.Status) = (part.Route.Kind, part.Route.Class, TicketStatus.Triage);
        part.Record(new Happening.Opened(Source), now, actor);
        part.Record(new Happening.Linked(Happening.Linked.Part), now, actor, Number);
        if (part.Kind == SubmissionKind.InformationRequest && PpidWords.Invoke(part.Body))
        {
            part.StartPpid("hub", now);
        }

        return part;
    }

    private IReadOnlyList<string> LinkedAs(string reason) =>
        [.. events.Where(e => e.Kind == TicketEventKind.Linked && e.Of<Happening.Linked>()!.Reason == reason).OrderBy(e => e.Sequence).Select(e => e.Text!)];
}
