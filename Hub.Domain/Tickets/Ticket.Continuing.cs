using System.Globalization;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>What goes on after its ticket was closed: a ticket of its own, linked to that one (R21).</content>
public sealed partial class Ticket
{
    /// <summary>Between the item's own id and the number of what goes on of it.</summary>
    public const string ContinuationMark = " » ";

    /// <summary>Something went on after it, or it is itself what went on after another. Needs the events.</summary>
    public bool IsContinued => WentOn.Count > 0;

    /// <summary>The numbers of what went on after it, and of what it went on from. Needs the events.</summary>
    public IReadOnlyList<string> WentOn => LinkedAs(IntakeReasons.FollowUp);

    /// <summary>Under which id the source's item goes on after this ticket.</summary>
    public string NextExternalId
    {
        get
        {
            var parts = ExternalId.Split(PartMark)[0].Split(ContinuationMark);
            var ordinal = parts is [_, var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var known) ? known : 1;
            return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}{ContinuationMark}{ordinal + 1}");
        }
    }

    /// <summary>The version opens at its source what is closed here. What merely reports goes on in the same ticket, and so does what was only out of sight.</summary>
    public bool IsOpenedAnewBy(Submission version) =>
        !IsStub && !IsWithdrawnAtSource && Kind != SubmissionKind.Report && Status is TicketStatus.Closed or TicketStatus.Archived && SourceStatus != version.SourceStatus && ComesBack(SourceState, version.SourceState);

    /// <summary>Opens the ticket in which an item goes on that its source opened again after the closing. Its terms run from now; what was answered before is the closed ticket's.</summary>
    /// <param name="source">The configured source that says so.</param>
    public static Ticket Continue(Ticket closed, string source, Submission version, RoutingDecision route, DateTimeOffset now) => Open(
        new TicketOrigin("", closed.System, source, closed.Scope, closed.NextExternalId),
        version with { ReceivedAt = now, SentAt = null, Answers = [], EventOn = version.EventOn < Wita.DateOf(now) ? null : version.EventOn },
        route, now, closed);

    /// <summary>It is what went on of a source's item: answers from before it began are another ticket's.</summary>
    private bool IsContinuation => ExternalId.Contains(ContinuationMark, StringComparison.Ordinal);

    /// <summary>What goes on is as protected as what it goes on from.</summary>
    private void GuardAs(Ticket before, DateTimeOffset now)
    {
        var (anonymous, secret) = before.OwnFlags;
        (Anonymous, Secret) = (Anonymous || anonymous, Secret || secret);
        Guard(before.Protection, () => before.AccusesVerifier, now);
    }

    /// <summary>A person lifted the protection after reading exactly these words.</summary>
    private bool WasLiftedFor(Submission version) =>
        events.Exists(e => e.Kind == TicketEventKind.ProtectionLifted) && Title == version.Title && Body == version.WholeBody;
}
