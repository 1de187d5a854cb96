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

    /// <summary>Who answers for an office.</summary>
    internal async Task<IReadOnlyList<OfficePerson>> PeopleAsync(HubDbContext db, string office, DateTimeOffset now, CancellationToken token) =>
        await db.Remembered.OnceAsync(new PeopleOf(office), async () => Known(db, office, await People(db, [office], now).ToListAsync(token)));

    /// <summary>Who answers for some offices, and in the same look what <see cref="PlaceAsync"/> asks of each.</summary>
    internal IQueryable<OfficePerson> People(HubDbContext db, List<string> offices, DateTimeOffset now)
    {
        var (day, hour, budget) = (StartOfDay(now), now - LoopGuard.Window, offices.Select(BudgetOf).DefaultIfEmpty().Max());
        return db.Contacts.Where(c => offices.Contains(c.Bureau!) && (c.Role == ContactRole.Staff || c.Role == ContactRole.Head))
            .Select(c => new { Person = c, Office = c.Bureau ?? "", Upper = c.Address.ToUpper() })
            .Select(c => new OfficePerson
            {
                Office = c.Office,
                Address = c.Person.Address,
                Role = c.Person.Role,
                BouncingSince = c.Person.BouncingSince,
                OfOffice = RecentMails.Counted(db).Where(m => m.Bureau == c.Office && m.CreatedAt >= day).Take(budget).Count(),
                Notices = Choices(db).Where(o => o.Address == c.Upper).Select(o => o.Notices).FirstOrDefault(),
                Account = Choices(db).Where(o => o.Address == c.Upper).Select(o => o.Person).FirstOrDefault(),
                OfAddress = RecentMails.Counted(db).Where(m => m.Recipient == c.Person.Address && m.CreatedAt > hour).Take(options.HourlyPerAddress).Count(),
            });
    }

    /// <param name="found">What <see cref="People"/> brought.</param>
    internal static void KnowPeople(HubDbContext db, List<string> offices, IEnumerable<OfficePerson> found)
    {
        var people = found.ToLookup(static p => p.Office, StringComparer.Ordinal);
        offices.ForEach(office => db.Remembered.Know(new PeopleOf(office), Known(db, office, people[office])));
    }

    /// <returns>Them in the order of their addresses.</returns>
    private static IReadOnlyList<OfficePerson> Known(HubDbContext db, string office, IEnumerable<OfficePerson> people)
    {
        var known = people.OrderBy(static p => p.Address, StringComparer.Ordinal).ToList();
        foreach (var one in known)
        {
            db.Remembered.Know(new ChoiceOf(one.Address!.ToUpperInvariant()), new Chosen { Person = one.Account, Notices = one.Notices });
            RecentMails.Know(db, office, one.OfOffice ?? 0, one.Address, one.OfAddress ?? 0);
        }

        return known;
    }

    private int BudgetOf(string bureau) => options.Budgets.TryGetValue(bureau, out var own) ? own : options.DailyBudget;

    private static DateTimeOffset StartOfDay(DateTimeOffset now) => Wita.StartOf(Wita.DateOf(now)).ToUniversalTime();

    private async Task<bool> IsSpentAsync(HubDbContext db, string bureau, DateTimeOffset now, CancellationToken token) =>
        BudgetOf(bureau) is > 0 and var budget && await RecentMails.BureauHadAsync(db, bureau, StartOfDay(now), budget, token);

    private async Task<bool> IsFloodedAsync(HubDbContext db, string recipient, DateTimeOffset now, CancellationToken token) =>
        options.HourlyPerAddress != 0 && await RecentMails.AddressHadAsync(db, recipient, now - LoopGuard.Window, options.HourlyPerAddress, token);
}

/// <summary>Asks who belongs to an office, and who of them is reached.</summary>
internal sealed record PeopleOf(string Office);

/// <summary>Somebody who answers for an office; all null where a look found nobody.</summary>
internal sealed record OfficePerson
{
    public string? Office { get; init; }

    public string? Address { get; init; }

    public ContactRole? Role { get; init; }

    public DateTimeOffset? BouncingSince { get; init; }

    /// <summary>News that the office had today.</summary>
    public int? OfOffice { get; init; }

    /// <summary>News that the address had lately.</summary>
    public int? OfAddress { get; init; }

    public NoticeChoice? Notices { get; init; }

    /// <summary>Who has an account with that address and chose.</summary>
    public string? Account { get; init; }
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
