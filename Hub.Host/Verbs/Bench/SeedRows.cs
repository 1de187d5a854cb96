using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Letters;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary>A made-up ticket on its way into the tables.</summary>
internal sealed record SeedRow
{
    public required long Id { get; init; }
    public required string Number { get; init; }
    public required string System { get; init; }
    public required SubmissionKind Kind { get; init; }
    public required TicketStatus Status { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required string Area { get; init; }
    public required bool Anonymous { get; init; }
    public required bool Secret { get; init; }
    public required string? Bureau { get; init; }
    public required int? Service { get; init; }
    public required string? Class { get; init; }
    public required string Route { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset? FirstResponseAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required int Reopened { get; init; }
    public required int? Rating { get; init; }
    public required DateOnly DueOn { get; init; }
    public required DateTimeOffset LateAt { get; init; }

    /// <summary>One in ten is a letter.</summary>
    public required Letter? Letter { get; init; }
}

/// <summary>What is written for a made-up ticket: its row, those of its events and those of its clocks.</summary>
internal sealed record SeedValues(object?[] Ticket, IReadOnlyList<object?[]> Events, IReadOnlyList<object?[]> Clocks)
{
    public static SeedValues Of(SeedRow row)
    {
        var told = EventsOf(row);
        return new SeedValues(TicketOf(row, told.Count), [.. told.Select((e, i) => EventOf(row, i + 1, e.What, e.At, e.Actor, e.Text))], ClocksOf(row));
    }

    private static object?[] TicketOf(SeedRow row, int eventCount) =>
    [
        row.Id, row.Number, row.System, row.System, row.System, $"seed-{row.Id}", row.Kind.ToString(), row.Status.ToString(), row.Title, row.Body, row.Area, nameof(SourceState.Open), "[]",
        row.Anonymous, row.Secret, row.Bureau, row.Service, row.Class, row.Route, row.ReceivedAt.UtcDateTime, row.ReceivedAt.UtcDateTime,
        row.FirstResponseAt?.UtcDateTime, row.ResolvedAt?.UtcDateTime, row.ClosedAt?.UtcDateTime,
        row.Reopened, row.Rating, row.DueOn, row.LateAt.UtcDateTime, false, false, 1, eventCount, row.Letter is { } letter ? JsonSerializer.Serialize(letter, JsonSerializerOptions.Web) : null, row.Letter?.Number,
    ];

    private static object?[] EventOf(SeedRow row, int sequence, Happening what, DateTimeOffset at, string actor, string? text) => [row.Id, sequence, what.Kind.ToString(), at.UtcDateTime, actor, text, what.Write()];

    private static List<object?[]> ClocksOf(SeedRow row)
    {
        var done = row.ResolvedAt ?? row.ClosedAt;
        List<object?[]> clocks = [ClockOf(row, ClockKind.Promise, row.Service is { } service ? $"service-{service}" : "uu30-art53", row.DueOn, done)];
        if (row.Kind == SubmissionKind.Complaint)
        {
            clocks.Add(ClockOf(row, ClockKind.Statute, "uu25-reply", Wita.DateOf(row.ReceivedAt).AddDays(14), row.FirstResponseAt ?? done));
            clocks.Add(ClockOf(row, ClockKind.Statute, "uu25-decision", Wita.DateOf(row.ReceivedAt).AddDays(60), done));
        }

        return clocks;
    }

    private static object?[] ClockOf(SeedRow row, ClockKind kind, string rule, DateOnly dueOn, DateTimeOffset? endedAt) =>
        [row.Id, kind.ToString(), rule, row.ReceivedAt.UtcDateTime, dueOn, Wita.StartOf(dueOn.AddDays(1)).UtcDateTime, false, kind == ClockKind.Promise, false, false, 1, endedAt?.UtcDateTime];

    private static List<(Happening What, DateTimeOffset At, string Actor, string? Text)> EventsOf(SeedRow row)
    {
        List<(Happening, DateTimeOffset, string, string?)> told = [(new Happening.Opened(row.System), row.ReceivedAt, "hub", null)];
        if (row.Bureau is not null)
        {
            told.Add((new Happening.Routed(row.Bureau, row.Service), row.ReceivedAt, "hub", null));
        }

        if (row.FirstResponseAt is { } answered)
        {
            told.Add((new Happening.Answered(First: true), answered, "staf", row.Title));
        }

        if (row.ResolvedAt is { } resolved)
        {
            told.Add((new Happening.Resolved(), resolved, "staf", row.Title));
        }

        if (row.ClosedAt is { } closed)
        {
            told.Add((new Happening.Closed(), closed, "hub", null));
        }

        return told;
    }
}

/// <summary>Writes the rows of one portion, many to a statement.</summary>
internal sealed class SeedRows(HubDbContext db, HubDbContext second) : IDisposable
{
    private static readonly string[] OfTicket =
    [
        "id", "number", "system", "source", "scope", "external_id", "kind", "status", "title", "body", "area", "source_state", "facts", "anonymous", "secret", "bureau", "service", "class", "route",
        "received_at", "opened_at", "first_response_at", "resolved_at", "closed_at", "reopened", "rating", "due_on", "late_at", "provisional", "is_stub", "version", "event_count", "letter", "letter_number",
    ];

    private readonly ManyRows tickets = ManyRows.Copying(db, "tickets", OfTicket);

    private readonly ManyRows events = ManyRows.Copying(second, "ticket_events", "ticket_id", "sequence", "kind", "at", "actor", "text", "data");

    private readonly ManyRows clocks = ManyRows.Copying(
        second, "ticket_clocks", "ticket_id", "kind", "rule", "started_at", "due_on", "late_at", "provisional", "binding", "informational", "assumed", "version", "ended_at");

    /// <returns>Some columns of a ticket.</returns>
    public static object?[] Of(SeedValues row, string[] columns) => Array.ConvertAll(columns, column => row.Ticket[Array.IndexOf(OfTicket, column)]);

    /// <summary>Tickets first, which the others belong to; with a second connection both at once.</summary>
    public async Task WriteAsync(IReadOnlyList<SeedValues> portion, CancellationToken token)
    {
        var first = WriteAsync(tickets, portion.Select(static p => p.Ticket), token);
        if (second == db)
        {
            await first;
        }

        await WriteAsync(events, portion.SelectMany(static p => p.Events), token);
        await WriteAsync(clocks, portion.SelectMany(static p => p.Clocks), token);
        await first;
    }

    public void Dispose()
    {
        tickets.Dispose();
        events.Dispose();
        clocks.Dispose();
    }

    private static async Task WriteAsync(ManyRows into, IEnumerable<object?[]> rows, CancellationToken token)
    {
        foreach (var row in rows)
        {
            await into.AddAsync(row, token);
        }

        await into.FlushAsync(token);
    }
}
