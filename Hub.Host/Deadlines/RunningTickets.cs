using System.Data.Common;
using System.Runtime.CompilerServices;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Deadlines;

/// <summary>Every open ticket with its clocks, as rows: an amendment reads a hundred thousand of them while a person waits.</summary>
internal static class RunningTickets
{
    private const string Rows = """
        SELECT c.ticket_id, c.id, c.kind, c.rule, c.started_at, c.due_on, c.late_at, c.due_at, c.target_on, c.alternative_on,
               c.provisional, c.binding, c.informational, c.ended_at, c.warn_on, t.number, t.bureau, t.received_at, t.event_on
        FROM tickets t JOIN ticket_clocks c ON c.ticket_id = t.id
        WHERE t.status IN ('Triage', 'New', 'InProgress', 'WaitingForReporter')
        ORDER BY c.ticket_id, c.rule
        """;

    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    /// <summary>In the order of their ids.</summary>
    public static async IAsyncEnumerable<StoredTicket> ReadAsync(HubDbContext db, [EnumeratorCancellation] CancellationToken token)
    {
        var pauses = await PausesAsync(db, token);
        await db.Database.OpenConnectionAsync(token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Rows;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(token);
        StoredTicket? ticket = null;
        while (await reader.ReadAsync(token))
        {
            var id = reader.GetInt64(0);
            if (ticket is not null && ticket.Id != id)
            {
                yield return ticket;
                ticket = null;
            }

            ticket ??= ReadTicket(reader, id, pauses);
            ticket.Add(reader.GetInt64(1), ReadClock(reader));
        }

        if (ticket is not null)
        {
            yield return ticket;
        }
    }

    /// <summary>The recorded requests for completion, for the few tickets that have any.</summary>
    private static async Task<Dictionary<long, Pauses>> PausesAsync(HubDbContext db, CancellationToken token)
    {
        var asked = db.TicketEvents.Where(e => e.Kind == TicketEventKind.AskedReporter).Select(e => e.TicketId);
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Events)
            .Where(t => Open.Contains(t.Status) && asked.Contains(t.Id)).ToListAsync(token);
        return tickets.ToDictionary(t => t.Id, t => Pauses.Of(TicketHistory.FactsOf(t).Pauses));
    }

    private static StoredTicket ReadTicket(DbDataReader reader, long id, Dictionary<long, Pauses> pauses) => new(
        id,
        reader.GetString(15),
        reader.IsDBNull(16) ? null : reader.GetString(16),
        Wita.DateOf(Instant(reader, 17)),
        Day(reader, 18),
        pauses.GetValueOrDefault(id) ?? Pauses.None);

    private static Clock ReadClock(DbDataReader reader) => new()
    {
        Kind = Enum.Parse<ClockKind>(reader.GetString(2)),
        Rule = reader.GetString(3),
        StartedAt = Instant(reader, 4),
        Deadline = new Deadline
        {
            DueOn = Day(reader, 5)!.Value,
            LateAt = Instant(reader, 6),
            DueAt = reader.IsDBNull(7) ? null : Instant(reader, 7),
            TargetOn = Day(reader, 8),
            AlternativeOn = Day(reader, 9),
            Provisional = reader.GetBoolean(10),
        },
        Binding = reader.GetBoolean(11),
        Informational = reader.GetBoolean(12),
        EndedAt = reader.IsDBNull(13) ? null : Instant(reader, 13),
        WarnOn = Day(reader, 14),
    };

    private static DateTimeOffset Instant(DbDataReader reader, int column) => new(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    private static DateOnly? Day(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}

/// <summary>An open ticket with the ids of its clock rows.</summary>
internal sealed record StoredTicket(long Id, string Number, string? Bureau, DateOnly ReceivedOn, DateOnly? EventOn, Pauses Pauses)
{
    private readonly List<Clock> clocks = [];
    private readonly List<long> clockIds = [];

    public IReadOnlyList<Clock> Clocks => clocks;

    /// <summary>In the order of <see cref="Clocks"/>.</summary>
    public IReadOnlyList<long> ClockIds => clockIds;

    public RunningTicket Running => new(Id, ReceivedOn, EventOn, Pauses, clocks);

    public void Add(long id, Clock clock)
    {
        clockIds.Add(id);
        clocks.Add(clock);
    }
}
