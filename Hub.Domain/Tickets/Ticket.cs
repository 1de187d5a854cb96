using Hub.Domain.Conversation;
using Hub.Domain.Deadlines;
using Hub.Domain.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <summary>What we answer for. Changes only through its verbs; every verb leaves an event.</summary>
public sealed partial class Ticket
{
    private readonly List<TicketEvent> events = [];
    private readonly List<TicketClock> clocks = [];
    private readonly List<TicketAttachment> attachments = [];

    private Ticket() { }

    public long Id { get; private set; }
    public string Number { get; private set; } = "";

    /// <summary>The outside system (<c>lapor</c>, <c>email</c> …).</summary>
    public string System { get; private set; } = "";

    /// <summary>The configured source it came through first.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Within which external ids are unique: the system, or the source for inboxes. Unique together with <see cref="ExternalId"/>.</summary>
    public string Scope { get; private set; } = "";
    public string ExternalId { get; private set; } = "";

    public SubmissionKind Kind { get; private set; }
    public TicketStatus Status { get; private set; }
    public string Title { get; private set; } = "";
    public string Body { get; private set; } = "";

    /// <summary>The reporter's own words where the source rewrote them.</summary>
    public string? OriginalBody { get; private set; }
    public string? Category { get; private set; }
    public string? Area { get; private set; }
    public string? LetterNumber { get; private set; }

    /// <summary>What its letter says about itself; null when it brought none.</summary>
    public Letter? Letter { get; private set; }

    /// <summary>The letter's number in one form (<see cref="Letter.KeyOf"/>): equal for the same letter by mail, at the counter and in a register.</summary>
    public string? LetterKey { get; private set; }

    /// <summary>The inbox or desk that took it.</summary>
    public string? To { get; private set; }
    public string? Link { get; private set; }
    public string? SourceStatus { get; private set; }
    public SourceState SourceState { get; private set; }
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; private set; } = [];

    /// <summary>The office or body it came from; of a protected ticket it points to who wrote. Persons are in the identity compartment.</summary>
    public string? Organisation { get; private set; }

    /// <summary>Who holds it: the code of a bureau or of an office of the province; null while in triage.</summary>
    public string? Bureau { get; private set; }
    public int? Service { get; private set; }
    public string? Class { get; private set; }
    public RoutingDecision Route { get; private set; } = null!;

    public DateOnly? EventOn { get; private set; }

    /// <summary>The end that the source itself gives the stage; null when it is none.</summary>
    public DateTimeOffset? StageEndsAt { get; private set; }

    /// <summary>When the reporter sent it, where it came to us later.</summary>
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>First substantive text to the reporter by a person (R20).</summary>
    public DateTimeOffset? FirstResponseAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Null while it goes on, and where its source ended it and does not say when.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Reopened { get; private set; }

    public const int MostStars = 5;

    /// <summary>The reporter's stars, at the source or by the link of the final answer: 1 to <see cref="MostStars"/>; null while there are none.</summary>
    public int? Rating { get; private set; }

    /// <summary>Headline date: the earliest open promise, class or channel clock (R15).</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The day that lists, pages and mails name as its deadline; null where nothing binds us to one.</summary>
    public DateOnly? DeadlineOn => LateAt is null ? null : DueOn;

    /// <summary>First instant at which the headline clock is late; null when it can never be (service 9) or nobody can know (its source ended it and does not say when).</summary>
    public DateTimeOffset? LateAt { get; private set; }
    public bool Provisional { get; private set; }

    /// <summary>Made for an item that could not be read.</summary>
    public bool IsStub { get; private set; }

    /// <summary>The ticket it is followed under, when merged.</summary>
    public long? MergedInto { get; private set; }

    /// <summary>Grows with every change; two writers cannot both win.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<TicketEvent> Events => events;
    public IReadOnlyList<TicketClock> Clocks => clocks;
    public IReadOnlyList<TicketAttachment> Attachments => attachments;

    public bool IsOpen => Status.IsOpen();

    /// <summary>Ended at its source, which does not say when: no figure may call it late or on time.</summary>
    public bool EndIsUnknown => Status.IsEnded() && ClosedAt is null && ResolvedAt is null;

    /// <summary>A mail that looks like an answer and was not joined, because token, sender and references disagree: a person says what it is.</summary>
    public bool IsDoubtfulReply => Status == TicketStatus.Triage && Route.Why is [{ Code: IntakeReasons.ThreadDoubt }, ..];

    /// <summary>Of a reply that an officer wrote and that could not be placed: the office; such words are never the reporter's. Null for every other ticket.</summary>
    public string? RepliedByOffice => Route.Why is [{ Code: IntakeReasons.ThreadDoubt, Values: [_, var office] }, ..] ? office : null;

    /// <summary>The reporter answered a question or a reply of ours, and nobody has taken that up yet. Needs the events.</summary>
    public bool IsAnsweredByReporter => IsOpen && (Status == TicketStatus.WaitingForReporter || FirstResponseAt is not null)
        && events.Where(e => TicketHistory.Turns.Contains(e.Kind)).MaxBy(e => e.Sequence) is { Kind: TicketEventKind.ReporterWrote };

    /// <summary>Since when the headline clock waits for the reporter; null while it runs. Needs the clocks.</summary>
    public DateOnly? PausedSince => Status == TicketStatus.WaitingForReporter ? clocks.FirstOrDefault(c => c.Binding)?.PausedSince : null;

    /// <summary>The authority that is waited for now; null when none is. Needs the events.</summary>
    public Happening.WaitingBegan? Waiting => WaitingSince?.Of<Happening.WaitingBegan>();

    /// <summary>The event by which that waiting began, for whoever reads its words; null as <see cref="Waiting"/>.</summary>
    public TicketEvent? WaitingSince =>
        events.Where(e => TicketHistory.WaitKinds.Contains(e.Kind)).MaxBy(e => e.Sequence) is { Kind: TicketEventKind.WaitingBegan } began ? began : null;

    public bool IsLate(DateTimeOffset now) => IsOpen && LateAt <= now;

    /// <summary>A person gives the ticket to a bureau: out of triage, or from one bureau to another. The service comes with the bureau; clocks of promise, class, channel and statute keep their start (R18), and whoever has it now accepts it anew.</summary>
    internal void Assign(Placement place, string actor, string? reason, DateTimeOffset now)
    {
        var (from, before) = (Bureau, Service);
        (Bureau, Service, Class, TakenBy) = (place.Bureau, place.Service, place.Class, null);
        if (Status is TicketStatus.Triage or TicketStatus.InProgress)
        {
            Status = TicketStatus.New;
        }

        Record(from is null ? new Happening.Routed(Bureau, Service) : new Happening.Reassigned(from, Bureau, Service, before), now, actor, reason);
    }

    /// <summary>It waits in triage again: the bureau gives it back with a reason, or whoever passed it on takes it back at once.</summary>
    internal void GiveBack(string actor, string? reason, DateTimeOffset now)
    {
        var from = Bureau;
        (Bureau, TakenBy, Status, ClosedAt) = (null, null, TicketStatus.Triage, null);
        Record(new Happening.Returned(from), now, actor, reason);
    }

    internal void Accept(string actor, DateTimeOffset now)
    {
        Status = TicketStatus.InProgress;
        Record(new Happening.Accepted(), now, actor);
    }

    internal void Rate(int stars) => Rating = stars;

    /// <summary>Asks the reporter for what is missing; pausable clocks stop from the next day (R19).</summary>
    /// <param name="missing">Numbers of requirements of its service; null for a question of another kind.</param>
    internal void AskReporter(string actor, string question, DateTimeOffset now, IReadOnlyList<int>? missing = null)
    {
        Status = TicketStatus.WaitingForReporter;
        Record(missing is null ? new Happening.AskedReporter() : new Happening.AskedReporter(Service, missing), now, actor, question);
    }

    internal void CheckRequirements(IReadOnlyList<int> there, IReadOnlyList<int> missing, string actor, DateTimeOffset now) =>
        Record(new Happening.RequirementsChecked(Service, there, missing), now, actor);

    /// <summary>The missing documents came; paused clocks go on.</summary>
    internal void Complete(string actor, DateTimeOffset now)
    {
        Status = Waiting is null ? Resumed : TicketStatus.WaitingForAuthority;
        Record(new Happening.Completed(), now, actor);
    }

    /// <summary>Another authority was asked; the terms that stop for it stop until it answers.</summary>
    internal void WaitFor(Happening.WaitingBegan asked, string actor, DateTimeOffset now)
    {
        Status = TicketStatus.WaitingForAuthority;
        Record(asked, now, actor);
    }

    internal void StopWaiting(string actor, string? answer, DateTimeOffset now)
    {
        Record(new Happening.WaitingEnded(), now, actor, answer);
        Status = Resumed;
    }

    /// <summary>Something began that a term counts from: a visit to the counter, an appeal, a decision.</summary>
    internal void Begin(string rule, DateTimeOffset at, string actor, DateTimeOffset now) => Record(new Happening.TermBegan(rule, at), now, actor);

    /// <summary>A substantive answer that does not end the matter (R20); a question that the reporter has not answered stays open (R19).</summary>
    internal void Answer(string actor, string text, DateTimeOffset now)
    {
        var first = FirstResponseAt is null;
        FirstResponseAt ??= now;
        Record(new Happening.Answered(first ? true : null), now, actor, text);
        if (Status != TicketStatus.WaitingForReporter || !TicketHistory.IsPaused(this))
        {
            Stand(AtWork);
        }
    }

    /// <summary>Nobody acted or wrote since the reporter got these very words; false where the words lie under seal.</summary>
    internal bool WasJustAnswered(string text) =>
        events.Where(e => e.Kind.IsNews()).MaxBy(e => e.Sequence) is { Kind: TicketEventKind.Answered } last && last.Text == text;

    /// <summary>The final answer (R21).</summary>
    internal void Resolve(string actor, string text, DateTimeOffset now)
    {
        FirstResponseAt ??= now;
        ResolvedAt = now;
        Stand(TicketStatus.Resolved);
        Record(new Happening.Resolved(), now, actor, text);
    }

    /// <summary>The final answer is a refusal; it ends what a final answer ends.</summary>
    internal void Refuse(string actor, string reason, DateTimeOffset now)
    {
        FirstResponseAt ??= now;
        ResolvedAt = now;
        Stand(TicketStatus.Resolved);
        Record(new Happening.Refused(), now, actor, reason);
    }

    /// <summary>The reporter no longer wants it: every clock ends without being late.</summary>
    internal void Withdraw(string actor, string? reason, DateTimeOffset now, bool? atSource = null)
    {
        ClosedAt = now;
        Stand(TicketStatus.Closed);
        Record(new Happening.Withdrawn(atSource), now, actor, reason);
    }

    internal void SetEvent(DateOnly on, string actor, DateTimeOffset now)
    {
        var before = EventOn;
        EventOn = on;
        Record(new Happening.EventSet(on, before), now, actor);
    }

    internal void Close(string actor, string? reason, DateTimeOffset now)
    {
        ClosedAt = now;
        Status = TicketStatus.Closed;
        Record(new Happening.Closed(), now, actor, reason);
    }

    /// <summary>Not our authority: all our clocks end with that outcome (R18).</summary>
    internal void DeclareNotOurs(string target, string actor, string evidence, DateTimeOffset now)
    {
        ClosedAt = now;
        Stand(TicketStatus.NotOurs);
        Record(new Happening.NotOurs(target), now, actor, evidence);
    }

    /// <summary>The reporter wrote again. Inside the window after the answer a new matter reopens (R21), thanks do not, and a confirmation closes; while we wait for documents a person still says whether they are complete.</summary>
    /// <param name="ground">What marks beside the words ask for; null where they ask for nothing.</param>
    internal void HearReporter(string text, DateTimeOffset now, string? letter = null, ProtectionGround? ground = null)
    {
        var meaning = ReplyReader.Read(text);
        Record(new Happening.ReporterWrote(IsOpen ? null : meaning, letter), now, "reporter", text);
        Guard(ground ?? ProtectionReader.Read(text), () => ProtectionReader.AccusesVerifier(text), now);
        if (IsObjectedBy(text))
        {
            ObjectPpid(now, "reporter", now);
        }
        else if (Status == TicketStatus.Resolved && meaning == ReplyMeaning.News)
        {
            Reopen("reporter", now);
        }
        else if (Status == TicketStatus.Resolved && meaning == ReplyMeaning.Confirms)
        {
            Close("reporter", null, now);
        }
    }

    /// <summary>Something that is kept and changes neither state nor clock: automatic mail, a note, a link, a failed delivery.</summary>
    internal void Remark(Happening happened, string actor, string? text, DateTimeOffset now) => Record(happened, now, actor, text);

    /// <summary>Follows another ticket from now on; its own clocks stay (merge is reversible without loss).</summary>
    internal void MergeInto(Ticket leader, string actor, string? reason, DateTimeOffset now)
    {
        Record(new Happening.Merged(leader.Number, Status), now, actor, reason);
        MergedInto = leader.Id;
        Status = TicketStatus.Merged;
    }

    /// <summary>Takes a merge back: the status before it, as its event recorded it, returns. Needs the events.</summary>
    internal void Unmerge(string actor, string? reason, DateTimeOffset now)
    {
        var merge = events.Where(e => e.Kind == TicketEventKind.Merged).MaxBy(e => e.Sequence)!;
        var since = events.Where(e => e.Sequence > merge.Sequence).OrderByDescending(e => e.Sequence).Select(e => Outcome(e.Happened())).FirstOrDefault(o => o is not null);
        Status = since ?? merge.Of<Happening.Merged>()!.Was!.Value;
        MergedInto = null;
        Record(new Happening.Unmerged(), now, actor, reason);
        FollowSource(null, now);
    }

    /// <summary>Sets kind, class or service as a person corrected them (R17).</summary>
    internal void Reclassify(SubmissionKind kind, int? service, string? complaintClass, string actor, DateTimeOffset now)
    {
        var before = new Happening.Reclassified(Kind, Service, Class);
        (Kind, Service, Class) = (kind, service, complaintClass);
        Record(before, now, actor);
    }

    /// <summary>Replaces the clocks by freshly computed ones; exactly one of them is binding.</summary>
    public void SetClocks(IReadOnlyList<Clock> computed)
    {
        foreach (var gone in clocks.Where(c => computed.All(n => n.Rule != c.Rule)).ToList())
        {
            clocks.Remove(gone);
        }

        foreach (var clock in computed)
        {
            if (clocks.FirstOrDefault(c => c.Rule == clock.Rule) is { } known)
            {
                known.Set(clock);
            }
            else
            {
                clocks.Add(new TicketClock(clock));
            }
        }

        ShowHeadline();
    }

    public void Attach(TicketAttachment attachment) => attachments.Add(attachment);

    /// <summary>Where it stands while the bureau has it in hand.</summary>
    private TicketStatus AtWork => Waiting is null ? TicketStatus.InProgress : TicketStatus.WaitingForAuthority;

    /// <summary>Where it stands when a wait is over: whoever got it meanwhile and has done nothing yet accepts it first.</summary>
    private TicketStatus Resumed =>
        events.Where(e => TicketHistory.Handling.Contains(e.Kind) || TicketHistory.Placing.Contains(e.Kind)).MaxBy(e => e.Sequence) is { } last && TicketHistory.Placing.Contains(last.Kind)
            ? TicketStatus.New
            : TicketStatus.InProgress;

    /// <summary>A follower stays one, whatever its leader is answered; its own outcome is in its events and clocks.</summary>
    private void Stand(TicketStatus status) => Status = MergedInto is null ? status : Status;

    /// <summary>Where a follower stands by itself after its leader was answered.</summary>
    private static TicketStatus? Outcome(Happening happened) => happened switch
    {
        Happening.Answered => TicketStatus.InProgress,
        Happening.Resolved or Happening.Refused => TicketStatus.Resolved,
        Happening.NotOurs => TicketStatus.NotOurs,
        _ => null,
    };

    internal void Reopen(string actor, DateTimeOffset now)
    {
        Reopened++;
        ResolvedAt = null;
        ClosedAt = null;
        Status = Bureau is null ? TicketStatus.Triage : TicketStatus.InProgress;
        Record(new Happening.Reopened(), now, actor);
    }

    private void ShowHeadline()
    {
        var binding = clocks.Single(c => c.Binding);
        DueOn = binding.DueOn;
        LateAt = binding.Informational || EndIsUnknown ? null : binding.LateAt;
        Provisional = binding.Provisional;
    }

    private void Record(Happening happened, DateTimeOffset at, string actor, string? text = null)
    {
        Version++;
        events.Add(new TicketEvent(EventCount += 1, happened, at, actor, text));
    }

    /// <summary>How many events there are, also when they are not loaded.</summary>
    public int EventCount { get; private set; }
}
