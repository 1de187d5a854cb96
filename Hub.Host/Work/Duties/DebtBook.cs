using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Duties;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Duties;

/// <summary>The reports that are owed: a debt begins when its period is over, and ends when the report of that office and period is in.</summary>
public sealed class DebtBook(Database database, LawInForce law, OfficeRegister offices, ReportsIn reports, ConfiguredConnectors connectors, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Writes what has come to be owed and what has come in.</summary>
    /// <returns>How many debts began, and how many ended.</returns>
    public async Task<(int Begun, int Ended)> UpdateAsync(CancellationToken token)
    {
        var known = await offices.ReadAsync(token);
        await using var db = database.Open();
        var duties = await DutyRegister.AllAsync(db, token);
        var begun = await BeginAsync(db, duties, known.Select(o => o.Code).ToList(), token);
        var ended = await EndAsync(db, duties, token);
        await db.SaveChangesAsync(token);
        return (begun, ended);
    }

    /// <summary>What that person may see: the verifier and the leadership all, a bureau what it collects and what it owes.</summary>
    public async Task<IReadOnlyList<Debt>> ListAsync(CurrentUser user, DebtFilter filter, CancellationToken token)
    {
        await using var db = database.Open();
        var duties = (await DutyRegister.AllAsync(db, token)).ToDictionary(d => d.Duty.Code, d => d.Duty, StringComparer.Ordinal);
        var today = Wita.DateOf(clock.GetUtcNow());
        var rows = await db.Debts.AsNoTracking().Where(d => (filter.Duty == null || d.Duty == filter.Duty) && (filter.Debtor == null || d.Debtor == filter.Debtor) && (!filter.OnlyOpen || d.EndedAt == null)).OrderBy(d => d.DueOn).ThenBy(d => d.Debtor).ToListAsync(token);
        return
        [
            .. from row in rows
               where duties.ContainsKey(row.Duty)
               let debt = new Debt(row, duties[row.Duty], today)
               where (filter.State is null || debt.State == filter.State) && (user.SeesAllBureaus || user.Is(Roles.Administrator) || user.WorksIn(debt.Duty.Keeper) || user.WorksIn(row.Debtor))
               select debt,
        ];
    }

    /// <summary>The offices and bureaus without an address: nobody there can be reminded.</summary>
    public async Task<IReadOnlySet<string>> UnreachedAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var reached = await db.Contacts.Where(c => c.Bureau != null && c.Role == ContactRole.Staff && c.BouncingSince == null).Select(c => c.Bureau!).Distinct().ToListAsync(token);
        return (await db.Debts.Select(d => d.Debtor).Distinct().ToListAsync(token)).Except(reached).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A person says that it is not owed any more: it came on paper, or the office has nothing to report.</summary>
    /// <exception cref="TicketRefusal">There is no such debt, it ended, no reason is given, or it is not theirs to end.</exception>
    public async Task EndAsync(long id, string reason, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var debt = await db.Debts.FirstOrDefaultAsync(d => d.Id == id && d.EndedAt == null, token) ?? throw TicketRefusal.Of("NoDebt");
        var keeper = await db.Duties.Where(d => d.Code == debt.Duty).Select(d => d.Keeper).SingleAsync(token);
        if (!user.Is(Roles.Verifier) && !user.WorksIn(keeper))
        {
            throw TicketRefusal.Of("DebtNotYours");
        }

        (debt.EndedAt, debt.Reason) = (clock.GetUtcNow(), string.IsNullOrWhiteSpace(reason) ? throw TicketRefusal.Of("BlankReason") : reason.Trim());
        await audit.WriteAsync(db, user.Name, "debt.ended", $"{debt.Duty}/{debt.Debtor}/{debt.Period:yyyy-MM}", debt.Reason, token);
        await transaction.CommitAsync(token);
    }

    private async Task<int> BeginAsync(HubDbContext db, IReadOnlyList<DutyEntry> duties, List<string> everyOffice, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var standing = await SystemsAsync(db, token);
        var begun = 0;
        foreach (var duty in duties.Where(d => !d.Stopped && (d.Duty.System is null || standing.Contains(d.Duty.System))).Select(d => d.Duty))
        {
            var known = (await db.Debts.Where(d => d.Duty == duty.Code).Select(d => new { d.Debtor, d.Period }).ToListAsync(token)).Select(d => (d.Debtor, d.Period)).ToHashSet();
            var debtors = duty.Debtors.SelectMany(code => code == PeriodicDuty.EveryOffice ? everyOffice : [code]).Distinct(StringComparer.Ordinal).ToList();
            foreach (var (debtor, period) in duty.Owed(Wita.DateOf(now)).SelectMany(period => debtors.Select(debtor => (debtor, period))).Where(d => !known.Contains(d)))
            {
                db.Debts.Add(new StoredDebt { Duty = duty.Code, Debtor = debtor, Period = period, DueOn = duty.DueOn(period, law.Calendar), CreatedAt = now });
                begun++;
            }
        }

        await db.SaveChangesAsync(token);
        return begun;
    }

    /// <summary>The systems that a source stands for: without one, nobody could know what came in there.</summary>
    private async Task<HashSet<string>> SystemsAsync(HubDbContext db, CancellationToken token) =>
        [.. (await db.Sources.AsNoTracking().ToListAsync(token)).Select(s => connectors.KindOf(s).System)];

    private async Task<int> EndAsync(HubDbContext db, IReadOnlyList<DutyEntry> duties, CancellationToken token)
    {
        var ended = 0;
        foreach (var duty in duties.Select(d => d.Duty))
        {
            var open = await db.Debts.Where(d => d.Duty == duty.Code && d.EndedAt == null).ToListAsync(token);
            if (open.Count == 0)
            {
                continue;
            }

            var came = await reports.ForAsync(db, duty, open.Min(d => d.Period), token);
            foreach (var debt in open)
            {
                if (came.GetValueOrDefault((debt.Debtor, debt.Period)) is { } report)
                {
                    (debt.EndedAt, debt.Ticket) = (report.At, report.Number);
                    ended++;
                }
            }
        }

        return ended;
    }
}

/// <summary>A debt with its duty, as it stands on a day.</summary>
public sealed record Debt(StoredDebt Row, PeriodicDuty Duty, DateOnly Today)
{
    public DebtState State => Row.EndedAt is not null ? DebtState.Ended : Row.DueOn < Today ? DebtState.Late : DebtState.Owed;
}

/// <summary>Which debts a list shows.</summary>
/// <param name="State">Null for every state.</param>
public sealed record DebtFilter(DebtState? State, bool OnlyOpen, string? Duty, string? Debtor)
{
    /// <summary>The word for every state.</summary>
    public const string All = "all";

    public static DebtFilter Everything { get; } = new(null, false, null, null);

    /// <summary>As an address says it; without a state what is still owed.</summary>
    public static DebtFilter Of(string? state, string? duty, string? debtor)
    {
        var known = Choice.Of<DebtState>(state);
        return new(known, OnlyOpen: known is null && state != All, Blank(duty), Blank(debtor));
    }

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Where a debt stands.</summary>
public enum DebtState
{
    /// <summary>Its day has not passed.</summary>
    Owed,
    Late,
    Ended,
}
