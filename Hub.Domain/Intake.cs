using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain;

/// <summary>The way of an item, decided in one place: what is known about it and what follows. The host carries it out.</summary>
public static class Intake
{
    public static IntakeDecision Decide(IntakeQuestion question, Func<RoutingQuestion, RoutingDecision> route)
    {
        if (question.Submission.Mail is { } mail)
        {
            // Whoever wants it, too: it may be a way into somebody's account.
            if (question.IsOwnNotice)
            {
                return question.IsOwnRound ? new IntakeDecision.Ignore(Said.Of<IgnoredTexts>("OwnRound"), IntakeReasons.OwnRound) : new IntakeDecision.Ignore(Said.Of<IgnoredTexts>("OwnNotice"), IntakeReasons.OwnNotice);
            }

            if (question.Known is null && AsMail(question, mail, route) is { } decided)
            {
                return decided;
            }
        }

        return question.Known switch
        {
            { IsStub: true } stub => new IntakeDecision.Heal(stub, Route(question, route)),
            { } known when known.IsOpenedAnewBy(question.Submission) => new IntakeDecision.Continue(known, Continue(known, question, route)),
            { } known => new IntakeDecision.Update(known),
            null => new IntakeDecision.Open(Route(question, route), question.Doubt),
        };
    }

    private static IntakeDecision? AsMail(IntakeQuestion question, Mail mail, Func<RoutingQuestion, RoutingDecision> route)
    {
        var automatic = mail.IsBounce || mail.IsAutomatic || mail.IsList;
        return (question.Thread, automatic) switch
        {
            ({ } ticket, true) => new IntakeDecision.AttachAutomatic(ticket),
            ({ } ticket, false) when question.GoesOn => new IntakeDecision.Open(Continue(ticket, question, route), null, ticket),
            ({ } ticket, false) => new IntakeDecision.Append(ticket, question.IsStaff),
            // A scanner announces itself as automatic and brings a letter: that is an item like any other.
            (null, true) when !mail.IsBounce && mail.InReplyTo is null && question.Submission.Attachments.Count > 0 => null,
            // Whoever calls himself a robot and names a ticket that nothing proves: a person looks.
            (null, true) when !mail.IsBounce && question.Doubt is not null => null,
            (null, true) when question.IsWanted => null,
            (null, true) => new IntakeDecision.Ignore(Reason(mail), question.Named is null ? null : IntakeReasons.NamesTicket),
            _ => null,
        };
    }

    private static Said Reason(Mail mail) => Said.Of<IgnoredTexts>(mail.IsBounce ? "Bounce" : mail.IsList ? "List" : "Automatic");

    /// <summary>What goes on after a ticket was closed is its bureau's, whatever the few words say.</summary>
    private static RoutingDecision Continue(Ticket before, IntakeQuestion question, Func<RoutingQuestion, RoutingDecision> route)
    {
        var decision = Route(question, route, before.IsProtected || before.Protection is not null);
        return before.Bureau is null
            ? decision
            : decision with
            {
                Bureau = before.Bureau, Service = before.Service, Kind = before.Kind, Class = before.Class, Score = 1, RunnerUp = null, NotOurs = null, Rule = null, Triage = false,
                Why = [new Reason(IntakeReasons.FollowUp, [before.Number])],
            };
    }

    private static RoutingDecision Route(IntakeQuestion question, Func<RoutingQuestion, RoutingDecision> route, bool isProtected = false)
    {
        var decision = route(RoutingQuestion.About(question.System, question.Submission, isProtected));
        return question.Doubt is null
            ? decision
            : decision with { Triage = true, Why = [new Reason(IntakeReasons.ThreadDoubt, question.Office is null ? [question.Doubt] : [question.Doubt, question.Office]), .. decision.Why] };
    }
}

/// <summary>Codes of grounds that the intake itself adds to a route.</summary>
public static class IntakeReasons
{
    /// <summary>A mail that looks like an answer and may not be one; the value says why, a second one of which office the officer is who wrote it.</summary>
    public const string ThreadDoubt = "thread-doubt";

    /// <summary>It goes on where a closed ticket ended; the value is that ticket's number.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>The hub's own mail to itself, which tried its account.</summary>
    public const string OwnRound = "own-round";

    /// <summary>A mail of the hub's own to somebody, read in a folder of sent mail or come back: never an item.</summary>
    public const string OwnNotice = "own-notice";

    /// <summary>An ignored mail of a robot that names a ticket and proves nothing: not part of it, and gone with its words.</summary>
    public const string NamesTicket = "names-ticket";
}

/// <summary>What is known about a submission before anything is decided.</summary>
public sealed record IntakeQuestion
{
    public required string System { get; init; }
    public required Submission Submission { get; init; }

    /// <summary>The ticket of the same source item, if there is one.</summary>
    public Ticket? Known { get; init; }

    /// <summary>The ticket a mail answers, when token, sender and references agree.</summary>
    public Ticket? Thread { get; init; }

    /// <summary>The answer is an officer's, by the token it carries.</summary>
    public bool IsStaff { get; init; }

    /// <summary>The ticket it answers is closed and its reporter wants something still: a new ticket, linked to it (R21).</summary>
    public bool GoesOn { get; init; }

    /// <summary>Why a mail that looks like an answer was not joined; null when nothing is doubtful.</summary>
    public string? Doubt { get; init; }

    /// <summary>The bureau or office whose officer wrote a doubtful mail; null for anybody else.</summary>
    public string? Office { get; init; }

    /// <summary>The ticket that a robot's mail names and does not join: it may repeat that ticket's words.</summary>
    public long? Named { get; init; }

    /// <summary>The mail is one of the hub's own notices.</summary>
    public bool IsOwnNotice { get; init; }

    /// <summary>The hub sent it to itself to try its account.</summary>
    public bool IsOwnRound { get; init; }

    /// <summary>A person looked at what was ignored and wants a ticket of it.</summary>
    public bool IsWanted { get; init; }
}

/// <summary>What becomes of a submission.</summary>
public abstract record IntakeDecision
{
    private IntakeDecision() { }

    /// <summary>Seen for the first time.</summary>
    /// <param name="After">The closed ticket that it continues; null when it stands alone.</param>
    public sealed record Open(RoutingDecision Route, string? Doubt, Ticket? After = null) : IntakeDecision;

    /// <summary>The stub of an unreadable item becomes a full ticket.</summary>
    public sealed record Heal(Ticket Stub, RoutingDecision Route) : IntakeDecision;

    /// <summary>A newer version, or the same again.</summary>
    public sealed record Update(Ticket Ticket) : IntakeDecision;

    /// <summary>The source opens again what was closed: a new ticket, linked to that one (R21).</summary>
    public sealed record Continue(Ticket Closed, RoutingDecision Route) : IntakeDecision;

    /// <summary>A person answered within a ticket.</summary>
    /// <param name="IsStaff">As an officer; else as its reporter.</param>
    public sealed record Append(Ticket Ticket, bool IsStaff) : IntakeDecision;

    /// <summary>Automatic mail: kept, changes nothing.</summary>
    public sealed record AttachAutomatic(Ticket Ticket) : IntakeDecision;

    /// <summary>Set aside on purpose.</summary>
    /// <param name="Code">Of what nobody needs to look at; null for what stands on the list of the ignored.</param>
    public sealed record Ignore(Said Reason, string? Code = null) : IntakeDecision;
}
