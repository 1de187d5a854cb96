using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Host.Figures;

/// <summary>Which tickets: the query string of a list, and the meaning of every number that is a link.</summary>
public sealed record TicketFilter
{
    public static readonly TicketFilter OpenOnes = new() { Standing = Standing.Open };

    /// <summary>A bureau code; <c>-</c> for tickets without one.</summary>
    public string? Bureau { get; init; }
    public SubmissionKind? Kind { get; init; }
    public Standing Standing { get; init; }

    /// <summary>The name of a configured source.</summary>
    public string? Source { get; init; }

    /// <summary>The outside system, through whichever of its sources.</summary>
    public string? System { get; init; }

    /// <summary>A number of the decree; 0 for tickets without one.</summary>
    public int? Service { get; init; }

    /// <summary>A class code; <c>-</c> for tickets without one.</summary>
    public string? Class { get; init; }
    public Due? Due { get; init; }

    /// <summary>Received on or after that day, WITA.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Received on or before that day, WITA.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Finished on or after that day, WITA. What was closed at its source before it came here is left out: nobody here finished it.</summary>
    public DateOnly? DoneFrom { get; init; }

    /// <summary>Finished on or before that day, WITA.</summary>
    public DateOnly? DoneTo { get; init; }

    /// <summary>Due on that day, WITA.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Answered, finished in time … as the reports count it.</summary>
    public Figure? Figure { get; init; }

    /// <summary>Came at least so far.</summary>
    public Stage? Stage { get; init; }

    /// <summary>A ticket number or words.</summary>
    public string? Words { get; init; }

    /// <summary>The person who took them.</summary>
    public string? TakenBy { get; init; }
    public TicketOrder Order { get; init; }

    /// <summary>Time left orders what is open; finished tickets come newest first, which every store reads from an index.</summary>
    public TicketOrder Sorted => Standing is Standing.Open or Standing.Triage or Standing.New or Standing.InProgress or Standing.WaitingForReporter or Standing.WaitingForAuthority or Standing.AnsweredByReporter ? Order : TicketOrder.Newest;

    /// <summary>The address of exactly these tickets.</summary>
    public string Address(string path = "/tickets", string? after = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["bureau"] = Bureau,
            ["kind"] = Kind?.ToString(),
            ["status"] = Standing.ToString(),
            ["source"] = Source,
            ["system"] = System,
            ["service"] = Service?.ToString(),
            ["class"] = Class,
            ["due"] = Due?.ToString(),
            ["from"] = Text(From),
            ["to"] = Text(To),
            ["doneFrom"] = Text(DoneFrom),
            ["doneTo"] = Text(DoneTo),
            ["dueOn"] = Text(DueOn),
            ["figure"] = Figure?.ToString(),
            ["stage"] = Stage?.ToString(),
            ["q"] = Words,
            ["by"] = TakenBy,
            ["order"] = Order == TicketOrder.TimeLeft ? null : Order.ToString(),
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString(path, query.Where(p => !string.IsNullOrEmpty(p.Value)));
    }

    /// <summary>Reads a query string; what cannot be read is left out.</summary>
    public static TicketFilter Read(IQueryCollection query)
    {
        string? Get(string name) => query[name].FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();
        return new TicketFilter
        {
            Bureau = Get("bureau"),
            Kind = Choice.Of<SubmissionKind>(Get("kind")),
            Standing = Choice.Of<Standing>(Get("status")) ?? Standing.Open,
            Source = Get("source"),
            System = Get("system"),
            Service = int.TryParse(Get("service"), out var service) ? service : null,
            Class = Get("class"),
            Due = Choice.Of<Due>(Get("due")),
            From = OfficeDates.Typed(Get("from")),
            To = OfficeDates.Typed(Get("to")),
            DoneFrom = OfficeDates.Typed(Get("doneFrom")),
            DoneTo = OfficeDates.Typed(Get("doneTo")),
            DueOn = OfficeDates.Typed(Get("dueOn")),
            Figure = Choice.Of<Figure>(Get("figure")),
            Stage = Choice.Of<Stage>(Get("stage")),
            Words = Get("q") is { Length: <= 200 } words ? words : null,
            TakenBy = Get("by"),
            Order = Choice.Of<TicketOrder>(Get("order")) ?? TicketOrder.TimeLeft,
        };
    }

    private static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd");
}

/// <summary>Where a ticket stands, as a filter.</summary>
public enum Standing
{
    /// <summary>Somebody still has to do something.</summary>
    Open,
    Triage,
    New,
    InProgress,
    WaitingForReporter,
    WaitingForAuthority,

    /// <summary>Open, and the reporter's answer is what came last (<see cref="Ticket.IsAnsweredByReporter"/>).</summary>
    AnsweredByReporter,

    /// <summary>Words for the reporter were refused or stopped on their way, and nobody has set that aside.</summary>
    Undelivered,

    /// <summary>Resolved or closed.</summary>
    Finished,
    NotOurs,
    Archived,
    Merged,
    All,
}

/// <summary>How the due date stands to now.</summary>
public enum Due
{
    Late,
    Today,

    /// <summary>From now to the coming Sunday.</summary>
    Week,

    /// <summary>Within three working days.</summary>
    Near,

    /// <summary>Within five working days.</summary>
    Soon,
}

/// <summary>The order of a list.</summary>
public enum TicketOrder
{
    TimeLeft,
    Newest,
}

/// <summary>A figure of the reports whose tickets are wanted (rules 1.6).</summary>
public enum Figure
{
    /// <summary>Everything but what is followed under another ticket.</summary>
    Received,

    /// <summary>Neither returned nor archived nor merged: the base of the indicators.</summary>
    Base,

    /// <summary>A person answered.</summary>
    Answered,

    /// <summary>No substantive reply, not finished.</summary>
    Untouched,

    /// <summary>Replied to, not finished.</summary>
    InProcess,
    Finished,

    /// <summary>Finished before it was late.</summary>
    OnTime,

    /// <summary>Finished, with a date to keep.</summary>
    Measured,

    /// <summary>Finished late, or open and late.</summary>
    Overdue,
    Returned,
    Archived,

    /// <summary>Finished at their source, which does not say when.</summary>
    EndUnknown,
    Reopened,

    /// <summary>Replied to or finished.</summary>
    FollowedUp,

    /// <summary>First response within five working days.</summary>
    WithinFive,

    /// <summary>Open and late.</summary>
    OverdueOpen,

    /// <summary>The reporter gave stars.</summary>
    Rated,

    /// <summary>Open past the term of a statute.</summary>
    OmbudsmanRisk,
}
