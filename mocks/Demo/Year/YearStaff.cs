using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Demo.Year;

/// <summary>The people of the year: each takes on and answers what is due by the plan, on the hub's own road and in the own name.</summary>
/// <param name="connectedAt">Before it nobody was written to.</param>
/// <param name="firstDay">What the scene of the fakes brings from before it is begun then.</param>
internal sealed class YearStaff(Database database, TicketRoad road, YearPlan plan, YearItems items, DemoClock clock, DateTimeOffset start, DateTimeOffset firstDay, DateTimeOffset connectedAt)
{
    private static readonly Actor Verifier = new Actor.Person(new CurrentUser(DemoUsers.Verifier, new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null));

    /// <summary>Nobody does two things at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(3);

    private readonly HashSet<string> leftAlone = new(StringComparer.Ordinal);

    /// <summary>Does what would have been done by now.</summary>
    public async Task WorkAsync(DateTimeOffset now, CancellationToken token)
    {
        var at = now;
        foreach (var ticket in await OpenAsync(token))
        {
            if (Next(ticket, now) is not { } next || leftAlone.Contains(ticket.Number))
            {
                continue;
            }

            try
            {
                at += Pause;
                clock.Set(at < start ? at : now);
                await road.CommitAsync(ticket.Number, (db, found) => road.ChangeAsync(db, found, next.Change, next.By, null, token, quiet: now < connectedAt), token);
            }
            catch (TicketRefusal)
            {
                // The law asks more of this one (a decision under UU 14/2008, a protected reporter): it waits for the person who tries the demo.
                leftAlone.Add(ticket.Number);
            }
        }

        clock.Set(at < start ? at : now);
    }

    private async Task<List<OpenTicket>> OpenAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Tickets.AsNoTracking()
            .Where(t => (t.Status == TicketStatus.Triage || t.Status == TicketStatus.New || t.Status == TicketStatus.InProgress) && t.Protection == null)
            .OrderBy(t => t.Id).Select(t => new OpenTicket(t.Number, t.Title, t.Status, t.Bureau, t.ReceivedAt, t.DueOn)).ToListAsync(token);
    }

    private (TicketChange Change, Actor By)? Next(OpenTicket ticket, DateTimeOffset now)
    {
        var waited = now - ticket.ReceivedAt;
        if (ticket.Bureau is not { } bureau)
        {
            return waited.TotalHours > 4 && items.Holders.TryGetValue(ticket.Title, out var holder) ? (new TicketChange.Assign(holder, null, null), Verifier) : null;
        }

        var (habit, taste) = (Chance(ticket.Number, 1), Chance(ticket.Number, 2));
        if (now >= AnsweredAt(ticket, bureau, habit, taste))
        {
            return (taste < 0.08 ? new TicketChange.Refuse(Of(plan.Refusals, habit)) : new TicketChange.Resolve(Of(plan.Answers, habit)), Staff(bureau));
        }

        return ticket.Status == TicketStatus.New && waited.TotalHours > 2 + (taste * 20) ? (new TicketChange.Accept(), Staff(bureau)) : null;
    }

    /// <summary>In time: within the term; else some days after it, and a tired bureau later still.</summary>
    private DateTimeOffset AnsweredAt(OpenTicket ticket, string bureau, double habit, double taste)
    {
        var year = plan.Bureaus.GetValueOrDefault(bureau) ?? new BureauYear(0, 0.9);
        var share = year.ShareAt((start - ticket.ReceivedAt).TotalDays);
        var due = Wita.StartOf(ticket.DueOn).AddHours(14).ToUniversalTime();
        var begun = ticket.ReceivedAt > firstDay || items.Holders.ContainsKey(ticket.Title) ? ticket.ReceivedAt : firstDay;
        return habit < share
            ? begun + ((due - begun) * (0.1 + (0.75 * taste)))
            : due.AddDays(1 + (taste * (share < 0.6 ? 24 : 5)));
    }

    private static Actor.Person Staff(string bureau) => new(new CurrentUser(DemoUsers.StaffOf(bureau), new HashSet<string>(StringComparer.Ordinal) { Roles.Staff }, bureau));

    private static string Of(IReadOnlyList<string> texts, double chance) => texts[(int)(chance * 997) % texts.Count];

    /// <summary>From 0 to 1, always the same for a ticket.</summary>
    private static double Chance(string number, int of)
    {
        var hash = 2166136261u + ((uint)of * 7919u);
        foreach (var c in number)
        {
            hash = (hash ^ c) * 16777619u;
        }

        hash ^= hash >> 15;
        return ((hash * 2246822519u) >> 8) / (double)(1 << 24);
    }

    private sealed record OpenTicket(string Number, string Title, TicketStatus Status, string? Bureau, DateTimeOffset ReceivedAt, DateOnly DueOn);
}
