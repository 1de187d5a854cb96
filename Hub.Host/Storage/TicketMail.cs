using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage;

/// <summary>The Message-ID of a mail and the ticket that it belongs to: by it answers find home. It stands at its envelope; a row of its own has what came before envelopes kept it, and what went over to another ticket.</summary>
internal sealed record TicketMail
{
    public string MessageId { get; private init; } = "";

    public long TicketId { get; private init; }

    /// <summary>Null for our own notices, which versions before this one linked.</summary>
    public string? Source { get; private init; }

    /// <summary>In their order the mails came, those of one envelope in that of <see cref="Row"/>; 0 before envelopes kept it.</summary>
    public long Envelope { get; private init; }

    public long Row { get; private init; }

    public static IQueryable<TicketMail> Of(HubDbContext db) =>
        db.Envelopes.Where(e => e.MessageId != null && e.TicketId != null)
            .Select(e => new TicketMail { MessageId = e.MessageId!, TicketId = e.TicketId!.Value, Source = e.Source, Envelope = e.Id, Row = 0 })
            .Concat(Rows(db).Select(l => new TicketMail { MessageId = l.MessageId, TicketId = l.TicketId, Source = l.Source, Envelope = l.EnvelopeId ?? 0, Row = l.Id }));

    /// <summary>Received mails of one ticket become those of another, unless it has them.</summary>
    public static async Task MoveAsync(HubDbContext db, long from, long to, CancellationToken token)
    {
        var kept = Of(db).Where(m => m.TicketId == to).Select(static m => m.MessageId);
        await Rows(db).Where(l => l.TicketId == from && l.Source != null && !kept.Contains(l.MessageId)).ExecuteUpdateAsync(set => set.SetProperty(l => l.TicketId, to), token);
        var own = await db.Envelopes.AsNoTracking().Where(e => e.TicketId == from && e.MessageId != null && !kept.Contains(e.MessageId)).OrderBy(e => e.Id)
            .Select(e => new MailLink { MessageId = e.MessageId!, TicketId = to, Source = e.Source, EnvelopeId = e.Id }).ToListAsync(token);
        var moved = own.ConvertAll(static l => l.EnvelopeId!.Value);
        await db.Envelopes.Where(e => moved.Contains(e.Id)).ExecuteUpdateAsync(static set => set.SetProperty(e => e.MessageId, (string?)null), token);
        Rows(db).AddRange(own);
    }

    /// <summary>Takes the received ones that stand at no envelope of the ticket.</summary>
    public static Task ForgetMovedAsync(HubDbContext db, long ticket, CancellationToken token) => Rows(db).Where(l => l.TicketId == ticket && l.Source != null).ExecuteDeleteAsync(token);

    private static DbSet<MailLink> Rows(HubDbContext db) => db.Set<MailLink>();
}
