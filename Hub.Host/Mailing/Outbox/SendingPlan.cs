using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Decides when a notice leaves, and whether by itself or as a line of the digest. What warns of a deadline is never put off.</summary>
public sealed class SendingPlan
{
    /// <summary>News of a ticket that is late within this time after the next digest cannot wait for it.</summary>
    private static readonly TimeSpan Pressing = TimeSpan.FromDays(1);

    private readonly SendingOptions options;
    private readonly SendingHours hours;

    /// <exception cref="StartupRefusal">A bureau code is unknown.</exception>
    public SendingPlan(HubOptions options, ServiceCatalogue catalogue)
    {
        this.options = options.Sending;
        hours = new SendingHours(this.options.QuietFrom, this.options.QuietUntil, this.options.DigestAt);
        if (this.options.Budgets.Keys.FirstOrDefault(code => catalogue.FindBureau(code) is null) is string unknown)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("BudgetBureauUnknown", unknown, string.Join(", ", catalogue.Bureaus.Select(b => b.Code))));
        }
    }

    /// <param name="bureau">Whose staff it goes to; null for reporters, who are never kept waiting.</param>
    internal async Task<SendingPlace> PlaceAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, string recipient, string? bureau, DateTimeOffset now, CancellationToken token)
    {
        if (bureau is null || !RecentMails.IsNews(purpose))
        {
            return new(OutboxState.Pending, now);
        }

        var digest = hours.NextDigest(now);
        var presses = ticket.LateAt <= digest + Pressing;
        if ((!presses && (await IsSpentAsync(db, bureau, now, token) || await IsPutOffAsync(db, ticket, recipient, token))) || await IsFloodedAsync(db, recipient, now, token))
        {
            return new(OutboxState.Gathered, digest);
        }

        var after = hours.NotBefore(now);
        return new(OutboxState.Pending, ticket.LateAt <= after ? now : after);
    }

    /// <summary>Whoever has an account with that address chose one mail a day, or such for what others work on.</summary>
    private static async Task<bool> IsPutOffAsync(HubDbContext db, Ticket ticket, string recipient, CancellationToken token)
    {
        var address = recipient.ToUpperInvariant();
        var chosen = await db.Remembered.OnceAsync(new ChoiceOf(address), () => Choices(db).Where(c => c.Address == address).FirstOrDefaultAsync(token));
        return chosen?.Notices == NoticeChoice.Daily || (chosen?.Notices == NoticeChoice.OnlyMine && !string.Equals(ticket.TakenBy, chosen.Person, StringComparison.Ordinal));
    }

    private static IQueryable<Chosen> Choices(HubDbContext db) =>
        db.Users.AsNoTracking().Where(u => u.DisabledAt == null && u.Notices != null).Select(u => new Chosen { Address = u.NormalizedEmail, Person = u.UserName, Notices = u.Notices });

    /// <summary>Who answers for an office, and in the same look what <see cref="PlaceAsync"/> asks of each.</summary>
    internal async Task<List<Contact>> PeopleAsync(HubDbContext db, string bureau, DateTimeOffset now, CancellationToken token)
    {
        var (day, hour, budget) = (StartOfDay(now), now - LoopGuard.Window, BudgetOf(bureau));
        var found = await db.Contacts.AsNoTracking().Where(c => c.Bureau == bureau && (c.Role == ContactRole.Staff || c.Role == ContactRole.Head)).OrderBy(c => c.Address)
            .Select(c => new { Person = c, Upper = c.Address.ToUpper() })
            .Select(c => new
            {
                c.Person,
                OfOffice = RecentMails.Counted(db).Where(m => m.Bureau == bureau && m.CreatedAt >= day).Take(budget).Count(),
                Notices = Choices(db).Where(o => o.Address == c.Upper).Select(o => o.Notices).FirstOrDefault(),
                Account = Choices(db).Where(o => o.Address == c.Upper).Select(o => o.Person).FirstOrDefault(),
                OfAddress = RecentMails.Counted(db).Where(m => m.Recipient == c.Person.Address && m.CreatedAt > hour).Take(options.HourlyPerAddress).Count(),
            }).ToListAsync(token);
        foreach (var one in found)
        {
            db.Remembered.Know(new ChoiceOf(one.Person.Address.ToUpperInvariant()), new Chosen { Person = one.Account, Notices = one.Notices });
            RecentMails.Know(db, bureau, one.OfOffice, one.Person.Address, one.OfAddress);
        }

        return [.. found.Select(static f => f.Person)];
    }

    private int BudgetOf(string bureau) => options.Budgets.TryGetValue(bureau, out var own) ? own : options.DailyBudget;

    private static DateTimeOffset StartOfDay(DateTimeOffset now) => Wita.StartOf(Wita.DateOf(now)).ToUniversalTime();

    private async Task<bool> IsSpentAsync(HubDbContext db, string bureau, DateTimeOffset now, CancellationToken token) =>
        BudgetOf(bureau) is > 0 and var budget && await RecentMails.BureauHadAsync(db, bureau, StartOfDay(now), budget, token);

    private async Task<bool> IsFloodedAsync(HubDbContext db, string recipient, DateTimeOffset now, CancellationToken token) =>
        options.HourlyPerAddress != 0 && await RecentMails.AddressHadAsync(db, recipient, now - LoopGuard.Window, options.HourlyPerAddress, token);
}

/// <summary>Asks what the owner of an address chose.</summary>
internal sealed record ChoiceOf(string Address);

/// <summary>What it is.</summary>
internal sealed record Chosen
{
    public string? Address { get; init; }

    public string? Person { get; init; }

    public NoticeChoice? Notices { get; init; }
}

/// <summary>Where a notice begins.</summary>
internal sealed record SendingPlace(OutboxState State, DateTimeOffset DueAt);
