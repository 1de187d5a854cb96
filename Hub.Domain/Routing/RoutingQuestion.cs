using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Routing;

/// <summary>All that a route may depend on.</summary>
public sealed record RoutingQuestion
{
    /// <summary>Fewer tell nothing of a matter.</summary>
    private const int FewestWords = 8;

    /// <summary>The connector kind: <c>email</c>, <c>lapor</c>, <c>sihab</c> …</summary>
    public required string System { get; init; }

    /// <summary>The inbox or desk that took it.</summary>
    public string? To { get; init; }
    public string Subject { get; init; } = "";
    public string Body { get; init; } = "";
    public string? Category { get; init; }
    public string? Area { get; init; }
    public string? Organisation { get; init; }
    public string? LetterNumber { get; init; }

    /// <summary>What the source itself says; a rule or the scorer never overrules it.</summary>
    public SubmissionKind? Kind { get; init; }
    public int? Service { get; init; }
    public string? Class { get; init; }

    /// <param name="isProtected">Something else than the item itself protects it, as the ticket that it continues.</param>
    public static RoutingQuestion About(string system, Submission submission, bool isProtected = false)
    {
        var asked = Whole(system, submission);
        return isProtected || submission.Reporter.IsProtected || ProtectionReader.Of(submission) is not null ? asked.WithoutSender(submission) : asked;
    }

    /// <summary>A rule that looks for a name would tell by its holding who wrote: of what is protected rules and scorer see what lies open. What it is about does not stand in a name.</summary>
    private RoutingQuestion WithoutSender(Submission submission)
    {
        var whole = new TicketTexts
        {
            Title = Subject, Body = Body, Category = Category, Area = Area, Organisation = Organisation, LetterNumber = LetterNumber,
            Route = Unasked,
        };
        var sender = submission.Reporter.WithSigners(new TicketTexts { Title = submission.Title, Body = submission.WholeBody, OriginalBody = submission.OriginalBody, Route = Unasked });
        var shown = new Blotting([sender], isProtected: true, isSecret: false, whole).Of(whole).Blotted;
        return this with { Subject = shown.Title, Body = shown.Body, Category = shown.Category, Area = shown.Area, Organisation = shown.Organisation, LetterNumber = shown.LetterNumber };
    }

    private static readonly RoutingDecision Unasked = new() { Kind = default, Score = 0, Triage = true, Why = [] };

    private static RoutingQuestion Whole(string system, Submission submission) => new()
    {
        System = system,
        To = submission.To,
        Subject = submission.Title,
        Body = IsThin(submission) ? submission.WholeBody : submission.NewBody,
        Category = submission.Category,
        Area = submission.Area,
        Organisation = submission.Reporter.Organisation ?? submission.Letter?.From,
        LetterNumber = submission.LetterNumber,
        Kind = submission.Kind,
        Service = submission.Service,
        Class = submission.Class,
    };

    /// <summary>"Mohon ditindaklanjuti" above a forwarded mail: what is meant stands below, or in the letter.</summary>
    private static bool IsThin(Submission submission) =>
        submission is { LetterText: null, Mail.NewText: { } written } && written.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length < FewestWords;

    /// <summary>The same of a piece of its text: inbox, category and letter speak of the whole, so they say nothing of a piece.</summary>
    public RoutingQuestion OfPiece(string text) => this with { Subject = "", Body = text, To = null, Category = null, LetterNumber = null, Service = null, Class = null };

    /// <summary>The question that was asked when a ticket came, with what the source itself said.</summary>
    /// <param name="texts">Its words as they may decide; null where those at hand may.</param>
    public static RoutingQuestion About(Ticket ticket, TicketTexts? texts = null) => Of(ticket, texts ?? ticket.Texts());

    private static RoutingQuestion Of(Ticket ticket, TicketTexts texts) => new()
    {
        System = ticket.System,
        To = ticket.To,
        Subject = texts.Title,
        Body = texts.Body,
        Category = texts.Category,
        Area = texts.Area,
        Organisation = texts.Organisation ?? texts.Letter?.From,
        LetterNumber = texts.LetterNumber,
        Kind = ticket.Route.Said?.Kind,
        Service = ticket.Route.Said?.Service,
        Class = ticket.Route.Said?.Class,
    };
}
