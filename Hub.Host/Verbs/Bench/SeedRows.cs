using System.Data.Common;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Host.Verbs.Bench;

/// <summary>A made-up ticket on its way into the tables.</summary>
internal sealed record SeedRow
{
    public required long Id { get; init; }
    public required long EventId { get; init; }
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
}

/// <summary>The prepared statements of one portion.</summary>
internal sealed class SeedRows : IAsyncDisposable
{
    private static readonly string[] TicketColumns =
    [
        "id", "number", "system", "source", "scope", "external_id", "kind", "status", "title", "body", "area", "source_state", "facts", "anonymous", "secret", "bureau", "service", "class", "route",
        "received_at", "opened_at", "first_response_at", "resolved_at", "closed_at", "reopened", "rating", "due_on", "late_at", "provisional", "is_stub", "version", "event_count",
    ];

    private static readonly string[] EventColumns = ["id", "ticket_id", "sequence", "kind", "at", "actor", "text", "data"];

    private static readonly string[] ClockColumns =
        ["ticket_id", "kind", "rule", "started_at", "due_on", "late_at", "provisional", "binding", "informational", "assumed", "version", "ended_at"];

    private readonly DbCommand ticket;
    private readonly DbCommand opened;
    private readonly DbCommand clock;
    private readonly DbCommand counter;

    public SeedRows(DbConnection connection, DbTransaction transaction)
    {
        ticket = Insert(connection, transaction, "tickets", TicketColumns);
        opened = Insert(connection, transaction, "ticket_events", EventColumns);
        clock = Insert(connection, transaction, "ticket_clocks", ClockColumns);
        counter = Command(connection, transaction, "INSERT INTO counters (name, last) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET last = excluded.last", 2);
    }

    public async Task AddAsync(SeedRow row, CancellationToken token)
    {
        var received = row.ReceivedAt.UtcDateTime;
        await RunAsync(ticket, token,
            row.Id, row.Number, row.System, row.System, row.System, $"seed-{row.Id}", row.Kind.ToString(), row.Status.ToString(), row.Title, row.Body, row.Area, nameof(SourceState.Open), "[]",
            row.Anonymous, row.Secret, row.Bureau, row.Service, row.Class, row.Route, received, received, row.FirstResponseAt?.UtcDateTime, row.ResolvedAt?.UtcDateTime, row.ClosedAt?.UtcDateTime,
            row.Reopened, row.Rating, row.DueOn, row.LateAt.UtcDateTime, false, false, 1, 1);
        await RunAsync(opened, token, row.EventId, row.Id, 1, nameof(TicketEventKind.Opened), received, "hub", null, null);
        var done = row.ResolvedAt ?? row.ClosedAt;
        await ClockAsync(row, ClockKind.Promise, row.Service is { } service ? $"service-{service}" : "uu30-art53", row.DueOn, done, token);
        if (row.Kind == SubmissionKind.Complaint)
        {
            await ClockAsync(row, ClockKind.Statute, "uu25-reply", Wita.DateOf(row.ReceivedAt).AddDays(14), row.FirstResponseAt ?? done, token);
            await ClockAsync(row, ClockKind.Statute, "uu25-decision", Wita.DateOf(row.ReceivedAt).AddDays(60), done, token);
        }
    }

    private Task ClockAsync(SeedRow row, ClockKind kind, string rule, DateOnly dueOn, DateTimeOffset? endedAt, CancellationToken token) => RunAsync(clock, token,
        row.Id, kind.ToString(), rule, row.ReceivedAt.UtcDateTime, dueOn, Wita.StartOf(dueOn.AddDays(1)).UtcDateTime, false, kind == ClockKind.Promise, false, false, 1, endedAt?.UtcDateTime);

    /// <summary>So that the intake goes on with the next free number.</summary>
    public async Task CountAsync(IReadOnlyDictionary<string, int> numbers, CancellationToken token)
    {
        foreach (var (name, last) in numbers)
        {
            await RunAsync(counter, token, name, last);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ticket.DisposeAsync();
        await opened.DisposeAsync();
        await clock.DisposeAsync();
        await counter.DisposeAsync();
    }

    private static DbCommand Insert(DbConnection connection, DbTransaction transaction, string table, string[] columns) => Command(
        connection,
        transaction,
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})",
        columns.Length);

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string text, int parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static Task RunAsync(DbCommand command, CancellationToken token, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQueryAsync(token);
    }
}
