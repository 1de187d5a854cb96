using System.Collections.Frozen;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Reads what figures are made of, by the hundred thousand: the store answers from one index, and no row costs more than its cells.</summary>
internal static class FigureRows
{
    private static readonly FrozenDictionary<string, TicketStatus> Statuses = Enum.GetValues<TicketStatus>().ToFrozenDictionary(s => s.ToString(), StringComparer.Ordinal);

    /// <param name="chosen">Already limited to what the visitor may see.</param>
    public static async IAsyncEnumerable<FigureRow> ReadAsync(HubDbContext db, IQueryable<Ticket> chosen, [EnumeratorCancellation] CancellationToken token)
    {
        await db.Database.OpenConnectionAsync(token);
        await using var command = chosen.Select(t => new
        {
            t.Bureau, t.Service, t.System, t.Class, t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, DoneAt = t.ResolvedAt ?? t.ClosedAt, t.Reopened, t.Rating, t.Id,
        }).CreateDbCommand();
        await using var reader = await command.ExecuteReaderAsync(token);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(token))
        {
            yield return new FigureRow
            {
                Id = reader.GetInt64(11),
                Bureau = Word(reader, 0),
                Service = reader.IsDBNull(1) ? null : reader.GetInt32(1),
                System = Word(reader, 2)!,
                Class = Word(reader, 3),
                Status = Statuses[reader.GetString(4)],
                ReceivedAt = StoredTime.Instant(reader, 5),
                LateAt = StoredTime.InstantOrNull(reader, 6),
                FirstResponseAt = StoredTime.InstantOrNull(reader, 7),
                DoneAt = StoredTime.InstantOrNull(reader, 8),
                Reopened = reader.GetInt32(9),
                Rating = reader.IsDBNull(10) ? null : reader.GetInt32(10),
            };
        }

        // The same few codes a million times.
        string? Word(DbDataReader from, int column)
        {
            if (from.IsDBNull(column))
            {
                return null;
            }

            var read = from.GetString(column);
            return words.TryGetValue(read, out var known) ? known : words[read] = read;
        }
    }
}
