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

/// <summary>Writes the rows of one portion, many to a statement.</summary>
internal sealed class SeedRows(HubDbContext db) : IAsyncDisposable
{
    private readonly ManyRows tickets = new(
        db, "tickets",
        "id", "number", "system", "source", "scope", "external_id", "kind", "status", "title", "body", "area", "source_state", "facts", "anonymous", "secret", "bureau", "service", "class", "route",
        "received_at", "opened_at", "first_response_at", "resolved_at", "closed_at", "reopened", "rating", "due_on", "late_at", "provisional", "is_stub", "version", "event_count", "letter", "letter_number");

    private readonly ManyRows events = new(db, "ticket_events", "ticket_id", "sequence", "kind", "at", "actor", "text", "data");

    private readonly ManyRows clocks = new(
        db, "ticket_clocks", "ticket_id", "kind", "rule", "started_at", "due_on", "late_at", "provisional", "binding", "informational", "assumed", "version", "ended_at");

    /// <summary>Tickets first, which the others belong to.</summary>
    public async Task WriteAsync(IReadOnlyList<SeedRow> rows, CancellationToken token)
    {
        foreach (var row in rows)
        {
            await TicketAsync(row, EventsOf(row).Count, token);
        }

        await tickets.FlushAsync(token);
        foreach (var row in rows)
        {
            await EventsAsync(row, token);
            await ClocksAsync(row, token);
        }

        await events.FlushAsync(token);
        await clocks.FlushAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        await tickets.DisposeAsync();
        await events.DisposeAsync();
        await clocks.DisposeAsync();
    }

    private ValueTask TicketAsync(SeedRow row, int eventCount, CancellationToken token) => tickets.AddAsync(
        [
            row.Id, row.Number, row.System, row.System, row.System, $"seed-{row.Id}", row.Kind.ToString(), row.Status.ToString(), row.Title, row.Body, row.Area, nameof(SourceState.Open), "[]",
            row.Anonymous, row.Secret, row.Bureau, row.Service, row.Class, row.Route, row.ReceivedAt.UtcDateTime, row.ReceivedAt.UtcDateTime,
            row.FirstResponseAt?.UtcDateTime, row.ResolvedAt?.UtcDateTime, row.ClosedAt?.UtcDateTime,
            row.Reopened, row.Rating, row.DueOn, row.LateAt.UtcDateTime, false, false, 1, eventCount, row.Letter is { } letter ? JsonSerializer.Serialize(letter, JsonSerializerOptions.Web) : null, row.Letter?.Number,
        ], token);

    private async Task EventsAsync(SeedRow row, CancellationToken token)
    {
        var sequence = 0;
        foreach (var (what, at, actor, text) in EventsOf(row))
        {
            await events.AddAsync([row.Id, ++sequence, what.Kind.ToString(), at.UtcDateTime, actor, text, what.Write()], token);
        }
    }

    private async Task ClocksAsync(SeedRow row, CancellationToken token)
    {
        var done = row.ResolvedAt ?? row.ClosedAt;
        await ClockAsync(row, ClockKind.Promise, row.Service is { } service ? $"service-{service}" : "uu30-art53", row.DueOn, done, token);
        if (row.Kind == SubmissionKind.Complaint)
        {
            await ClockAsync(row, ClockKind.Statute, "uu25-reply", Wita.DateOf(row.ReceivedAt).AddDays(14), row.FirstResponseAt ?? done, token);
            await ClockAsync(row, ClockKind.Statute, "uu25-decision", Wita.DateOf(row.ReceivedAt).AddDays(60), done, token);
        }
    }

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

    private ValueTask ClockAsync(SeedRow row, ClockKind kind, string rule, DateOnly dueOn, DateTimeOffset? endedAt, CancellationToken token) => clocks.AddAsync(
        [row.Id, kind.ToString(), rule, row.ReceivedAt.UtcDateTime, dueOn, Wita.StartOf(dueOn.AddDays(1)).UtcDateTime, false, kind == ClockKind.Promise, false, false, 1, endedAt?.UtcDateTime], token);
}
