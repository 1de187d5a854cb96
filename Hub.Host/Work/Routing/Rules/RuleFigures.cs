using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>How often each rule held and decided lately, counted in the database.</summary>
public sealed class RuleFigures(Database database, TimeProvider clock)
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);

    /// <returns>Every rule of the set, in its order, idle ones included.</returns>
    public async Task<IReadOnlyList<RuleUse>> OfAsync(RuleSet rules, CancellationToken token)
    {
        await using var db = database.Open();
        var since = clock.GetUtcNow() - Period;
        var lately = await db.RuleMatches.Where(m => m.At >= since)
            .GroupBy(m => m.Rule)
            .Select(g => new { Rule = g.Key, Matches = g.Count(), Decided = g.Sum(m => m.Decided ? 1 : 0), Last = g.Max(m => m.At) })
            .ToDictionaryAsync(g => g.Rule, StringComparer.Ordinal, token);
        var uses = new List<RuleUse>();
        foreach (var rule in rules.Rules)
        {
            uses.Add(lately.TryGetValue(rule.Id, out var seen)
                ? new RuleUse(rule, seen.Matches, seen.Decided, seen.Last)
                : new RuleUse(rule, 0, 0, await LastAsync(db, rule.Id, token)));
        }

        return uses;
    }

    /// <summary>One step into the index, however many rows there are.</summary>
    private static Task<DateTimeOffset?> LastAsync(HubDbContext db, string rule, CancellationToken token) =>
        db.RuleMatches.Where(m => m.Rule == rule).OrderByDescending(m => m.At).Select(m => (DateTimeOffset?)m.At).FirstOrDefaultAsync(token);
}
