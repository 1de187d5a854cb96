using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.People.Privacy;

/// <summary>
/// Stands before the store: whatever unit of work saves, the words of a protected ticket go in blotted, the true ones sealed under the ticket's own key; raw items and
/// words to reporters go in encrypted. So a page, mail, export, index or log that reads the store cannot show what is protected.
/// </summary>
public sealed class TicketSeal(TicketKeys keys, ReporterSeal reporters, ReporterMarks marks) : SaveChangesInterceptor
{
    /// <summary>Beside a running hub, with nothing but its folder of keys.</summary>
    public static TicketSeal Of(KeyFolder folder)
    {
        var keys = new TicketKeys(folder);
        return new TicketSeal(keys, new ReporterSeal(keys, DataProtectionProvider.Create(folder.Create())), new ReporterMarks(folder));
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("Rows are saved asynchronously.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is HubDbContext db)
        {
            await CoverAllAsync(db, cancellationToken);
        }

        return result;
    }

    /// <summary>Puts the true words back into a ticket at hand, for work that is shown to nobody.</summary>
    public void Reveal(Ticket ticket)
    {
        if (!ticket.IsWhole() && Open<Layers<TicketTexts>>(ticket, ticket.Sealed) is { } layers)
        {
            ticket.Reveal(layers.Whole);
        }
    }

    /// <summary>Who sent it, for the gates alone, as the compartment has it and as its texts are signed; <see cref="Reporter.Unknown"/> where nobody is known.</summary>
    internal async Task<Reporter> SenderAsync(HubDbContext db, Ticket ticket, CancellationToken token) => (await reporters.SenderAsync(db, ticket, token) ?? Reporter.Unknown).WithSigners(Whole(ticket));

    /// <summary>The words of a ticket that is not stored, for who only looks after its source: without whoever wrote them, with a flag or without.</summary>
    public static TicketTexts Shown(Ticket ticket, Reporter reporter)
    {
        var blotting = new Blotting([reporter], ticket.IsProtected, ticket.Secret, ticket.Texts());
        return blotting.Open(blotting.Of(ticket.Texts()));
    }

    /// <summary>What a person wrote about a ticket, for the trail that nothing is taken from: without whoever sent it, or another of the same matter.</summary>
    internal async Task<string> WithoutSenderAsync(HubDbContext db, Ticket ticket, string text, CancellationToken token)
    {
        var (own, leader) = (ticket.Id, ticket.MergedInto ?? ticket.Id);
        var others = await db.Tickets.AsNoTracking().Where(t => t.Id != own && (t.Id == leader || t.MergedInto == leader)).ToListAsync(token);
        var shown = text;
        foreach (var one in others.Prepend(ticket))
        {
            shown = LeakGate.Mask(shown, await SenderAsync(db, one, token));
        }

        return shown;
    }

    /// <summary>What its source said of a ticket, without whoever sent it.</summary>
    internal async Task<Said> SaidWithoutSenderAsync(HubDbContext db, Ticket ticket, Said said, CancellationToken token)
    {
        var sender = await SenderAsync(db, ticket, token);
        return said.Over(text => LeakGate.Mask(text, sender));
    }

    /// <summary>The true words of a ticket, for work that is shown to nobody and for the person whose they are.</summary>
    public TicketTexts Whole(Ticket ticket) => Open<Layers<TicketTexts>>(ticket, ticket.Sealed)?.Whole ?? ticket.Texts();

    /// <summary>The words of a ticket without whoever sent it, whatever is at hand. Of one that is not stored yet, a part, what was typed for it alone.</summary>
    internal TicketTexts Covered(Ticket ticket) =>
        Open<Layers<TicketTexts>>(ticket, ticket.Sealed)?.Blotted ?? (ticket.IsProtected ? ticket.Texts().Closed() with { Body = ticket.Body } : ticket.Texts());

    /// <summary>What is known of who sent it, for a gate alone, also by how its texts are signed: flags are the ticket's, whoever raised them; the office or body counts where one is up.</summary>
    internal Reporter About(Ticket ticket, ReporterRecord? record)
    {
        var whole = Whole(ticket);
        SpareMemory.MakeRoomForText(whole.Body.Length);
        return Kept(ticket, record).WithSigners(whole);
    }

    /// <summary>The same without signatures: lists ask for it row by row, and no text is read for that.</summary>
    internal Reporter Kept(Ticket ticket, ReporterRecord? record) => (record is null ? Reporter.Unknown : reporters.Open(record)) with
    {
        Anonymous = ticket.Anonymous,
        Secret = ticket.Secret,
        Organisation = ticket.IsProtected ? Whole(ticket).Organisation : null,
    };

    /// <summary>The item's number at its source, as people may read it: a source may write into it who sent the item. What is stored, and known again by it, stays.</summary>
    internal string ExternalId(Ticket ticket, ReporterRecord? record)
    {
        try
        {
            return ticket.IsProtected ? LeakGate.Mask(ticket.ExternalId, Kept(ticket, record)) : ticket.ExternalId;
        }
        catch (SealBroken)
        {
            // Whom it may show nobody knows any more.
            return LeakGate.Blot;
        }
    }

    /// <summary>The true name and address of a file.</summary>
    internal FileTexts Whole(Ticket ticket, TicketAttachment file) => Open<Layers<FileTexts>>(ticket, file.Sealed)?.Whole ?? file.Texts();

    /// <summary>The true words of something that happened, for work that is shown to nobody.</summary>
    internal EventTexts Whole(Ticket ticket, TicketEvent happened) => Open<Layers<EventTexts>>(ticket, happened.Sealed)?.Whole ?? happened.Texts();

    /// <summary>Whoever is protected or named has a key before the first word is kept.</summary>
    internal void EnsureKey(Ticket ticket)
    {
        if (ticket.IsProtected || ticket.Brought() is { HasIdentity: true })
        {
            keys.For(ticket);
        }
    }

    /// <summary>What a notice says, as JSON; null when its key was destroyed.</summary>
    public string? Payload(OutboxMessage row, string? key) =>
        row.Sealed is null ? row.Payload : keys.Open(key, row.Sealed) is { } open ? Encoding.UTF8.GetString(open) : null;

    /// <summary>What stands for a reporter's address in the outbox: the same for the same address, and readable for nobody. Of a protected one it is another each day, so that it counts the mails of a day and leads to no ticket that lies open.</summary>
    /// <param name="protectedAt">When it is written to who is protected; null where nobody is.</param>
    public string MarkOf(string address, DateTimeOffset? protectedAt = null) =>
        Mark(protectedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Wita.DateOf(at):O}\n{address.Trim()}") : address);

    /// <summary>The same in the key of a notice: of a protected reporter the ticket's own, as long as the ticket stands.</summary>
    public string NameOf(string address, Ticket ticket) => Mark(ticket.IsProtected ? $"{ticket.Scope}\n{ticket.ExternalId}\n{address.Trim()}" : address);

    private string Mark(string words) => $"reporter/{keys.Mark(null, Encoding.UTF8.GetBytes(words.Trim().ToLowerInvariant()))[..32]}";

    internal byte[] Address(Ticket ticket, string address) => keys.Seal(keys.For(ticket), Encoding.UTF8.GetBytes(address));

    /// <summary>Where a notice goes; null when that was erased: what it was sealed by is gone, and the ticket may have another key since.</summary>
    public string? Recipient(OutboxMessage row, string? key) =>
        row.Recipient.Length == 0 ? null : row.Address is null ? row.Recipient : keys.Open(key, row.Address) is { } open ? Encoding.UTF8.GetString(open) : null;

    /// <returns>Null when nothing is sealed or the key was destroyed.</returns>
    /// <exception cref="SealBroken">It is another ticket's, or was altered.</exception>
    internal T? Open<T>(Ticket ticket, byte[]? closed) where T : class =>
        ticket.Key is { } key && closed is not null && keys.OpenAt(PlaceOf(ticket), key, closed) is { } open ? JsonSerializer.Deserialize<T>(open, JsonSerializerOptions.Web) : null;

    private byte[] Close<T>(Ticket ticket, T words, int length = 0) => keys.SealAt(PlaceOf(ticket), ticket.Key!, SealedWords.Of(words, length).Span);

    private static string PlaceOf(Ticket ticket) => PlaceOf(ticket.Number);

    /// <summary>What everything that is sealed of the ticket with that number belongs to.</summary>
    internal static string PlaceOf(string number) => $"words of {number}";

    /// <summary>Looks at all rows for changes before, at those that are stored already after, and not at each question about one: a new row is written as it is.</summary>
    private async Task CoverAllAsync(HubDbContext db, CancellationToken token)
    {
        var (tracker, detects) = (db.ChangeTracker, db.ChangeTracker.AutoDetectChangesEnabled);
        tracker.DetectChanges();
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            await CoverAsync(db, token);
            foreach (var entry in tracker.Entries().Where(static e => e.State is EntityState.Unchanged or EntityState.Modified).ToList())
            {
                entry.DetectChanges();
            }
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task CoverAsync(HubDbContext db, CancellationToken token)
    {
        foreach (var entry in db.ChangeTracker.Entries<Ticket>().Where(e => e.State is not (EntityState.Deleted or EntityState.Detached)).ToList())
        {
            await CoverAsync(db, entry, token);
        }

        foreach (var row in db.ChangeTracker.Entries<OutboxMessage>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList())
        {
            await CoverAsync(db, row, token);
        }

        foreach (var entry in db.ChangeTracker.Entries<StoredEnvelope>().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            await CoverAsync(db, entry.Entity, token);
        }
    }

    private async Task CoverAsync(HubDbContext db, EntityEntry<Ticket> entry, CancellationToken token)
    {
        var ticket = entry.Entity;
        if (ticket.LostFlags && ticket.Key is { } kept && keys.Has(kept) && entry.State != EntityState.Added && !WasProtected(entry))
        {
            // Nobody lifted anything here: somebody took the flags out of the store.
            ticket.TakeFlagsBack();
        }

        EnsureKey(ticket);
        if (!ticket.IsProtected)
        {
            await UncoverAsync(entry, token);
            return;
        }

        var isFlagged = entry.State != EntityState.Added && (Differs(entry.Property(t => t.Anonymous)) || Differs(entry.Property(t => t.Secret)));
        var raised = entry.State != EntityState.Added && (isFlagged || ticket.Sealed is null || await ReporterSeal.LearnsAsync(db, ticket));
        if (raised)
        {
            await entry.Collection(t => t.Events).LoadAsync(token);
            await entry.Collection(t => t.Attachments).LoadAsync(token);
            foreach (var envelope in await db.Envelopes.Where(e => e.TicketId == ticket.Id).ToListAsync(token))
            {
                envelope.Files = null;
            }

            foreach (var pair in await db.SamePairs.Where(p => (p.TicketId == ticket.Id || p.OtherId == ticket.Id) && p.SameReporter != null).ToListAsync(token))
            {
                pair.SameReporter = null;
            }

            if (isFlagged)
            {
                await ForgetMarksAsync(db, ticket, token);
            }
        }

        var events = ticket.Events.Where(e => raised || db.Entry(e).State == EntityState.Added).ToList();
        var files = ticket.Attachments.Where(a => raised || db.Entry(a).State == EntityState.Added).ToList();
        if (!raised && ticket.IsWhole() == (ticket.Sealed is null) && ticket.Sealed is not null && events.Count + files.Count == 0)
        {
            return;
        }

        var whole = ticket.IsWhole() ? ticket.Texts() : Open<Layers<TicketTexts>>(ticket, ticket.Sealed)?.Whole ?? throw new KeyGone(ticket.Number);
        var blotting = new Blotting([.. await reporters.KnownAsync(db, ticket, token)], isProtected: true, ticket.Secret, whole);
        SpareMemory.MakeRoomForText(whole.Body.Length);
        var layers = blotting.Of(whole);
        SpareMemory.MakeRoomForText(whole.Body.Length);
        ticket.Cover(blotting.Open(layers), Close(ticket, layers, layers.Whole.Body.Length + layers.Blotted.Body.Length));
        foreach (var happened in events)
        {
            var words = blotting.Of(happened.Kind, Open<Layers<EventTexts>>(ticket, happened.Sealed)?.Whole ?? happened.Texts());
            happened.Cover(blotting.Open(happened.Kind, words), words.Whole == words.Blotted && !ticket.Secret ? null : Close(ticket, words));
        }

        foreach (var file in files)
        {
            var words = blotting.Of(Open<Layers<FileTexts>>(ticket, file.Sealed)?.Whole ?? file.Texts());
            file.Cover(blotting.Open(words), Close(ticket, words));
        }
    }

    /// <summary>The verifier lifted the protection: the words lie open again. What was erased meanwhile stays as it is.</summary>
    private async Task UncoverAsync(EntityEntry<Ticket> entry, CancellationToken token)
    {
        var ticket = entry.Entity;
        if (ticket.Sealed is null || Open<Layers<TicketTexts>>(ticket, ticket.Sealed) is not { } layers)
        {
            return;
        }

        if (await ReporterSeal.RecordAsync((HubDbContext)entry.Context, ticket, token) is { Lookup: null } record)
        {
            var reporter = reporters.Open(record);
            record.Lookup = marks.OfAddress(reporter.Email);
            ((HubDbContext)entry.Context).SamenessBands.AddRange(marks.Of(reporter).Select(mark => new StoredBand { Hash = mark, TicketId = ticket.Id }));
        }

        await entry.Collection(t => t.Events).LoadAsync(token);
        await entry.Collection(t => t.Attachments).LoadAsync(token);
        ticket.Cover(ticket.IsWhole() ? ticket.Texts() : layers.Whole, null);
        foreach (var happened in ticket.Events)
        {
            happened.Cover(Open<Layers<EventTexts>>(ticket, happened.Sealed)?.Whole ?? happened.Texts(), null);
        }

        foreach (var file in ticket.Attachments)
        {
            file.Cover(Whole(ticket, file), null);
        }
    }

    /// <summary>Takes away by what the reporter of a ticket that is protected now is known again beside others.</summary>
    internal async Task ForgetMarksAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        if (await ReporterSeal.RecordAsync(db, ticket, token) is { Lookup: not null } record)
        {
            record.Lookup = null;
        }

        // What the same unit of work has learnt before the flag came up is not stored yet.
        foreach (var mark in db.ChangeTracker.Entries<StoredBand>().Where(e => e.State == EntityState.Added && e.Entity.TicketId == ticket.Id).ToList())
        {
            mark.State = EntityState.Detached;
        }

        // Beside the words that a rule looks for, that it held says what stands in the text.
        db.RuleMatches.RemoveRange(await db.RuleMatches.Where(m => m.TicketId == ticket.Id).ToListAsync(token));

        // The text's own go with them, and come back with the next look for like ones.
        db.SamenessBands.RemoveRange(await db.SamenessBands.Where(b => b.TicketId == ticket.Id).ToListAsync(token));
        db.SamenessProfiles.RemoveRange(await db.SamenessProfiles.Where(p => p.TicketId == ticket.Id).ToListAsync(token));
        foreach (var row in await db.Outbox.Where(m => m.TicketId == ticket.Id && m.Bureau == null && m.Channel == OutboxChannel.Mail && m.Address != null).ToListAsync(token))
        {
            if (Recipient(row, ticket.Key) is { } address)
            {
                row.Key = row.Key.Replace(row.Recipient, NameOf(address, ticket), StringComparison.Ordinal);
                row.Recipient = MarkOf(address, row.CreatedAt);
            }
        }
    }

    private async Task CoverAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        if (row is { Sealed: null, TicketId: { } id } && await KeyOfAsync(db, id, token) is { } key)
        {
            CloseWords(row, key);
        }
    }

    /// <summary>What people typed lies in a notice under its ticket's key alone; where that was destroyed it is gone.</summary>
    internal void CloseWords(OutboxMessage row, string key)
    {
        if (JsonNode.Parse(row.Payload) is not JsonObject payload || (payload["text"] ?? payload["target"]) is null)
        {
            return;
        }

        if (keys.Has(key))
        {
            row.Sealed ??= keys.Seal(key, Encoding.UTF8.GetBytes(row.Payload));
        }

        payload.Remove("text");
        payload.Remove("target");
        row.Payload = payload.ToJsonString(JsonSerializerOptions.Web);
    }

    private async Task CoverAsync(HubDbContext db, StoredEnvelope envelope, CancellationToken token)
    {
        if (envelope.RawKey is null)
        {
            // The array was packed for this row alone: it is encrypted where it lies. Of a large item the row has none.
            var key = RawCipher.CreateKey();
            RawCipher.SealInPlace(key, envelope.Raw);
            envelope.RawKey = keys.Seal(envelope.Key, key);
            db.Entry(envelope).Property(e => e.Raw).IsModified = db.Entry(envelope).State == EntityState.Modified;
        }

        // An ignored mail that named one ticket and was brought back as another must not go with the first.
        if (envelope.TicketId is { } id && (envelope.Key is null || db.Entry(envelope).Property(e => e.TicketId).IsModified)
            && await KeyOfAsync(db, id, token) is var own && own != envelope.Key && keys.Open(envelope.Key, envelope.RawKey) is { } rawKey)
        {
            (envelope.RawKey, envelope.Key) = (keys.Seal(own, rawKey), own);
        }
    }

    private static async Task<string?> KeyOfAsync(HubDbContext db, long ticket, CancellationToken token) =>
        db.Tickets.Local.FindEntry(ticket)?.Entity is { } known ? known.Key : await db.Tickets.Where(t => t.Id == ticket).Select(t => t.Key).FirstOrDefaultAsync(token);

    private static bool WasProtected(EntityEntry<Ticket> entry) => entry.Property(t => t.Anonymous).OriginalValue || entry.Property(t => t.Secret).OriginalValue;

    private static bool Differs<T>(PropertyEntry<Ticket, T> property) => !EqualityComparer<T>.Default.Equals(property.OriginalValue, property.CurrentValue);
}
