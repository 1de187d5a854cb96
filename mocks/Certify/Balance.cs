using System.Text;
using Hub.Domain.Conversation;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Certify;

/// <summary>Compares what a source was given, what the mailboxes hold and what the database says: each item and each notice must have had one effect.</summary>
/// <param name="Faults">Each names the item; empty when the balance is right.</param>
internal sealed record Balance(int Items, int Lost, int Doubled, int Poisons, int Notices, int NoticesLost, int NoticesDoubled, int Replies, int RepliesLost, int RepliesDoubled, IReadOnlyList<string> Faults)
{
    public static readonly Balance Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, []);

    public bool Right => Faults.Count == 0;

    public static Balance operator +(Balance a, Balance b) => new(
        a.Items + b.Items, a.Lost + b.Lost, a.Doubled + b.Doubled, a.Poisons + b.Poisons, a.Notices + b.Notices, a.NoticesLost + b.NoticesLost, a.NoticesDoubled + b.NoticesDoubled,
        a.Replies + b.Replies, a.RepliesLost + b.RepliesLost, a.RepliesDoubled + b.RepliesDoubled, [.. a.Faults, .. b.Faults]);

    /// <summary>Nothing of the hub is asked but its tables; the truth is what the lane's fakes were given and what lies in their boxes.</summary>
    public static async Task<Balance> DrawAsync(Lane lane, CancellationToken token)
    {
        await using var db = lane.Database().Open();
        var faults = new List<string>();
        var (lost, doubled) = await ItemsAsync(lane, db, faults, token);
        var (notices, noticesLost, noticesDoubled) = await NoticesAsync(lane, db, faults, token);
        var (replies, repliesLost, repliesDoubled) = await RepliesAsync(lane, db, faults, token);
        if (lane.Stage.Residue() is { } residue)
        {
            faults.Add(residue);
        }

        return new Balance(
            lane.Items.Count, lost, doubled, lane.Poisons.Count, notices, noticesLost, noticesDoubled, replies, repliesLost, repliesDoubled,
            [.. faults.Select(f => $"{lane.Name} ({lane.Scene.Name}): {f}")]);
    }

    /// <summary>Each item in the title of one ticket, each poison in the raw bytes of something set aside, and nothing waits.</summary>
    private static async Task<(int Lost, int Doubled)> ItemsAsync(Lane lane, HubDbContext db, List<string> faults, CancellationToken token)
    {
        var titles = await db.Tickets.AsNoTracking().Where(t => !t.IsStub).Select(t => t.Title).ToListAsync(token);
        var (lost, doubled) = (0, 0);
        foreach (var item in lane.Items)
        {
            var tickets = titles.Count(t => t.Contains(Stage.Mark(item), StringComparison.Ordinal));
            lost += tickets == 0 ? 1 : 0;
            doubled += tickets > 1 ? 1 : 0;
            if (tickets != 1)
            {
                faults.Add($"butir {item} {(tickets == 0 ? "hilang" : $"bertiket {tickets} kali")}");
            }
        }

        var aside = await AsideAsync(db, lane.Bytes(), token);
        var missing = lane.Poisons.Where(p => !aside.Exists(raw => raw.Contains(Stage.Mark(p), StringComparison.Ordinal))).ToList();
        faults.AddRange(missing.Select(p => $"butir rusak {p} tidak terlihat di karantina"));
        var waiting = await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received).Select(e => $"amplop {e.ExternalId} belum diolah ({e.Cause})").ToListAsync(token);
        faults.AddRange(waiting);
        return (lost + missing.Count + waiting.Count, doubled);
    }

    private static async Task<List<string>> AsideAsync(HubDbContext db, ByteStore bytes, CancellationToken token)
    {
        var rows = await db.Envelopes.AsNoTracking().Where(e => e.Status == EnvelopeStatus.Quarantined && e.Owner != null && e.TicketId != null).ToListAsync(token);
        return [.. rows.Select(r => Encoding.Latin1.GetString(bytes.Read(r) ?? []))];
    }

    /// <summary>Every notice lies once, and only once, in its recipient's box; and each ticket was told of.</summary>
    private static async Task<(int All, int Lost, int Doubled)> NoticesAsync(Lane lane, HubDbContext db, List<string> faults, CancellationToken token)
    {
        var seal = lane.Seal();
        var keys = await db.Tickets.Where(t => t.Key != null).ToDictionaryAsync(t => t.Id, t => t.Key, token);
        var stored = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail).ToListAsync(token);
        var rows = stored.ConvertAll(m => new { m.MessageId, Recipient = seal.Recipient(m, m.TicketId is { } id ? keys.GetValueOrDefault(id) : null)!, m.State, m.Answer, m.TicketId });
        var (lost, doubled) = (0, 0);
        var boxes = lane.Post.Boxes.ToDictionary(b => b.Address, b => Arrivals(b.Inbox), StringComparer.OrdinalIgnoreCase);
        foreach (var (address, mark, times) in boxes.SelectMany(b => b.Value.Where(a => a.Value > 1).Select(a => (b.Key, a.Key, a.Value))))
        {
            doubled++;
            faults.Add($"pemberitahuan {mark} datang {times} kali di {address}");
        }

        foreach (var row in rows)
        {
            var arrived = boxes.GetValueOrDefault(row.Recipient)?.GetValueOrDefault(NoticeToken.MarkIn(row.MessageId)) ?? 0;
            if (row.State != OutboxState.Sent || arrived == 0)
            {
                lost++;
                faults.Add($"pemberitahuan {row.MessageId} tidak sampai ({row.State}: {row.Answer})");
            }
        }

        var told = rows.Select(r => r.TicketId).ToHashSet();
        var untold = await db.Tickets.AsNoTracking().Select(t => new { t.Id, t.Number }).ToListAsync(token);
        foreach (var ticket in untold.Where(t => !told.Contains(t.Id)))
        {
            lost++;
            faults.Add($"tiket {ticket.Number} tidak diberitahukan kepada siapa pun");
        }

        return (rows.Count, lost, doubled);
    }

    /// <summary>What a box was told by the hub and how often, under whatever ticket number.</summary>
    private static Dictionary<string, int> Arrivals(MailFolder inbox) =>
        inbox.Snapshot().Where(m => TicketNumber.FindIn(m.Summary.MessageId) is not null).GroupBy(m => NoticeToken.MarkIn(m.Summary.MessageId!), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Sum(m => m.Arrivals), StringComparer.OrdinalIgnoreCase);

    private static async Task<(int All, int Lost, int Doubled)> RepliesAsync(Lane lane, HubDbContext db, List<string> faults, CancellationToken token)
    {
        var rows = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Source).Select(m => new { m.Recipient, m.State, m.Answer }).ToListAsync(token);
        var unsent = rows.Where(r => r.State != OutboxState.Sent).ToList();
        faults.AddRange(unsent.Select(r => $"balasan ke {r.Recipient} tidak sampai ({r.State}: {r.Answer})"));
        var effects = lane.Stage.Effects.GroupBy(e => e, StringComparer.Ordinal).ToList();
        var twice = effects.Where(g => g.Count() > 1).ToList();
        faults.AddRange(twice.Select(g => $"balasan {g.Key} masuk {g.Count()} kali"));
        var missing = Math.Max(0, rows.Count - unsent.Count - effects.Count);
        if (missing > 0)
        {
            faults.Add($"{missing} balasan disebut terkirim dan tidak ada di sumber");
        }

        return (rows.Count, unsent.Count + missing, twice.Count);
    }
}
