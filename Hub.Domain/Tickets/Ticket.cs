using System.Text.Json;
using Hub.Domain.Deadlines;
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

    /// <summary>The inbox or desk that took it.</summary>
    public string? To { get; private set; }
    public string? Link { get; private set; }
    public string? SourceStatus { get; private set; }
    public SourceState SourceState { get; private set; }
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; private set; } = [];

    /// <summary>The office or body it came from; not personal data. Persons are in the identity compartment.</summary>
    public string? Organisation { get; private set; }

    /// <summary>Anonim.</summary>
    public bool Anonymous { get; private set; }

    /// <summary>Rahasia.</summary>
    public bool Secret { get; private set; }

    /// <summary>Null while in triage.</summary>
    public string? Bureau { get; private set; }
    public int? Service { get; private set; }
    public string? Class { get; private set; }
    public RoutingDecision Route { get; private set; } = null!;

    public DateOnly? EventOn { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>First substantive text to the reporter by a person (R20).</summary>
    public DateTimeOffset? FirstResponseAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Reopened { get; private set; }

    /// <summary>The reporter's stars at the source, 1 to 5; null while there are none.</summary>
    public int? Rating { get; private set; }

    /// <summary>Headline date: the earliest open promise, class or channel clock (R15).</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>First instant at which the headline clock is late; null when it can never be (service 9) or nobody can know (over before it came).</summary>
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

    /// <summary>Finished at its source before the hub first saw it: nobody here knows when, so no figure may call it late or on time.</summary>
    public bool WasOverBeforeItCame => ClosedAt == OpenedAt && FirstResponseAt is null;

    public bool IsLate(DateTimeOffset now) => IsOpen && LateAt <= now;

    /// <summary>A person gives the ticket to a bureau: out of triage, or from one bureau to another. Clocks of promise, class, channel and statute go on (R18).</summary>
    public void Assign(string bureau, int? service, string actor, string? reason, DateTimeOffset now)
    {
        var from = Bureau;
        Bureau = bureau;
        Service = service ?? Service;
        if (Status == TicketStatus.Triage)
        {
            Status = TicketStatus.New;
        }

        Record(from is null ? TicketEventKind.Routed : TicketEventKind.Reassigned, now, actor, reason, new { From = from, To = bureau, Service });
    }

    /// <summary>The bureau gives it back: wrong address, with a reason. It waits in triage again.</summary>
    public void GiveBack(string actor, string reason, DateTimeOffset now)
    {
        var from = Bureau;
        Bureau = null;
        Status = TicketStatus.Triage;
        Record(TicketEventKind.Returned, now, actor, reason, new { From = from });
    }

    public void Accept(string actor, DateTimeOffset now)
    {
        Status = TicketStatus.InProgress;
        Record(TicketEventKind.Accepted, now, actor, null, null);
    }

    /// <summary>Asks the reporter for what is missing; pausable clocks stop from the next day (R19).</summary>
    public void AskReporter(string actor, string question, DateTimeOffset now)
    {
        Status = TicketStatus.WaitingForReporter;
        Record(TicketEventKind.AskedReporter, now, actor, question, null);
    }

    /// <summary>The missing documents came; paused clocks go on.</summary>
    public void Complete(string actor, DateTimeOffset now)
    {
        Status = TicketStatus.InProgress;
        Record(TicketEventKind.Completed, now, actor, null, null);
    }

    /// <summary>A substantive answer that does not end the matter (R20).</summary>
    public void Answer(string actor, string text, DateTimeOffset now)
    {
        FirstResponseAt ??= now;
        Stand(TicketStatus.InProgress);
        Record(TicketEventKind.Answered, now, actor, text, null);
    }

    /// <summary>The final answer (R21).</summary>
    public void Resolve(string actor, string text, DateTimeOffset now)
    {
        FirstResponseAt ??= now;
        ResolvedAt = now;
        Stand(TicketStatus.Resolved);
        Record(TicketEventKind.Resolved, now, actor, text, null);
    }

    public void Close(string actor, string? reason, DateTimeOffset now)
    {
        ClosedAt = now;
        Status = TicketStatus.Closed;
        Record(TicketEventKind.Closed, now, actor, reason, null);
    }

    /// <summary>Not our authority: all our clocks end with that outcome (R18).</summary>
    public void DeclareNotOurs(string target, string actor, string evidence, DateTimeOffset now)
    {
        ClosedAt = now;
        Stand(TicketStatus.NotOurs);
        Record(TicketEventKind.NotOurs, now, actor, evidence, new { Target = target });
    }

    /// <summary>The reporter wrote again. Inside the window after the answer this reopens (R21); while we wait for documents a person still says whether they are complete.</summary>
    public void HearReporter(string text, DateTimeOffset now)
    {
        Record(TicketEventKind.ReporterWrote, now, "reporter", text, null);
        if (Status is TicketStatus.Resolved)
        {
            Reopen("reporter", now);
        }
    }

    /// <summary>Something that is kept and changes neither state nor clock: automatic mail, a note, a link, a failed delivery.</summary>
    public void Remark(TicketEventKind kind, string actor, string? text, object? data, DateTimeOffset now) => Record(kind, now, actor, text, data);

    /// <summary>Follows another ticket from now on; its own clocks stay (merge is reversible without loss).</summary>
    public void MergeInto(Ticket leader, string actor, string reason, DateTimeOffset now)
    {
        Record(TicketEventKind.Merged, now, actor, reason, new { Into = leader.Number, Was = Status.ToString() });
        MergedInto = leader.Id;
        Status = TicketStatus.Merged;
    }

    /// <summary>Takes a merge back: the status before it, as its event recorded it, returns. Needs the events.</summary>
    public void Unmerge(string actor, string reason, DateTimeOffset now)
    {
        var merge = events.Where(e => e.Kind == TicketEventKind.Merged).MaxBy(e => e.Sequence)!;
        using var data = JsonDocument.Parse(merge.Data!);
        Status = events.Where(e => e.Sequence > merge.Sequence && Outcome(e.Kind) is not null).MaxBy(e => e.Sequence) is { } since
            ? Outcome(since.Kind)!.Value
            : Enum.Parse<TicketStatus>(data.RootElement.GetProperty("was").GetString()!);
        MergedInto = null;
        Record(TicketEventKind.Unmerged, now, actor, reason, null);
        FollowSource(now);
    }

    /// <summary>Raises a protection flag; only the reporter or the source can lower one.</summary>
    public void Protect(bool anonymous, bool secret, string actor, DateTimeOffset now)
    {
        Anonymous |= anonymous;
        Secret |= secret;
        Record(TicketEventKind.Flagged, now, actor, null, new { Anonymous, Secret });
    }

    /// <summary>Sets kind, class or service as a person corrected them. The caller recomputes the clocks from the original start (R17).</summary>
    public void Reclassify(SubmissionKind kind, int? service, string? complaintClass, string actor, DateTimeOffset now)
    {
        var before = new { Kind, Service, Class };
        Kind = kind;
        Service = service;
        Class = complaintClass;
        Record(TicketEventKind.DeadlineChanged, now, actor, null, before);
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

    /// <summary>A follower stays one, whatever its leader is answered; its own outcome is in its events and clocks.</summary>
    private void Stand(TicketStatus status) => Status = MergedInto is null ? status : Status;

    /// <summary>Where a follower stands by itself after its leader was answered.</summary>
    private static TicketStatus? Outcome(TicketEventKind kind) => kind switch
    {
        TicketEventKind.Answered => TicketStatus.InProgress,
        TicketEventKind.Resolved => TicketStatus.Resolved,
        TicketEventKind.NotOurs => TicketStatus.NotOurs,
        _ => null,
    };

    private void Reopen(string actor, DateTimeOffset now)
    {
        Reopened++;
        ResolvedAt = null;
        ClosedAt = null;
        Status = Bureau is null ? TicketStatus.Triage : TicketStatus.InProgress;
        Record(TicketEventKind.Reopened, now, actor, null, null);
    }

    private void ShowHeadline()
    {
        var binding = clocks.Single(c => c.Binding);
        DueOn = binding.DueOn;
        LateAt = binding.Informational || WasOverBeforeItCame ? null : binding.LateAt;
        Provisional = binding.Provisional;
    }

    private void Record(TicketEventKind kind, DateTimeOffset at, string actor, string? text, object? data)
    {
        Version++;
        events.Add(new TicketEvent(EventCount += 1, kind, at, actor, text, data is null ? null : JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));
    }

    /// <summary>How many events there are, also when they are not loaded.</summary>
    public int EventCount { get; private set; }
}
