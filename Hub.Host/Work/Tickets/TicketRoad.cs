using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>The one road on which a ticket begins and changes, whoever changes it: page, mail, link, bulk action, triage, source, import, amendment, job or interface.</summary>
/// <remarks>
/// It checks the actor's right on every ticket that the change touches and what happened since the actor looked, applies the change, derives anew all that
/// follows from it, writes events, audit and outbox rows, and commits once.
/// </remarks>
public sealed class TicketRoad(Database database, LawInForce law, Departures departures, AnswerGate gate, LeavingWords leaving, INotices notices, AuditTrail audit, TicketSeal seal, AttachmentStore kept, TicketParts parts, TimeProvider clock)
{
    /// <summary>Makes one change in a transaction of its own.</summary>
    /// <param name="seen">How many events the ticket had when the actor looked at it; null when nobody looked.</param>
    /// <returns>False when all was so already.</returns>
    /// <exception cref="TicketRefusal">The right, the state of a ticket or somebody else's change does not allow it; then nothing is done.</exception>
    public async Task<bool> ChangeAsync(string number, TicketChange change, Actor actor, int? seen, CancellationToken token)
    {
        var changed = false;
        await CommitAsync(number, async (db, ticket) => changed = await ChangeAsync(db, ticket, change, actor, seen, token), token);
        return changed;
    }

    /// <summary>Opens a transaction on a ticket, for a change together with rows of the caller.</summary>
    /// <exception cref="TicketRefusal">There is no such ticket, or somebody else was faster.</exception>
    internal async Task CommitAsync(string number, Func<HubDbContext, Ticket, Task> act, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.TakeTurnAsync($"ticket:{number}", token);
        var ticket = await FindAsync(db, number, token);
        try
        {
            await act(db, ticket);
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw TicketRefusal.Of(e, "ChangedMeanwhile");
        }

        await transaction.CommitAsync(token);
        notices.Wake();
    }

    /// <summary>Makes one change in the caller's transaction.</summary>
    /// <param name="ticket">With clocks; with events unless the change is only kept beside it.</param>
    /// <param name="seen">As in <see cref="ChangeAsync(string, TicketChange, Actor, int?, CancellationToken)"/>.</param>
    /// <param name="quiet">Nothing leaves: history that is imported.</param>
    /// <returns>False when all was so already: nothing is written then.</returns>
    internal async Task<bool> ChangeAsync(HubDbContext db, Ticket ticket, TicketChange change, Actor actor, int? seen, CancellationToken token, bool quiet = false)
    {
        var other = change.Other is { } number ? await FindAsync(db, number, token) : null;
        RefuseWithout(change.Needs, actor, ticket, other);
        if (actor.IsAccusedBy(ticket) && (change is TicketChange.ReleaseFile || !(change.IsAddition || change is TicketChange.Assign)))
        {
            // In triage for want of an address of the inspectorate: those whom it accuses hand it on and add to it, and decide nothing.
            throw TicketRefusal.Of("AccusedDecideNot");
        }

        RefuseMeanwhile(ticket, change, seen);
        if (change is TicketChange.Join && ((ticket.Anonymous && !other!.Anonymous) || (ticket.Secret && !other!.Secret)))
        {
            // There its words would lie open; where they do not, the other ticket learns of who sent this one.
            throw TicketRefusal.Of("JoinUncovers", ticket.Number, other!.Number);
        }

        var files = change.Files;
        if (AnswerFiles.Fault(files) is { } unfit)
        {
            throw TicketRefusal.Of(unfit.Code, unfit.Values);
        }

        if (actor.IsOfficer && change.Typed.Any(static words => words?.Length > TicketChange.LongestTyped))
        {
            throw TicketRefusal.Of("TypedTooLong", TicketChange.LongestTyped);
        }

        seal.Reveal(ticket);
        var followers = change.NeedsFollowers ? await With(db).Where(t => t.MergedInto == ticket.Id).ToListAsync(token) : [];
        change = quiet ? change : await gate.PassAsync(db, change, actor, [ticket, .. followers], token);
        var touched = followers.Append(other).OfType<Ticket>().Prepend(ticket).Select(t => (Ticket: t, Events: t.EventCount, t.Shield)).ToList();
        var (before, now) = (Standing(ticket), clock.GetUtcNow());
        var named = await NamedAsync(db, ticket, followers, token);
        change = await WithoutLeaderAsync(db, change, ticket, other, token);
        var at = AtHand(ticket, actor, now) with { Other = other, Followers = followers, Offices = await OfficesAsync(db, change, token), Unnamed = (reader, words) => named.GetValueOrDefault(reader) is { } sender ? LeakGate.Without(words, sender) : words };
        if (change.Apply(at) is { } refusal)
        {
            throw TicketRefusal.Of(refusal.Code, refusal.Values);
        }

        if (change is TicketChange.Accept && touched.TrueForAll(t => t.Ticket.EventCount == t.Events))
        {
            return false;
        }

        await PassByVerifierAsync(db, ticket, now, token);
        if (change is TicketChange.Join)
        {
            if (ticket.RepliedByOffice is null)
            {
                await parts.LearnAsync(db, other!, ticket, token);
            }

            await CarryOverAsync(db, ticket, other!, now, token);
        }

        foreach (var part in at.Begun)
        {
            await OpenAsync(db, part, () => parts.StandBesideAsync(db, ticket, part, at.Begun, actor.Name, now, token), told: null, quiet, token);
            new TicketChange.Keep(new Happening.Linked(Happening.Linked.Split), part.Number).Apply(at);
        }

        foreach (var (changed, events, _) in touched.Where(t => t.Ticket.EventCount > t.Events))
        {
            if (change.ChangesFacts)
            {
                law.SetClocks(changed);
            }

            // Of a protected ticket those who follow it get no words and no files, of another none that show who sent it.
            var passed = changed.MergedInto != ticket.Id ? files : ticket.IsProtected ? [] : await LeavingWords.WithoutAsync(files, named.GetValueOrDefault(changed), token);
            await KeepFilesAsync(db, changed, passed, events, now, token);
            if (!quiet && change is not TicketChange.Undo)
            {
                await departures.WriteAsync(db, changed, events, new Telling(changed.MergedInto == ticket.Id ? ticket : null, change.Wording == Wording.AsTheyAre), now, token);
            }
        }

        foreach (var (raised, _, _) in touched.Where(t => t.Ticket.Shield.IsRaisedFrom(t.Shield)))
        {
            await ProtectKinAsync(db, raised, quiet, token);
        }

        if (change is TicketChange.Undo)
        {
            await Departures.WithdrawAsync(db, ticket, now, token);
        }
        else if (change.MayBeUndone && followers.Count == 0)
        {
            Departures.Hold(db, ticket, now);
        }

        if (actor.IsOfficer)
        {
            await audit.WriteAsync(db, actor.Name, $"ticket.{change.Name}", ticket.Number, string.Join("; ", at.Begun.Select(part => part.Number).Prepend($"{before} → {Standing(ticket)}")), token);
        }

        return true;
    }

    /// <summary>Who asks not to be named asks it for all that came of the item: its parts, the whole, what went on of it. One of them that lay open would tell whose the others are.</summary>
    /// <param name="raised">With events; those that link it are written already.</param>
    internal async Task ProtectKinAsync(HubDbContext db, Ticket raised, bool quiet, CancellationToken token)
    {
        var linked = raised.Kin;
        var kin = await With(db).Where(t => linked.Contains(t.Number)).ToListAsync(token);
        foreach (var one in kin)
        {
            // Each raises what it is kin to itself; that is protected by then, and nothing goes round.
            await ChangeAsync(db, one, new TicketChange.ProtectAs(raised), new Actor.Hub(), null, token, quiet);
        }
    }

    /// <summary>Begins a ticket in the caller's transaction, with its number and clocks.</summary>
    /// <param name="ticket">Not stored yet and without a number.</param>
    /// <param name="beside">Adds the rows of the caller that stand beside it, once it has an id and before anybody is told; all are saved with the caller's next saving.</param>
    /// <param name="told">What its reporter sent, for the notices; null for a stub.</param>
    /// <param name="quiet">Nothing leaves: history that is imported.</param>
    /// <exception cref="CalendarException">No calendar reaches to its receipt; then nothing is stored.</exception>
    internal async Task OpenAsync(HubDbContext db, Ticket ticket, Func<Task> beside, Submission? told, bool quiet, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await PassByVerifierAsync(db, ticket, now, token);
        law.SetClocks(ticket);
        await TicketNumbers.GiveAsync(db, ticket, Wita.DateOf(now).Year, token);
        db.Tickets.Add(ticket);
        await beside();
        if (!quiet)
        {
            await notices.TicketOpenedAsync(db, ticket, told, now, token);
        }
    }

    /// <summary>What accuses the bureau that verifies goes to the inspectorate by itself, where its liaison officer is reached; else it waits in triage, and the leadership is told too.</summary>
    private async Task PassByVerifierAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        if (ticket is { AccusesVerifier: true, IsOpen: true, Bureau: null, MergedInto: null } && await OfficeRegister.FindAsync(db, Office.Inspectorate, token) is { IsReached: true } inspectorate)
        {
            new TicketChange.Assign(Office.Inspectorate, null, null).Apply(AtHand(ticket, new Actor.Hub(), now) with { Offices = [inspectorate] });
        }
    }

    /// <summary>Moves every date that an amendment touches, in the caller's transaction in which nobody else changes a ticket.</summary>
    /// <param name="moves">As the amendment counted them.</param>
    /// <param name="versions">The basis before and after, for the audit trail.</param>
    /// <param name="progress">Told the number of tickets after each step.</param>
    internal async Task MoveAsync(HubDbContext db, Amendment amendment, IReadOnlyList<StoredMove> moves, string actor, string versions, IProgress<int>? progress, CancellationToken token)
    {
        await new MovedTickets(db, amendment).WriteAsync(moves, actor, clock.GetUtcNow(), progress, token);
        if (amendment is not Recounting || moves.Count > 0)
        {
            await audit.WriteAsync(db, actor, ActionOf(amendment), amendment.Id, $"{amendment.Title}; {versions}; {moves.Count} tiket", token);
        }
    }

    private static string ActionOf(Amendment amendment) => amendment switch
    {
        CalendarAmendment => "calendar.amended",
        ReadingAmendment => "standard.reading-changed",
        _ => "deadlines.recounted",
    };

    private static void RefuseWithout(TicketRight right, Actor actor, Ticket ticket, Ticket? other)
    {
        bool May(Ticket one) => actor.Has(right, one) && (right != TicketRight.Verify || actor.Has(TicketRight.Hold, one));
        if (!May(ticket))
        {
            throw TicketRefusal.Of(actor.Has(TicketRight.Hold, ticket) ? "OnlyVerifier" : "NotYours");
        }

        if (other is not null && !May(other))
        {
            throw TicketRefusal.Of("OtherNotYours", other.Number);
        }
    }

    /// <summary>The second of two people on one ticket is told what the first did, and decides again.</summary>
    private static void RefuseMeanwhile(Ticket ticket, TicketChange change, int? seen)
    {
        if (!change.IsAddition && Meanwhile.Since(ticket, seen) is { } news)
        {
            throw ChangedMeanwhile.By(news);
        }
    }

    /// <summary>Whom the change's words may name that are taken into a ticket of somebody else: those who follow get the words of the leader's page.</summary>
    /// <returns>By the ticket that takes them.</returns>
    private async Task<Dictionary<Ticket, Reporter>> NamedAsync(HubDbContext db, Ticket ticket, IEnumerable<Ticket> followers, CancellationToken token)
    {
        var named = new Dictionary<Ticket, Reporter>();
        foreach (var follower in followers)
        {
            if (await leaving.OtherSenderAsync(db, ticket, follower, token) is { } sender)
            {
                named.Add(follower, sender);
            }
        }

        return named;
    }

    /// <summary>Why a ticket follows another, or no longer does, is typed with that other in view and stays in this one, whose flags do not guard it.</summary>
    private async Task<TicketChange> WithoutLeaderAsync(HubDbContext db, TicketChange change, Ticket ticket, Ticket? other, CancellationToken token)
    {
        var leader = change is TicketChange.Unmerge && ticket.MergedInto is { } id ? await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, token) : other;
        Task<string> ShownAsync(string reason) => leaving.BesideAsync(db, reason, leader!, ticket, token);

        return change switch
        {
            TicketChange.Merge merge when leader is not null => merge with { Reason = await ShownAsync(merge.Reason) },
            TicketChange.Unmerge unmerge when leader is not null => unmerge with { Reason = await ShownAsync(unmerge.Reason) },
            _ => change,
        };
    }

    /// <summary>The files of a reply, and where later answers to it are looked for, go with it.</summary>
    private static async Task CarryOverAsync(HubDbContext db, Ticket reply, Ticket target, DateTimeOffset now, CancellationToken token)
    {
        foreach (var file in await db.Attachments.AsNoTracking().Where(a => a.TicketId == reply.Id).ToListAsync(token))
        {
            target.Attach(new TicketAttachment(file.Name, file.MediaType, file.ContentHash, file.Size, file.Link, now));
        }

        await TicketMail.MoveAsync(db, reply.Id, target.Id, token);
    }

    private TicketsAtHand AtHand(Ticket ticket, Actor actor, DateTimeOffset now) => new()
    {
        Ticket = ticket,
        Actor = actor.Name,
        Now = now,
        Catalogue = law.Catalogue,
        // By what lies open: a rule that looks for a name would tell by the service who wrote.
        Place = (one, bureau, service) => law.PlaceWithin(one, seal.Covered(one), bureau, service),
        Route = law.Route,
    };

    /// <summary>Those of the province's offices that the change hands something to.</summary>
    private async Task<IReadOnlyList<Office>> OfficesAsync(HubDbContext db, TicketChange change, CancellationToken token)
    {
        IEnumerable<string> holders = change switch
        {
            TicketChange.Assign assign => [assign.Bureau],
            TicketChange.Split split => split.Parts.Select(part => part.Bureau).Distinct(StringComparer.Ordinal),
            _ => [],
        };
        var offices = new List<Office>();
        foreach (var code in holders.Where(code => law.Catalogue.FindBureau(code) is null))
        {
            if (await OfficeRegister.FindAsync(db, code, token) is { } office)
            {
                offices.Add(office);
            }
        }

        return offices;
    }

    private static async Task<Ticket> FindAsync(HubDbContext db, string number, CancellationToken token) =>
        await With(db).FirstOrDefaultAsync(t => t.Number == number, token) ?? throw TicketRefusal.Of("NoTicket", number);

    private static IQueryable<Ticket> With(HubDbContext db) => db.Tickets.Include(t => t.Events).Include(t => t.Clocks);

    /// <summary>They go with the word to the reporter; where the gate made a draft of it, they wait with the ticket.</summary>
    private async Task KeepFilesAsync(HubDbContext db, Ticket ticket, IReadOnlyList<Attachment> files, int since, DateTimeOffset now, CancellationToken token)
    {
        if (ticket.Events.LastOrDefault(e => e.Sequence > since && e.TellsReporter) is { } told)
        {
            await kept.SendAsync(db, ticket, files, told.Sequence, now, token);
        }
        else
        {
            await kept.AddAsync(db, ticket, files, now, token);
        }
    }

    private static string Standing(Ticket ticket) => $"{ticket.Status} {ticket.Bureau ?? "–"}/{ticket.Service?.ToString() ?? "–"}";
}
