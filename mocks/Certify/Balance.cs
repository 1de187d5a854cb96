using Hub.Domain.Envelopes;
using Hub.Host.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Certify;

/// <summary>Compares what the sources, the mailboxes and the database hold: each item and each notice must have had one effect.</summary>
/// <param name="Faults">Each names the item; empty when the balance is right.</param>
internal sealed record Balance(int Items, int Lost, int Doubled, int Notices, int NoticesLost, int NoticesDoubled, int Replies, int RepliesLost, int RepliesDoubled, IReadOnlyList<string> Faults)
{
    public bool Right => Lost + Doubled + NoticesLost + NoticesDoubled + RepliesLost + RepliesDoubled == 0;

    public static async Task<Balance> DrawAsync(World world, CancellationToken token)
    {
        var faults = new List<string>();
        var (items, lost, doubled) = await ItemsAsync(world, faults, token);
        var (notices, noticesLost, noticesDoubled) = await NoticesAsync(world, faults, token);
        var (replies, repliesLost, repliesDoubled) = await RepliesAsync(world, faults, token);
        return new Balance(items, lost, doubled, notices, noticesLost, noticesDoubled, replies, repliesLost, repliesDoubled, faults);
    }

    private static async Task<(int All, int Lost, int Doubled)> ItemsAsync(World world, List<string> faults, CancellationToken token)
    {
        await using var db = world.Database.Open();
        var (all, before) = (0, faults.Count);
        foreach (var stage in world.Stages)
        {
            var scope = world.ScopeOf(stage);
            var tickets = await db.Tickets.Where(t => t.Scope == scope && !t.IsStub).Select(t => t.ExternalId).ToListAsync(token);
            var aside = await db.Envelopes.Where(e => e.Source == stage.Connector && (e.Status == EnvelopeStatus.Quarantined || e.Status == EnvelopeStatus.Ignored)).Select(e => e.ExternalId).ToListAsync(token);
            var held = tickets.Concat(aside).ToHashSet(StringComparer.Ordinal);
            var ids = await world.IdsAsync(stage, token);
            all += ids.Count;
            faults.AddRange(ids.Where(id => !held.Contains(id)).Select(id => $"{stage.Connector}: {id} hilang"));
        }

        faults.AddRange((await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received).Select(e => $"{e.Source}: {e.ExternalId} belum diolah ({e.Cause})").ToListAsync(token)));
        var lost = faults.Count - before;
        faults.AddRange(await db.Tickets.GroupBy(t => new { t.Scope, t.ExternalId }).Where(g => g.Count() > 1).Select(g => $"{g.Key.Scope}: {g.Key.ExternalId} bertiket ganda").ToListAsync(token));
        faults.AddRange(await db.MailLinks.Where(l => l.Source != null).GroupBy(l => l.MessageId).Where(g => g.Count() > 1).Select(g => $"surel {g.Key} bertiket ganda").ToListAsync(token));
        return (all, lost, faults.Count - before - lost);
    }

    /// <summary>Every notice that the outbox calls sent lies once, and only once, in its recipient's box.</summary>
    private static async Task<(int All, int Lost, int Doubled)> NoticesAsync(World world, List<string> faults, CancellationToken token)
    {
        await using var db = world.Database.Open();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail).Select(m => new { m.MessageId, m.Recipient, m.State, m.Answer }).ToListAsync(token);
        var (lost, doubled) = (0, 0);
        var boxes = rows.Select(r => r.Recipient).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(r => r, r => world.Post.Box(r).Inbox.Snapshot().Where(m => m.Summary.MessageId is not null).ToDictionary(m => m.Summary.MessageId!, m => m.Arrivals, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            var arrived = boxes[row.Recipient].GetValueOrDefault(row.MessageId);
            if (arrived > 1)
            {
                doubled++;
                faults.Add($"pemberitahuan {row.MessageId} datang {arrived} kali");
            }

            if (row.State == OutboxState.Pending || row.State == OutboxState.Failed || (row.State == OutboxState.Sent && arrived == 0))
            {
                lost++;
                faults.Add($"pemberitahuan {row.MessageId} tidak sampai ({row.State}: {row.Answer})");
            }
        }

        return (rows.Count, lost, doubled);
    }

    private static async Task<(int All, int Lost, int Doubled)> RepliesAsync(World world, List<string> faults, CancellationToken token)
    {
        await using var db = world.Database.Open();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Source).Select(m => new { m.Recipient, m.MessageId, m.State, m.Answer }).ToListAsync(token);
        var unsent = rows.Where(r => r.State != OutboxState.Sent).ToList();
        faults.AddRange(unsent.Select(r => $"balasan ke {r.Recipient} tidak sampai ({r.State}: {r.Answer})"));
        var (lost, doubled) = (unsent.Count, 0);
        foreach (var stage in world.Stages.Where(s => s.Replies))
        {
            var effects = stage.Effects.ToList();
            var twice = effects.GroupBy(e => e, StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
            doubled += twice.Count;
            faults.AddRange(twice.Select(g => $"{stage.Connector}: balasan {g.Key} masuk {g.Count()} kali"));
            var missing = rows.Count(r => r.Recipient == stage.Connector && r.State == OutboxState.Sent) - effects.Distinct(StringComparer.Ordinal).Count();
            if (missing > 0)
            {
                lost += missing;
                faults.Add($"{stage.Connector}: {missing} balasan disebut terkirim dan tidak ada di sumber");
            }
        }

        return (rows.Count, lost, doubled);
    }
}
