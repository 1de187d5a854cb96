using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Duties;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Duties;

/// <summary>Names under which reports come and that no office or bureau bears, such as that of the whole secretariat: a person says once who owes them, and it is remembered for that duty.</summary>
public sealed class DebtorNames(Database database, ServiceCatalogue catalogue, OfficeRegister offices, AuditTrail audit)
{
    /// <summary>What is asked now: for duties that are handed in in a system.</summary>
    public async Task<IReadOnlyList<UnknownDebtor>> UnknownAsync(CancellationToken token)
    {
        await offices.ReadAsync(token);
        await using var db = database.Open();
        var asked = new List<UnknownDebtor>();
        foreach (var duty in (await DutyRegister.AllAsync(db, token)).Where(d => d is { Stopped: false, Duty.System: not null }).Select(d => d.Duty))
        {
            var answers = await AnswersAsync(db, duty.Code, token);
            var names = await NamesAsync(db, duty.System!, token);
            asked.AddRange(names.Where(name => Find(name, answers) is null).Select(name => new UnknownDebtor(duty, name)));
        }

        return asked;
    }

    /// <summary>From each name to the next: a step for a name, however many reports came under it. Who is protected is not asked about.</summary>
    private static Task<List<string>> NamesAsync(HubDbContext db, string system, CancellationToken token) => db.Database.SqlQuery<string>(
        $"""
        WITH RECURSIVE names(name) AS (
            SELECT min(organisation) FROM tickets WHERE system = {system} AND organisation IS NOT NULL AND NOT anonymous AND NOT secret
            UNION ALL SELECT (SELECT min(t.organisation) FROM tickets t WHERE t.system = {system} AND t.organisation > names.name AND NOT t.anonymous AND NOT t.secret) FROM names WHERE names.name IS NOT NULL)
        SELECT name AS "Value" FROM names WHERE name IS NOT NULL
        """).ToListAsync(token);

    /// <summary>Who owes what comes under that name; from now on it is a debtor of the duty.</summary>
    /// <exception cref="TicketRefusal">There is no such duty or debtor, or it is not theirs to say.</exception>
    public async Task AnswerAsync(string duty, string name, string debtor, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var stored = await db.Duties.FirstOrDefaultAsync(d => d.Code == duty, token) ?? throw TicketRefusal.Of("NoDebt");
        if (!user.Is(Roles.Verifier) && !user.Is(Roles.Administrator) && !user.WorksIn(stored.Keeper))
        {
            throw TicketRefusal.Of("DebtNotYours");
        }

        var isBureau = catalogue.FindBureau(debtor) is not null;
        if (!isBureau && await OfficeRegister.FindAsync(db, debtor, token) is null)
        {
            throw TicketRefusal.Of("DutyDebtorUnknown", debtor);
        }

        var debtors = stored.Debtors.Split(',');
        stored.Debtors = debtors.Contains(debtor) || (!isBureau && debtors.Contains(PeriodicDuty.EveryOffice)) ? stored.Debtors : $"{stored.Debtors},{debtor}";
        var answers = await AnswersAsync(db, duty, token);
        answers[name.Trim()] = debtor;
        await db.KeepAsync(MarkOf(duty), JsonSerializer.Serialize(answers), token);
        await audit.WriteAsync(db, user.Name, "debtor.named", $"{duty}/{debtor}", name, token);
        await transaction.CommitAsync(token);
    }

    /// <returns>By name, in whichever case.</returns>
    internal static async Task<Dictionary<string, string>> AnswersAsync(HubDbContext db, string duty, CancellationToken token)
    {
        var mark = MarkOf(duty);
        var kept = await db.Marks.AsNoTracking().Where(m => m.Name == mark).Select(m => m.Value).FirstOrDefaultAsync(token);
        return new Dictionary<string, string>(kept is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(kept)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <returns>The code of the debtor; null where nobody has said who it is.</returns>
    internal string? Find(string? name, IReadOnlyDictionary<string, string> answers) =>
        string.IsNullOrWhiteSpace(name) ? null
        : answers.TryGetValue(name.Trim(), out var said) ? said
        : catalogue.Bureaus.FirstOrDefault(b => name.Contains(b.Name, StringComparison.OrdinalIgnoreCase))?.Code ?? OfficeNames.Named(name, offices.Known)?.Code;

    private static string MarkOf(string duty) => $"debtors/{duty}";
}

/// <summary>A name under which a report of a duty came, and nobody knows whose it is.</summary>
public sealed record UnknownDebtor(PeriodicDuty Duty, string Name);
