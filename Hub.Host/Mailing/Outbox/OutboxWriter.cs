using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Generations;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Writes what must leave, in the transaction of the event that causes it: one row per event, recipient and channel.</summary>
public sealed class OutboxWriter(LawInForce law, HubOptions options, NoticeToken tokens, SendingPlan plan, Generation generation, TicketSeal seal, OutboxSignal signal) : INotices
{
    /// <summary>How the reason of a notice begins that a cap holds back; the watchdog looks for it.</summary>
    internal static bool IsCapped(Said? answer) => answer?.Code.StartsWith($"{nameof(OutboxTexts)}.Cap", StringComparison.Ordinal) == true;

    public void Wake() => signal.Raise();

    /// <summary>Tells the bureau's staff (or the triagers) of a new ticket, and the reporter that it arrived.</summary>
    /// <param name="submission">Null for a stub.</param>
    public async Task TicketOpenedAsync(HubDbContext db, Ticket ticket, Submission? submission, DateTimeOffset now, CancellationToken token)
    {
        if (!ticket.IsOpen)
        {
            return;
        }

        await TicketAssignedAsync(db, ticket, now, token);
        if (submission is not null && ReceiptAddress(submission) is string address)
        {
            await AddAsync(db, ticket, NoticePurpose.Receipt, address, bureau: null, new NoticePayload(InReplyTo: submission.Mail?.MessageId), now, token);
        }
    }

    /// <summary>To whom <see cref="TicketOpenedAsync"/> would write that several items arrived, as the outbox names them.</summary>
    internal List<string> ReportersOf(IEnumerable<Submission> submissions, DateTimeOffset now) =>
        [.. submissions.Where(s => ReceiptAddress(s) is not null).Select(s => seal.MarkOf(ReceiptAddress(s)!, s.Reporter.IsProtected ? now : null)).Distinct(StringComparer.Ordinal)];

    /// <summary>To whose staff it would write of items that go these ways.</summary>
    internal List<string> OfficesOf(IEnumerable<RoutingDecision> routes) => [.. routes.Select(OfficeOf).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc cref="SendingPlan.People"/>
    internal IQueryable<OfficePerson> People(HubDbContext db, List<string> offices, DateTimeOffset now) => plan.People(db, offices, now);

    private string OfficeOf(RoutingDecision route) => BureauOf(route) ?? Owners.Triagers(law.Catalogue);

    private static string? BureauOf(RoutingDecision route) => route.Triage ? null : route.Bureau;

    /// <summary>The mails that <see cref="TicketOpenedAsync"/> would write for an item routed like this.</summary>
    internal async Task<IReadOnlyList<FirstMail>> FirstMailsAsync(HubDbContext db, RoutingDecision route, Submission submission, DateTimeOffset now, CancellationToken token)
    {
        var staff = await ReachedAsync(db, OfficeOf(route), now, token);
        return
        [
            .. staff.Select(address => new FirstMail(BureauOf(route) is null ? NoticePurpose.Triage : NoticePurpose.Assigned, address)),
            .. ReceiptAddress(submission) is { } reporter ? [new FirstMail(NoticePurpose.Receipt, reporter)] : Array.Empty<FirstMail>(),
        ];
    }

    /// <summary>Tells the staff of the bureau that has it now; in triage those of Biro Organisasi, and the leadership where that bureau is accused.</summary>
    public async Task TicketAssignedAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        await ToStaffAsync(db, ticket, ticket.Bureau is null ? NoticePurpose.Triage : NoticePurpose.Assigned, new NoticePayload(), now, token);
        if (ticket is { AccusesVerifier: true, Bureau: null })
        {
            await LeadershipAsync(db, ticket, now, token);
        }
    }

    /// <summary>Tells the leadership of what accuses the bureau that has it in triage.</summary>
    internal async Task LeadershipAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        foreach (var leader in await db.Contacts.AsNoTracking().Where(c => c.Role == ContactRole.Leadership && c.BouncingSince == null).Select(c => c.Address).ToListAsync(token))
        {
            await AddAsync(db, ticket, NoticePurpose.Escalation, leader, Owners.Triagers(law.Catalogue), new NoticePayload(), now, token);
        }
    }

    /// <summary>Tells the staff that the reporter wrote or the source changed. The new words go along, save where a mail says nothing of a report.</summary>
    public Task TicketChangedAsync(HubDbContext db, Ticket ticket, TicketEvent happened, DateTimeOffset now, CancellationToken token) =>
        ToStaffAsync(db, ticket, NoticePurpose.Changed, News(ticket, happened, ticket.Secret || ticket.Protection is not null ? null : Words(happened)), now, token);

    /// <summary>What the reporter wrote and that it opened the ticket again is one piece of news.</summary>
    private static NoticePayload News(Ticket ticket, TicketEvent happened, string? words) =>
        ticket.Events.Where(e => e.Kind == TicketEventKind.Reopened && e.At == happened.At).MaxBy(e => e.Sequence) is { } reopened
            ? new NoticePayload(words, Level: NoticePayload.Reopened, Target: reopened.Actor)
            : new NoticePayload(words);

    /// <summary>What the hub itself says of an event is kept as a code.</summary>
    private static string? Words(TicketEvent happened) => happened is { Kind: TicketEventKind.Withdrawn, Text: { } said } ? Said.Read(said).ToString() : happened.Text;

    public async Task DraftWaitsAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        foreach (var address in await DraftReadersAsync(db, ticket, now, token))
        {
            await AddAsync(db, ticket, NoticePurpose.Changed, address, Owners.Triagers(law.Catalogue), new NoticePayload(Level: NoticePayload.Draft), now, token);
        }
    }

    public async Task<IReadOnlyList<string>> DraftReadersAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token) =>
        ticket.KeepsVerifierOut ? [] : await ReachedAsync(db, Owners.Triagers(law.Catalogue), now, token);

    /// <summary>One notice to one address about the ticket's latest event.</summary>
    public Task AddAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, string recipient, string? bureau, NoticePayload payload, DateTimeOffset now, CancellationToken token) =>
        AddAsync(db, ticket, $"{ticket.Number}/{ticket.EventCount}/{purpose}", purpose, recipient, bureau, payload, now, token);

    /// <summary>One notice to one address about something that has a key of its own, such as a rung of the reminder ladder.</summary>
    public async Task AddAsync(HubDbContext db, Ticket ticket, string cause, NoticePurpose purpose, string recipient, string? bureau, NoticePayload payload, DateTimeOffset now, CancellationToken token)
    {
        var address = bureau is null ? seal.Address(ticket, recipient) : null;
        var key = $"{cause}/{OutboxChannel.Mail}/{(bureau is null ? seal.NameOf(recipient, ticket) : recipient)}";
        recipient = bureau is null ? seal.MarkOf(recipient, ticket.IsProtected ? now : null) : recipient;
        if (!db.Remembered.IsFirst(new NoticeOf(key)) || (!db.IsNew(ticket) && await db.Outbox.AnyAsync(m => m.Key == key, token)))
        {
            return;
        }

        var id = MessageIdOf(ticket.Number, SaidBy(ticket, key, purpose, payload));
        var place = await plan.PlaceAsync(db, ticket, purpose, recipient, bureau, now, token);
        var held = await RecentMails.CapAsync(db, ticket, recipient, isStaff: bureau is not null, now, token) is { } cap ? Said.Of<OutboxTexts>($"Cap{cap}") : HeldNow;
        var row = new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Mail,
            Recipient = recipient,
            Address = address,
            Purpose = purpose,
            TicketId = ticket.Id,
            Bureau = bureau,
            Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web),
            MessageId = id,
            DueAt = place.DueAt,
            CreatedAt = now,
            State = held is null ? place.State : OutboxState.Held,
            Answer = held,
        };
        db.Outbox.Add(row);
        RecentMails.CountOn(db, row);
    }

    /// <summary>What the notice tells, named by what the source calls the item: the same when the item comes again under another number after a backup was put back.</summary>
    /// <remarks>A key begins with a number of the store's own: for a ticket stands its source's item, for one of its clocks the rule and the day.</remarks>
    private static string SaidBy(Ticket ticket, string key, NoticePurpose purpose, NoticePayload payload)
    {
        var clock = ticket.Clocks.FirstOrDefault(c => key.StartsWith(string.Create(CultureInfo.InvariantCulture, $"clock-{c.Id}/"), StringComparison.Ordinal));
        var words = purpose == NoticePurpose.Changed && ticket.Events is [.., var last] ? last.Text ?? last.Data : payload.Text;
        return string.Join('\n', ticket.Scope, ticket.ExternalId, clock?.Rule, clock?.DueOn.ToString("O", CultureInfo.InvariantCulture), key[key.IndexOf('/', StringComparison.Ordinal)..], purpose, payload.Level, payload.InReplyTo, words);
    }

    /// <summary>The same notice to whoever of the office is reached, when its address is not: once for each of them, whoever had it already.</summary>
    internal async Task ReaddressAsync(HubDbContext db, OutboxMessage row, DateTimeOffset now, CancellationToken token)
    {
        if (row is not { Bureau: { } bureau, TicketId: { } id })
        {
            return;
        }

        var cause = row.Key[..^$"/{OutboxChannel.Mail}/{row.Recipient}".Length];
        var ticket = await db.Tickets.SingleAsync(t => t.Id == id, token);
        var payload = NoticePayload.Read(seal.Payload(row, ticket.Key) ?? row.Payload);
        foreach (var address in ticket.AccusesVerifier ? await PastVerifierAsync(db, bureau, token) : await ReachedAsync(db, bureau, now, token))
        {
            await AddAsync(db, ticket, cause, row.Purpose, address, bureau, payload, now, token);
        }
    }

    /// <summary>A word back to the ticket's source.</summary>
    public async Task WriteBackAsync(HubDbContext db, Ticket ticket, NoticePayload payload, DateTimeOffset now, CancellationToken token)
    {
        var key = $"{ticket.Number}/{ticket.EventCount}/{NoticePurpose.WriteBack}/{OutboxChannel.Source}/{ticket.Source}";
        if (await db.Outbox.AnyAsync(m => m.Key == key, token))
        {
            return;
        }

        db.Outbox.Add(new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Source,
            Recipient = ticket.Source,
            Purpose = NoticePurpose.WriteBack,
            TicketId = ticket.Id,
            Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web),
            MessageId = MessageIdOf(ticket.Number, key),
            DueAt = now,
            CreatedAt = now,
            State = HeldNow is null ? OutboxState.Pending : OutboxState.Held,
            Answer = HeldNow,
        });
    }

    /// <summary>After a backup was put back nobody knows yet what was said before.</summary>
    private Said? HeldNow => generation.Restored is null ? null : Generation.Held;

    /// <summary>A way into the own account, to the person's address. The row says only whose it is: the link is made when the mail is written, and is kept nowhere.</summary>
    /// <param name="cause">What tells this mail from another one like it.</param>
    /// <returns>False where that mail is there already.</returns>
    internal async Task<bool> AccountAsync(HubDbContext db, User user, NoticePurpose purpose, string cause, DateTimeOffset now, CancellationToken token)
    {
        var key = $"{purpose}/{user.Id}/{cause}/{OutboxChannel.Mail}/{user.Email}";
        if (await db.Outbox.AnyAsync(m => m.Key == key, token))
        {
            return false;
        }

        db.Outbox.Add(new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Mail,
            Recipient = user.Email!,
            Purpose = purpose,
            Payload = JsonSerializer.Serialize(new NoticePayload(Target: user.Id), JsonSerializerOptions.Web),
            MessageId = MessageIdOf("account", key),
            DueAt = now,
            CreatedAt = now,
        });
        return true;
    }

    /// <summary>To whoever owes reports, once a day for all of them.</summary>
    /// <returns>False where that address had its mail of today: what has come since waits for tomorrow.</returns>
    internal async Task<bool> DebtsAsync(HubDbContext db, IReadOnlyList<StoredDebt> debts, string address, DateTimeOffset now, CancellationToken token)
    {
        var key = $"{NoticePurpose.Debt}/{Wita.DateOf(now):yyyy-MM-dd}/{OutboxChannel.Mail}/{address}";
        if (await db.Outbox.AnyAsync(m => m.Key == key, token))
        {
            return false;
        }

        db.Outbox.Add(new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Mail,
            Recipient = address,
            Purpose = NoticePurpose.Debt,
            Payload = JsonSerializer.Serialize(new NoticePayload(Lines: [.. debts.Select(d => d.Id)]), JsonSerializerOptions.Web),
            MessageId = MessageIdOf("debt", key),
            DueAt = now,
            CreatedAt = now,
            State = HeldNow is null ? OutboxState.Pending : OutboxState.Held,
            Answer = HeldNow,
        });
        return true;
    }

    /// <summary>To an address from which a notice is said to have come back, once a day. Its id was sent to nobody else, so whoever sends it back had it from there or from the servers on the way.</summary>
    internal async Task ProbeAsync(HubDbContext db, string address, DateTimeOffset now, CancellationToken token)
    {
        var key = $"{NoticePurpose.Probe}/{Wita.DateOf(now):yyyy-MM-dd}/{OutboxChannel.Mail}/{address}";
        if (!db.Remembered.IsFirst(new NoticeOf(key)) || await db.Outbox.AnyAsync(m => m.Key == key, token))
        {
            return;
        }

        db.Outbox.Add(new OutboxMessage
        {
            Key = key,
            Channel = OutboxChannel.Mail,
            Recipient = address,
            Purpose = NoticePurpose.Probe,
            Payload = JsonSerializer.Serialize(new NoticePayload(), JsonSerializerOptions.Web),
            MessageId = MessageIdOf("probe", key),
            DueAt = now,
            CreatedAt = now,
            State = HeldNow is null ? OutboxState.Pending : OutboxState.Held,
            Answer = HeldNow,
        });
        Wake();
    }

    /// <returns>How many events the ticket had when a notice with that key was written; null for one that was not about its events.</returns>
    internal static int? EventsIn(string? key, string number) =>
        key?.Split('/') is [var name, var count, ..] && name == number && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var events) ? events : null;

    private async Task ToStaffAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, NoticePayload payload, DateTimeOffset now, CancellationToken token)
    {
        var bureau = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        foreach (var address in ticket.KeepsVerifierOut ? await PastVerifierAsync(db, bureau, token) : await ReachedAsync(db, bureau, now, token))
        {
            await AddAsync(db, ticket, purpose, address, bureau, payload, now, token);
        }
    }

    /// <summary>Where mail to the office bounces, the leadership: never the accused.</summary>
    private static async Task<List<string>> PastVerifierAsync(HubDbContext db, string office, CancellationToken token)
    {
        var reached = await db.Contacts.AsNoTracking().Where(c => c.BouncingSince == null && ((c.Bureau == office && c.Role == ContactRole.Staff) || c.Role == ContactRole.Leadership)).ToListAsync(token);
        return [.. (reached.Exists(c => c.Bureau == office) ? reached.Where(c => c.Bureau == office) : reached).Select(c => c.Address).Order(StringComparer.Ordinal)];
    }

    /// <summary>The bureau's staff or the office's liaison officer; where mail to all of them bounces its head, and after that Biro Organisasi, so that no ticket is told to nobody.</summary>
    private async Task<List<string>> ReachedAsync(HubDbContext db, string bureau, DateTimeOffset now, CancellationToken token)
    {
        var people = await plan.PeopleAsync(db, bureau, now, token);
        var staff = people.Where(c => c.Role == ContactRole.Staff).ToList();
        var reached = staff.Where(c => c.BouncingSince is null).ToList();
        if (reached.Count > 0 || (staff.Count == 0 && law.Catalogue.FindBureau(bureau) is not null))
        {
            return [.. reached.Select(c => c.Address!)];
        }

        var heads = people.Where(c => c.Role == ContactRole.Head && c.BouncingSince is null).Select(c => c.Address!).ToList();
        var triagers = Owners.Triagers(law.Catalogue);
        return heads.Count > 0 || bureau == triagers ? heads : await ReachedAsync(db, triagers, now, token);
    }

    /// <summary>Only a person who wrote by mail gets a receipt: no robot, no list, nobody whose address a system merely mentions.</summary>
    private static string? ReceiptAddress(Submission submission) =>
        submission.Mail is { IsAutomatic: false, IsBounce: false, IsList: false } ? submission.Reporter.Email : null;

    /// <param name="name">A ticket's number, or the kind of a notice about none.</param>
    internal string MessageIdOf(string name, string key) =>
        tokens.MessageId(name, key, options.Mail?.From.Split('@')[^1] ?? "hub.invalid");
}

/// <summary>A mail that would leave for a new item.</summary>
public sealed record FirstMail(NoticePurpose Purpose, string Recipient);

/// <summary>A notice that this unit of work has written or found written.</summary>
internal sealed record NoticeOf(string Key);
