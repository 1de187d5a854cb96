using System.Diagnostics;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Host.Mailing.Links;

/// <summary>What a link of a notice can do. Each has its page and its words; the numbers are part of signed links.</summary>
public enum LinkAct
{
    Accept = 0,
    GiveBack = 1,
    AskForData = 2,
    Finish = 3,

    /// <summary>To another bureau, chosen on its page, with a reason.</summary>
    Forward = 4,

    /// <summary>Another authority's; the verifier's alone.</summary>
    NotOurs = 5,

    /// <summary>Carries out a command, or keeps a note, by mail for whose sender nobody vouched.</summary>
    Confirm = 6,

    /// <summary>Carries out a command by mail whose words show who wrote, without them.</summary>
    SendBlotted = 7,

    /// <summary>Hands such words to the verifier.</summary>
    HandToVerifier = 8,
}

/// <summary>Which links a ticket offers, and what each one means.</summary>
public static class LinkActs
{
    private static readonly LinkAct[] OfTriage = [LinkAct.Forward, LinkAct.NotOurs];
    private static readonly LinkAct[] OfBureau = [LinkAct.GiveBack, LinkAct.AskForData, LinkAct.Finish, LinkAct.Forward];

    /// <summary>What whoever holds the ticket can do with it now.</summary>
    public static IReadOnlyList<LinkAct> For(Ticket ticket) =>
        !ticket.IsOpen || ticket.IsStub ? []
        : ticket.Bureau is null ? OfTriage
        : ticket.Status == TicketStatus.New ? [LinkAct.Accept, .. OfBureau]
        : OfBureau;

    /// <summary>What may become of words that show who wrote; the verifier is asked only where he may read them.</summary>
    public static IReadOnlyList<LinkAct> Deciding(Ticket ticket) => ticket.KeepsVerifierOut ? [LinkAct.SendBlotted] : [LinkAct.SendBlotted, LinkAct.HandToVerifier];

    /// <param name="act">One that needs no words that wait.</param>
    /// <param name="form">What was typed on the page of the link.</param>
    public static TicketChange ChangeOf(this LinkAct act, LinkForm form) => act switch
    {
        LinkAct.Accept => new TicketChange.Accept(),
        LinkAct.GiveBack => new TicketChange.GiveBack(form.Text),
        LinkAct.AskForData => new TicketChange.Ask(form.Text),
        LinkAct.Finish => new TicketChange.Resolve(form.Text),
        LinkAct.Forward => new TicketChange.Assign(form.Bureau, null, form.Text),
        LinkAct.NotOurs => new TicketChange.NotOurs(form.Target, form.Text),
        LinkAct.Confirm or LinkAct.SendBlotted or LinkAct.HandToVerifier => throw new UnreachableException(),
    };

    /// <summary>It carries out words that came by mail and wait.</summary>
    public static bool Waits(this LinkAct act) => act is LinkAct.Confirm or LinkAct.SendBlotted or LinkAct.HandToVerifier;

    /// <summary>Its page asks for words.</summary>
    public static bool TakesText(this LinkAct act) => act != LinkAct.Accept && !act.Waits();

    /// <summary>Files may go with its words to the reporter.</summary>
    public static bool TakesFiles(this LinkAct act) => act is LinkAct.AskForData or LinkAct.Finish || act.Waits();

    /// <summary>What the link itself decides about words that show who wrote; else what was chosen on its page.</summary>
    public static Wording WordingOf(this LinkAct act, Wording chosen) => act switch
    {
        LinkAct.SendBlotted => Wording.Blotted,
        LinkAct.HandToVerifier => Wording.ToVerifier,
        LinkAct.Accept or LinkAct.GiveBack or LinkAct.AskForData or LinkAct.Finish or LinkAct.Forward or LinkAct.NotOurs or LinkAct.Confirm => chosen,
    };
}

/// <summary>The fields of a link's page; each link uses its own.</summary>
/// <param name="Text">Reason, question, answer or explanation.</param>
/// <param name="Bureau">A bureau code.</param>
/// <param name="Target">The authority.</param>
/// <param name="Seen">How many events the ticket had when the page was shown.</param>
/// <param name="Wording">What the person decided about words that show who wrote.</param>
public sealed record LinkForm(string Text = "", string Bureau = "", string Target = "", int? Seen = null, Wording Wording = Wording.Undecided)
{
    /// <summary>Go with a question or an answer.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];
}
