using Hub.Domain.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>How a ticket begins from an item of a source, and follows it.</content>
public sealed partial class Ticket
{
    /// <summary>No office or body is called so; longer than <see cref="IdentityTraces"/> looks for, so that what is cut is covered whole where it must be.</summary>
    private const int LongestOrganisation = 600;

    /// <summary>Opens the ticket of a submission seen for the first time. The caller sets the clocks next.</summary>
    /// <param name="after">The closed ticket that it continues; null when it stands alone.</param>
    public static Ticket Open(TicketOrigin origin, Submission submission, RoutingDecision route, DateTimeOffset now, Ticket? after = null)
    {
        var ticket = Begin(origin, now);
        ticket.Adopt(submission, route);
        ticket.Record(new Happening.Opened(origin.Source, submission.SourceStatus), now, "hub");
        ticket.Status = TicketStatus.Triage;
        if (after is not null)
        {
            ticket.GuardAs(after, now);
        }

        ticket.Guard(after?.WasLiftedFor(submission) == true ? null : ProtectionReader.Of(submission), () => ProtectionReader.AccusesVerifier(submission), now);
        if (!route.Triage && route.Bureau is not null && ticket.Protection is null)
        {
            ticket.Bureau = route.Bureau;
            ticket.Status = TicketStatus.New;
            ticket.Record(new Happening.Routed(route.Bureau, route.Service), now, "hub");
        }

        if (route.Kind == SubmissionKind.InformationRequest && PpidWords.Invoke($"{submission.Title}\n{submission.NewBody}"))
        {
            ticket.StartPpid("hub", now);
        }

        ticket.TakeAnswers(submission.Answers);
        ticket.FollowSource(submission.EndedAt, now);
        ticket.KeepWithCandidate();
        return ticket;
    }

    /// <summary>Gives it the number under which it is stored.</summary>
    public void Name(string number) => Number = number;

    /// <summary>A visible stand-in for an item that could not be read, with a clock of its own. What nobody could read may ask for secrecy, and may accuse whoever owns its source: until it is read it is protected and waits for the verifier.</summary>
    public static Ticket OpenStub(TicketOrigin origin, string title, string cause, RoutingDecision route, DateTimeOffset receivedAt, DateTimeOffset now)
    {
        var ticket = Begin(origin, now);
        ticket.Kind = route.Kind;
        ticket.Route = route;
        ticket.Status = TicketStatus.Triage;
        ticket.Title = title;
        ticket.Body = cause;
        ticket.ReceivedAt = receivedAt;
        ticket.IsStub = true;
        (ticket.Anonymous, ticket.Secret) = (true, true);
        ticket.Record(new Happening.Opened(origin.Source), now, "hub");
        ticket.Record(new Happening.Quarantined(), now, "hub", cause);
        return ticket;
    }

    /// <summary>The stub's item was read after all: it becomes a full ticket under the same number.</summary>
    internal void Heal(Submission submission, RoutingDecision route, DateTimeOffset now)
    {
        IsStub = false;
        Adopt(submission, route);
        Bureau = route.Triage ? null : route.Bureau;
        Status = Bureau is null ? TicketStatus.Triage : TicketStatus.New;
        Guard(ProtectionReader.Of(submission), () => ProtectionReader.AccusesVerifier(submission), now);
        Record(new Happening.Routed(Bureau, Service), now, "hub");
        TakeAnswers(submission.Answers);
        FollowSource(submission.EndedAt, now);
        KeepWithCandidate();
    }

    /// <summary>The source has a newer version of the item.</summary>
    /// <returns>True when anything a reader would notice changed.</returns>
    internal bool Update(Submission submission, DateTimeOffset now)
    {
        if (IsStub || !Differs(submission))
        {
            return false;
        }

        var before = new Happening.SourceChanged(SourceStatus, Title, Body == submission.WholeBody ? null : Body);
        var (wasOpen, state) = (IsOpen, SourceState);
        var comesBack = SourceStatus != submission.SourceStatus && ComesBack(state, submission.SourceState);
        Take(submission);
        Anonymous |= submission.Reporter.Anonymous;
        Secret |= submission.Reporter.Secret;
        Record(before, now, "source", SourceStatus);
        GuardNews(submission, before, now);
        TakeAnswers(submission.Answers);
        FollowSource(submission.EndedAt, now);
        if (!wasOpen && Status != TicketStatus.Merged && comesBack)
        {
            ComeBack(now);
        }

        return true;
    }

    /// <summary>Closed because its source showed the item no longer, and nothing since. Needs the events.</summary>
    private bool IsWithdrawnAtSource => Status == TicketStatus.Closed
        && events.Where(e => e.Kind is TicketEventKind.Withdrawn or TicketEventKind.Closed or TicketEventKind.Reopened).MaxBy(e => e.Sequence)?.Of<Happening.Withdrawn>()?.AtSource == true;

    /// <summary>Its source shows the item again: what was closed for that is open as before, unless it ended there meanwhile.</summary>
    internal void Reappear(DateTimeOffset now)
    {
        if (IsWithdrawnAtSource && SourceState is not (SourceState.Closed or SourceState.Archived or SourceState.Returned))
        {
            ComeBack(now);
        }
    }

    /// <summary>What merely reports goes on (a tender is held again); what somebody waits for is opened again.</summary>
    private void ComeBack(DateTimeOffset now)
    {
        if (Kind == SubmissionKind.Report)
        {
            (ResolvedAt, ClosedAt) = (null, null);
            Status = Bureau is null ? TicketStatus.Triage : TicketStatus.InProgress;
        }
        else
        {
            Reopen("source", now);
        }
    }

    /// <summary>A later version that brings what the one before did not say: a plea, an accusation, a class, a flag.</summary>
    private void GuardNews(Submission submission, Happening.SourceChanged before, DateTimeOffset now)
    {
        if (submission.Reporter.IsProtected && Protection is not null)
        {
            Record(new Happening.Flagged(submission.Reporter.Anonymous, submission.Reporter.Secret), now, "source");
        }

        var wasSaid = events.Exists(e => e.Kind == TicketEventKind.ProtectionLifted) && before.Body is null && before.Title == Title;
        Guard(wasSaid ? null : ProtectionReader.Of(submission), () => ProtectionReader.AccusesVerifier(submission), now);
    }

    /// <summary>Somebody opened the item again at its source. That it is worked on there is no such news: it is the echo of our own answer.</summary>
    private static bool ComesBack(SourceState before, SourceState after) => after switch
    {
        SourceState.Open => true,
        SourceState.InProgress => before is SourceState.Closed or SourceState.Archived or SourceState.Returned,
        SourceState.Unknown or SourceState.Closed or SourceState.Archived or SourceState.Returned => false,
    };

    /// <summary>What was over at its source before it came needs no triage: it stands with the likeliest bureau, for the figures.</summary>
    private void KeepWithCandidate()
    {
        if (!IsOpen && Protection is null)
        {
            Bureau ??= Route.Bureau;
        }
    }

    /// <summary>An answer that our side gave at the source counts as of its own time: the first one ever, and the first one since a re-opening. The echo of ours is no other.</summary>
    private void TakeAnswers(IReadOnlyList<DateTimeOffset> answers)
    {
        if (Awaited(answers) is { } answeredAt)
        {
            var first = FirstResponseAt is null;
            FirstResponseAt ??= answeredAt;
            Record(new Happening.Answered(first ? true : null), answeredAt, "source");
        }
    }

    /// <returns>The first of them that the ticket still waits for; null when it waits for none.</returns>
    private DateTimeOffset? Awaited(IReadOnlyList<DateTimeOffset> answers)
    {
        if (FirstResponseAt is null)
        {
            return answers.Select(at => (DateTimeOffset?)at).FirstOrDefault(at => !IsContinuation || at >= ReceivedAt);
        }

        var reopened = events.Where(e => e.Kind == TicketEventKind.Reopened).Max(e => (DateTimeOffset?)e.At);
        return reopened is null || events.Exists(e => e.IsAnswer && e.At >= reopened) ? null : answers.Select(at => (DateTimeOffset?)at).FirstOrDefault(at => at >= reopened);
    }

    /// <param name="endedAt">When it ended, where the source says so; that the hub saw it is no such time.</param>
    private void FollowSource(DateTimeOffset? endedAt, DateTimeOffset now)
    {
        var goesOn = IsOpen || Status == TicketStatus.Resolved;
        switch (SourceState)
        {
            case SourceState.Closed or SourceState.Archived or SourceState.Returned when EndIsUnknown:
                ClosedAt = endedAt;
                break;
            case SourceState.Closed when goesOn:
                Close("source", SourceStatus, now);
                ClosedAt = endedAt;
                break;
            case SourceState.Archived when goesOn:
                Status = TicketStatus.Archived;
                Record(new Happening.Closed(), now, "source", SourceStatus);
                ClosedAt = endedAt;
                break;
            case SourceState.Returned when goesOn:
                DeclareNotOurs(SourceStatus ?? "", "source", SourceStatus ?? "", now);
                ClosedAt = endedAt;
                break;
            case SourceState.InProgress when Status == TicketStatus.New:
                Status = TicketStatus.InProgress;
                break;
        }
    }

    private static Ticket Begin(TicketOrigin origin, DateTimeOffset now) => new()
    {
        Number = origin.Number,
        System = origin.System,
        Source = origin.Source,
        Scope = origin.Scope,
        ExternalId = origin.ExternalId,
        OpenedAt = now,
        isWhole = true,
    };

    /// <summary>Everything that the item and its route say at the beginning; a newer version changes only what <see cref="Take"/> does, and raises protection.</summary>
    private void Adopt(Submission submission, RoutingDecision route)
    {
        Kind = route.Kind;
        Route = route;
        Class = route.Class;
        Service = route.Service;
        ReceivedAt = submission.ReceivedAt;
        To = submission.To;
        EventOn = submission.EventOn;
        SentAt = submission.SentAt < submission.ReceivedAt ? submission.SentAt : null;
        Organisation = submission.Reporter.Organisation is { Length: > LongestOrganisation } endless ? endless[..LongestOrganisation] : submission.Reporter.Organisation;
        Anonymous = submission.Reporter.Anonymous;
        Secret = submission.Reporter.Secret;
        Take(submission);
    }

    private void Take(Submission submission)
    {
        brought = submission.Reporter;
        Title = submission.Title;
        Body = submission.WholeBody;
        OriginalBody = submission.OriginalBody;
        Category = submission.Category;
        Area = submission.Area;
        (LetterNumber, Letter) = (submission.LetterNumber, submission.Letter);
        LetterKey = Letter.KeyOf(LetterNumber);
        Link = submission.Link?.ToString();
        SourceStatus = submission.SourceStatus;
        SourceState = submission.SourceState;
        StageEndsAt = submission.StageEndsAt;
        Facts = submission.Facts;
        // Of two sources of one system (interface and export) perhaps only one carries it.
        Rating = submission.Rating ?? Rating;
    }

    private bool Differs(Submission s) =>
        Title != s.Title || Body != s.WholeBody || SourceStatus != s.SourceStatus || Category != s.Category || Area != s.Area
        || (s.Reporter.Anonymous && !Anonymous) || (s.Reporter.Secret && !Secret) || !Facts.SequenceEqual(s.Facts)
        || (s.Rating is { } rating && rating != Rating) || (s.EndedAt is not null && EndIsUnknown) || Awaited(s.Answers) is not null || StageEndsAt != s.StageEndsAt;
}
