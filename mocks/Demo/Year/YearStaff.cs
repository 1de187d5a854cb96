using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Demo.Year;

/// <summary>The people of the year: each takes on and answers what is due by the plan, on the hub's own road and in the own name.</summary>
internal sealed class YearStaff(Database database, TicketRoad road, YearPlan plan, YearItems items, DemoClock clock, YearDays days)
{
    private static readonly Actor Verifier = new Actor.Person(new CurrentUser(DemoUsers.Verifier, new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null));

    /// <summary>Nobody does two things at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(3);

    private readonly HashSet<string> leftAlone = new(StringComparer.Ordinal);

    /// <summary>Does what would have been done by now.</summary>
    /// <param name="next">When they come again.</param>
    public async Task WorkAsync(DateTimeOffset now, DateTimeOffset next, CancellationToken token)
    {
        var at = now;
        foreach (var ticket in await OpenAsync(token))
        {
            if (Next(ticket, now, next) is not { } step || leftAlone.Contains(ticket.Number))
            {
                continue;
            }

            try
            {
                at += Pause;
                clock.Set(at < days.Start ? at : now);
                await road.CommitAsync(ticket.Number, (db, found) => road.ChangeAsync(db, found, step.Change, step.By, null, token, quiet: now < days.ConnectedAt), token);
            }
            catch (TicketRefusal)
            {
                // The law asks more of this one (a decision under UU 14/2008, a protected reporter): it waits for the person who tries the demo.
                leftAlone.Add(ticket.Number);
            }
        }

        clock.Set(at < days.Start ? at : now);
    }

    private async Task<List<OpenTicket>> OpenAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Tickets.AsNoTracking()
            .Where(t => (t.Status == TicketStatus.Triage || t.Status == TicketStatus.New || t.Status == TicketStatus.InProgress))
            .OrderBy(t => t.Id).Select(t => new OpenTicket(t.Number, t.Title, t.Status, t.Bureau, t.ReceivedAt, t.DueOn, t.Route, t.Protection != null)).ToListAsync(token);
    }

    private (TicketChange Change, Actor By)? Next(OpenTicket ticket, DateTimeOffset now, DateTimeOffset next)
    {
        var waited = now - ticket.ReceivedAt;
        if (ticket.Bureau is not { } bureau)
        {
            return Triaged(ticket, waited);
        }

        var (habit, taste) = (Chance(ticket.Number, 1), Chance(ticket.Number, 2));
        if (AnsweredAt(ticket, bureau, habit, taste, next) <= now)
        {
            return (taste < 0.08 ? new TicketChange.Refuse(Of(plan.Refusals, habit)) : new TicketChange.Resolve(Of(plan.Answers, habit)), Staff(bureau));
        }

        return ticket.Status == TicketStatus.New && waited.TotalHours > taste * 20 ? (new TicketChange.Accept(), Staff(bureau)) : null;
    }

    /// <summary>What is protected is studied for some days; the rest goes to whom it belongs, as far as anybody can tell.</summary>
    private (TicketChange Change, Actor By)? Triaged(OpenTicket ticket, TimeSpan waited)
    {
        if (ticket.IsProtected)
        {
            return waited.TotalDays > 9 ? (new TicketChange.LiftProtection(plan.Lifted), Verifier) : null;
        }

        var holder = items.Holders.GetValueOrDefault(ticket.Title) ?? (waited.TotalDays > 1.5 ? ticket.Route.Bureau ?? ticket.Route.RunnerUp?.Bureau : null);
        return holder is null ? null : (new TicketChange.Assign(holder, null, null), Verifier);
    }

    /// <summary>In time: within the term, and not only when they come next; else some days after it, and a tired bureau later still.</summary>
    private DateTimeOffset AnsweredAt(OpenTicket ticket, string bureau, double habit, double taste, DateTimeOffset next)
    {
        var year = plan.Bureaus.GetValueOrDefault(bureau) ?? new BureauYear(0, 0.9);
        var share = year.ShareAt((days.Start - ticket.ReceivedAt).TotalDays);
        var due = Wita.StartOf(ticket.DueOn).AddHours(14).ToUniversalTime();
        var begun = ticket.ReceivedAt > days.SceneAt || items.Holders.ContainsKey(ticket.Title) ? ticket.ReceivedAt : days.SceneAt;
        return habit < share
            ? due < next && begun < due ? begun : begun + ((due - begun) * (0.1 + (0.75 * taste)))
            : due.AddDays(share < 0.6 ? 10 + (taste * 80) : 1 + (taste * 5));
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

    private sealed record OpenTicket(string Number, string Title, TicketStatus Status, string? Bureau, DateTimeOffset ReceivedAt, DateOnly DueOn, RoutingDecision Route, bool IsProtected);
}
