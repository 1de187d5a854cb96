using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Work.Deadlines;

/// <summary>
/// The tickets that an amendment can touch, with their clocks, as rows: it reads a hundred thousand of them while a person waits. They are the open ones, and those that follow
/// another ticket, whose own clocks run on.
/// </summary>
internal static class RunningTickets
{
    /// <summary>SQLite: first the tickets by status, then the clocks of each, in that order; a sort of half a million rows would take longer than all the rest.</summary>
    private const string FromSqlite = "FROM tickets t CROSS JOIN ticket_clocks c ON c.ticket_id = t.id";

    private const string FromPostgres = "FROM tickets t JOIN ticket_clocks c ON c.ticket_id = t.id";

    /// <summary>Neighbouring tickets, whose clocks lie together, are read by the same reader.</summary>
    private const int Neighbours = 1024;

    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    private static readonly string Running = string.Join(", ", Open.Append(TicketStatus.Merged).Select(s => $"'{s}'"));

    /// <summary>Which of a clock's marks are set and which of its times are there at all, in one number: to ask a row for one more column costs more than to count it.</summary>
    private static readonly string MarksOfRow = string.Join(" + ", ((IEnumerable<(Marks Mark, string Condition)>)
    [
        (Marks.Provisional, "c.provisional"), (Marks.Binding, "c.binding"), (Marks.Informational, "c.informational"), (Marks.Assumed, "c.assumed"),
        (Marks.HasDueAt, "c.due_at IS NOT NULL"), (Marks.HasTarget, "c.target_on IS NOT NULL"), (Marks.HasAlternative, "c.alternative_on IS NOT NULL"),
        (Marks.HasEnd, "c.ended_at IS NOT NULL"), (Marks.HasWarning, "c.warn_on IS NOT NULL"),
    ]).Select(m => $"CASE WHEN {m.Condition} THEN {(int)m.Mark} ELSE 0 END"));

    private static readonly FrozenDictionary<string, ClockKind> Kinds = Enum.GetValues<ClockKind>().ToFrozenDictionary(k => k.ToString(), StringComparer.Ordinal);

    /// <summary>How many tickets are open at all.</summary>
    public static Task<int> CountAsync(HubDbContext db, CancellationToken token) => db.Tickets.CountAsync(t => Open.Contains(t.Status), token);

    /// <summary>One ticket after the other, each with all its clocks.</summary>
    public static async IAsyncEnumerable<StoredTicket> ReadAsync(HubDbContext db, Reach reach, Share share, [EnumeratorCancellation] CancellationToken token)
    {
        var standstills = await StandstillsAsync(db, token);
        await db.Database.OpenConnectionAsync(token);
        await using var command = Command(db, reach, share);
        await using var reader = await command.ExecuteReaderAsync(token);
        var seen = new HashSet<long>();
        StoredTicket? ticket = null;
        while (await reader.ReadAsync(token))
        {
            var id = reader.GetInt64(0);
            if (ticket is not null && ticket.Id != id)
            {
                yield return ticket;
                ticket = null;
            }

            if (ticket is null)
            {
                ticket = ReadTicket(reader, id, standstills);
                if (!seen.Add(id))
                {
                    throw new InvalidOperationException($"The clocks of ticket {id} did not come together; half of them would be recounted alone.");
                }
            }

            ticket.Add(reader.GetInt64(1), ReadClock(reader));
        }

        if (ticket is not null)
        {
            yield return ticket;
        }
    }

    private static DbCommand Command(HubDbContext db, Reach reach, Share share)
    {
        var postgres = db.Database.IsNpgsql();
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var sql = new StringBuilder($"""
            SELECT c.ticket_id, c.id, c.kind, c.rule, c.started_at, c.due_on, c.late_at, {MarksOfRow}, c.due_at, c.target_on, c.alternative_on, c.ended_at, c.warn_on,
                   t.number, t.bureau, t.received_at, t.event_on
            {(postgres ? FromPostgres : FromSqlite)}
            WHERE t.status IN ({Running})
            """);
        if (share.Of > 1)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND (t.id / {Neighbours}) % {share.Of} = {share.Number}");
        }

        if (Touched(command, reach) is { Length: > 0 } touched)
        {
            sql.Append(" AND EXISTS (SELECT 1 FROM ticket_clocks m WHERE m.ticket_id = t.id AND m.ended_at IS NULL").Append(touched).Append(')');
        }

        if (postgres)
        {
            sql.Append(" ORDER BY c.ticket_id");
        }

        command.CommandText = sql.ToString();
        return command;
    }

    /// <summary>The condition that a clock's count meets a changed day: it began before the last of them and reaches the first. H-n counts back from the event.</summary>
    private static string Touched(DbCommand command, Reach reach)
    {
        var condition = new StringBuilder();
        if (reach.Days is DateSpan days)
        {
            condition.Append(" AND (t.event_on IS NOT NULL OR (m.started_at < @until AND (m.due_on >= @first OR m.alternative_on >= @first)))");
            Add(command, "@until", Wita.StartOf(days.To.AddDays(1)).UtcDateTime);
            Add(command, "@first", days.From);
        }

        if (reach.Rules is { } rules)
        {
            var names = rules.SelectMany(rule => new[] { rule, rule + Clock.AssumedMark }).Index().Select(r => Add(command, $"@rule{r.Index}", r.Item));
            condition.Append(" AND m.rule IN (").AppendJoin(", ", names).Append(')');
        }

        return condition.ToString();
    }

    private static string Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
        return name;
    }

    /// <summary>The recorded requests for completion and waits for other authorities, for the few tickets that have any.</summary>
    private static async Task<Dictionary<long, Standstills>> StandstillsAsync(HubDbContext db, CancellationToken token)
    {
        TicketEventKind[] kinds = [.. TicketHistory.PauseKinds.Union(TicketHistory.WaitKinds)];
        var stopped = db.TicketEvents.Where(e => e.Kind == TicketEventKind.AskedReporter || e.Kind == TicketEventKind.WaitingBegan).Select(e => e.TicketId);
        var happened = await db.TicketEvents.AsNoTracking()
            .Where(e => stopped.Contains(e.TicketId) && kinds.Contains(e.Kind) && db.Tickets.Any(t => t.Id == e.TicketId && (Open.Contains(t.Status) || t.Status == TicketStatus.Merged)))
            .OrderBy(e => e.TicketId).ThenBy(e => e.Sequence).ToListAsync(token);
        return happened.GroupBy(e => e.TicketId).ToDictionary(g => g.Key, g => TicketHistory.StandstillsOf(g));
    }

    private static StoredTicket ReadTicket(DbDataReader reader, long id, Dictionary<long, Standstills> standstills) => new(
        id,
        reader.GetString(13),
        reader.IsDBNull(14) ? null : reader.GetString(14),
        Wita.DateOf(StoredTime.Instant(reader, 15)),
        StoredTime.DayOrNull(reader, 16),
        standstills.GetValueOrDefault(id) ?? Standstills.None);

    private static Clock ReadClock(DbDataReader reader)
    {
        var marks = (Marks)reader.GetInt32(7);
        return new Clock
        {
            Kind = Kinds[reader.GetString(2)],
            Rule = reader.GetString(3),
            StartedAt = StoredTime.Instant(reader, 4),
            Deadline = new Deadline
            {
                DueOn = StoredTime.Day(reader, 5),
                LateAt = StoredTime.Instant(reader, 6),
                DueAt = marks.HasFlag(Marks.HasDueAt) ? StoredTime.Instant(reader, 8) : null,
                TargetOn = marks.HasFlag(Marks.HasTarget) ? StoredTime.Day(reader, 9) : null,
                AlternativeOn = marks.HasFlag(Marks.HasAlternative) ? StoredTime.Day(reader, 10) : null,
                Provisional = marks.HasFlag(Marks.Provisional),
            },
            Binding = marks.HasFlag(Marks.Binding),
            Informational = marks.HasFlag(Marks.Informational),
            EndedAt = marks.HasFlag(Marks.HasEnd) ? StoredTime.Instant(reader, 11) : null,
            WarnOn = marks.HasFlag(Marks.HasWarning) ? StoredTime.Day(reader, 12) : null,
            Assumed = marks.HasFlag(Marks.Assumed),
        };
    }

    [Flags]
    private enum Marks
    {
        None = 0,
        Provisional = 1,
        Binding = 2,
        Informational = 4,
        Assumed = 8,
        HasDueAt = 16,
        HasTarget = 32,
        HasAlternative = 64,
        HasEnd = 128,
        HasWarning = 256,
    }
}

/// <summary>What one of several readers takes of the tickets; together they take each once.</summary>
/// <param name="Number">From 0.</param>
internal sealed record Share(int Number, int Of)
{
    public static readonly Share Whole = new(0, 1);
}

/// <summary>An open ticket with the ids of its clock rows.</summary>
internal sealed record StoredTicket(long Id, string Number, string? Bureau, DateOnly ReceivedOn, DateOnly? EventOn, Standstills Standstills)
{
    private readonly List<Clock> clocks = new(6);
    private readonly List<long> clockIds = new(6);

    public IReadOnlyList<Clock> Clocks => clocks;

    /// <summary>In the order of <see cref="Clocks"/>.</summary>
    public IReadOnlyList<long> ClockIds => clockIds;

    public RunningTicket Running => new(Id, ReceivedOn, EventOn, Standstills, clocks);

    public void Add(long id, Clock clock)
    {
        clockIds.Add(id);
        clocks.Add(clock);
    }
}
