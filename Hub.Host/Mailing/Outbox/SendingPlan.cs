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
        var chosen = await db.Remembered.OnceAsync(
            new ChoiceOf(address),
            () => db.Users.AsNoTracking().Where(u => u.NormalizedEmail == address && u.DisabledAt == null && u.Notices != null).Select(u => new { u.UserName, u.Notices }).FirstOrDefaultAsync(token));
        return chosen?.Notices == NoticeChoice.Daily || (chosen?.Notices == NoticeChoice.OnlyMine && !Equals(ticket.TakenBy, chosen.UserName));
    }

    private async Task<bool> IsSpentAsync(HubDbContext db, string bureau, DateTimeOffset now, CancellationToken token)
    {
        var budget = options.Budgets.TryGetValue(bureau, out var own) ? own : options.DailyBudget;
        if (budget == 0)
        {
            return false;
        }

        return await RecentMails.BureauHadAsync(db, bureau, Wita.StartOf(Wita.DateOf(now)).ToUniversalTime(), budget, token);
    }

    private async Task<bool> IsFloodedAsync(HubDbContext db, string recipient, DateTimeOffset now, CancellationToken token) =>
        options.HourlyPerAddress != 0 && await RecentMails.AddressHadAsync(db, recipient, now - LoopGuard.Window, options.HourlyPerAddress, token);
}

/// <summary>Asks what the owner of an address chose.</summary>
internal sealed record ChoiceOf(string Address);

/// <summary>Where a notice begins.</summary>
internal sealed record SendingPlace(OutboxState State, DateTimeOffset DueAt);
