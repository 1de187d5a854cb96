using System.Data.Common;
using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Deadlines;

/// <summary>Writes recounted clocks with prepared statements, in the transaction of the caller: dates, headline, version, and an event with the old dates.</summary>
internal static class MovedTicketWriter
{
    private const int TellEvery = 5_000;

    public static async Task WriteAsync(
        HubDbContext db, IReadOnlyList<StoredMove> moves, CalendarAct act, string actor, DateTimeOffset now, IProgress<int>? progress, CancellationToken token)
    {
        await using var clock = Prepare(db, """
            UPDATE ticket_clocks SET due_on = @due_on, late_at = @late_at, due_at = @due_at, target_on = @target_on, alternative_on = @alternative_on,
                provisional = @provisional, binding = @binding, warn_on = @warn_on, version = version + @step WHERE id = @id
            """, "due_on", "late_at", "due_at", "target_on", "alternative_on", "provisional", "binding", "warn_on", "step", "id");
        await using var happened = Prepare(db, """
            INSERT INTO ticket_events (ticket_id, sequence, kind, at, actor, text, data)
            SELECT id, event_count + 1, 'DeadlineChanged', @at, @actor, @text, @data FROM tickets WHERE id = @id
            """, "at", "actor", "text", "data", "id");
        await using var ticket = Prepare(db, """
            UPDATE tickets SET due_on = @due_on, late_at = @late_at, provisional = @provisional, event_count = event_count + 1, version = version + 1 WHERE id = @id
            """, "due_on", "late_at", "provisional", "id");
        for (var i = 0; i < moves.Count; i++)
        {
            await WriteOneAsync(moves[i], clock, happened, ticket, act, actor, now, token);
            if ((i + 1) % TellEvery == 0)
            {
                progress?.Report(i + 1);
            }
        }
    }

    private static async Task WriteOneAsync(
        StoredMove move, DbCommand clock, DbCommand happened, DbCommand ticket, CalendarAct act, string actor, DateTimeOffset now, CancellationToken token)
    {
        foreach (var row in move.Clocks)
        {
            var due = row.New.Deadline;
            await RunAsync(clock, token, due.DueOn, due.LateAt.UtcDateTime, due.DueAt?.UtcDateTime, due.TargetOn, due.AlternativeOn, due.Provisional, row.New.Binding, row.New.WarnOn, row.Moved ? 1 : 0, row.Id);
        }

        if (!move.Clocks.Any(c => c.Moved))
        {
            return;
        }

        var data = JsonSerializer.Serialize(
            new { calendar = act.Id, moves = move.Clocks.Where(c => c.Moved).Select(c => new { rule = c.New.Rule, from = c.OldDueOn, to = c.New.Deadline.DueOn }) },
            JsonSerializerOptions.Web);
        await RunAsync(happened, token, now.UtcDateTime, actor, act.Number, data, move.TicketId);
        await RunAsync(ticket, token, move.Headline.Deadline.DueOn, move.Headline.Informational ? null : move.Headline.Deadline.LateAt.UtcDateTime, move.Headline.Deadline.Provisional, move.TicketId);
    }

    private static DbCommand Prepare(HubDbContext db, string sql, params ReadOnlySpan<string> names)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static Task<int> RunAsync(DbCommand command, CancellationToken token, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQueryAsync(token);
    }
}

/// <summary>The rows of one ticket that an act changes; small, because there may be a hundred thousand.</summary>
internal sealed record StoredMove(long TicketId, Clock Headline, IReadOnlyList<StoredClockMove> Clocks)
{
    public static StoredMove Of(StoredTicket ticket, MovedTicket change)
    {
        var rows = new List<StoredClockMove>(2);
        for (var i = 0; i < ticket.Clocks.Count; i++)
        {
            var (old, fresh) = (ticket.Clocks[i], change.Clocks[i]);
            if (old != fresh)
            {
                rows.Add(new StoredClockMove(ticket.ClockIds[i], old.Deadline.DueOn, fresh, old.Deadline != fresh.Deadline));
            }
        }

        return new StoredMove(ticket.Id, change.NewHeadline, rows);
    }
}

/// <summary>One clock row.</summary>
/// <param name="Moved">The date moves; false where only the warning day or the headline mark changes.</param>
internal sealed record StoredClockMove(long Id, DateOnly OldDueOn, Clock New, bool Moved);
