using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>What administrators do to the rules: one draft at a time, changed rule by rule, then activated as a new version or dropped. Nothing in force changes before that.</summary>
public sealed class RuleDesk(Database database, Routers routers, ServiceCatalogue catalogue, AuditTrail audit, TimeProvider clock)
{
    /// <returns>Null when nobody drafts anything.</returns>
    public async Task<RuleDraft?> DraftAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await db.RuleSets.AsNoTracking().FirstOrDefaultAsync(s => s.Version == StoredRuleSet.Draft, token);
        return stored is null ? null : new RuleDraft(stored, routers.Read(stored));
    }

    /// <summary>Every version that was activated, the newest first.</summary>
    public async Task<IReadOnlyList<StoredRuleSet>> VersionsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.RuleSets.AsNoTracking().Where(s => s.Version > 0).OrderByDescending(s => s.Version).ToListAsync(token);
    }

    /// <summary>The rules of one version; 0 is the built-in one.</summary>
    /// <exception cref="RuleException">There is no such version.</exception>
    public async Task<RuleSet> VersionAsync(int version, CancellationToken token)
    {
        await using var db = database.Open();
        return (version < 0 ? null : await routers.FindAsync(db, version, token)) ?? throw RuleException.Of("NoVersion", version);
    }

    /// <summary>Begins a draft with the rules of a version.</summary>
    /// <param name="basis">Null: the version in force.</param>
    /// <exception cref="RuleException">There is a draft already.</exception>
    public async Task BeginAsync(int? basis, string actor, CancellationToken token)
    {
        var rules = await VersionAsync(basis ?? routers.Rules.Version, token);
        await using var db = database.Open();
        if (await db.RuleSets.AnyAsync(s => s.Version == StoredRuleSet.Draft, token))
        {
            throw RuleException.Of("DraftExists");
        }

        var now = clock.GetUtcNow();
        db.RuleSets.Add(new StoredRuleSet
        {
            Version = StoredRuleSet.Draft,
            Basis = rules.Version,
            Rules = rules.ToJson(),
            CreatedBy = actor,
            CreatedAt = now,
            ChangedAt = now,
        });
        await audit.WriteAsync(db, actor, "rules.drafted", $"v{rules.Version}", null, token);
    }

    /// <summary>Adds a rule to the draft, or puts it in the place of another.</summary>
    /// <exception cref="RuleException">The rule is wrong; the sentence names rule and field.</exception>
    public Task SaveAsync(RoutingRule rule, string? was, string actor, CancellationToken token) =>
        ChangeAsync(rules => rules.With(rule, was), was is null ? "rule.added" : "rule.changed", rule.Id, actor, token);

    public Task RemoveAsync(string id, string actor, CancellationToken token) => ChangeAsync(rules => rules.Without(id), "rule.removed", id, actor, token);

    public Task MoveAsync(string id, bool up, string actor, CancellationToken token) => ChangeAsync(rules => rules.Moved(id, up), "rule.moved", id, actor, token);

    public Task SwitchAsync(string id, bool enabled, string actor, CancellationToken token) =>
        ChangeAsync(rules => rules.Switched(id, enabled), enabled ? "rule.enabled" : "rule.disabled", id, actor, token);

    public async Task DropAsync(string actor, CancellationToken token)
    {
        await using var db = database.Open();
        if (await db.RuleSets.FirstOrDefaultAsync(s => s.Version == StoredRuleSet.Draft, token) is { } draft)
        {
            db.RuleSets.Remove(draft);
            await SaveAsync(() => audit.WriteAsync(db, actor, "rules.dropped", $"v{draft.Basis}", null, token));
        }
    }

    /// <summary>Makes the draft the version in force.</summary>
    /// <param name="revision">The revision that the administrator saw and simulated.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="RuleException">There is no draft, it has changed since, or the note is missing.</exception>
    public async Task<int> ActivateAsync(int revision, string note, string actor, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(note))
        {
            throw RuleException.Of("NoReason");
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var draft = await DraftOfAsync(db, token);
        if (draft.Revision != revision)
        {
            throw RuleException.Of("DraftChanged");
        }

        var version = (await db.RuleSets.Where(s => s.Version > 0).MaxAsync(s => (int?)s.Version, token) ?? 0) + 1;
        var now = clock.GetUtcNow();
        db.RuleSets.Remove(draft);
        db.RuleSets.Add(new StoredRuleSet
        {
            Version = version,
            Basis = draft.Basis,
            Rules = RuleSet.Of(version, routers.Read(draft).Rules, catalogue).ToJson(),
            CreatedBy = draft.CreatedBy,
            CreatedAt = draft.CreatedAt,
            ChangedAt = draft.ChangedAt,
            ActivatedBy = actor,
            ActivatedAt = now,
            Note = note.Trim(),
        });
        await SaveAsync(() => audit.WriteAsync(db, actor, "rules.activated", $"v{version}", note.Trim(), token));
        await transaction.CommitAsync(token);
        await routers.RefreshAsync(token);
        return version;
    }

    private async Task ChangeAsync(Func<IReadOnlyList<RoutingRule>, IReadOnlyList<RoutingRule>> change, string action, string id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var draft = await DraftOfAsync(db, token);
        var rules = RuleSet.Of(draft.Basis, change(routers.Read(draft).Rules), catalogue, "draf");
        draft.Rules = rules.ToJson();
        draft.ChangedAt = clock.GetUtcNow();
        draft.Revision++;
        var now = rules.Rules.FirstOrDefault(r => r.Id == id);
        await SaveAsync(() => audit.WriteAsync(db, actor, action, id, now is null ? null : JsonSerializer.Serialize(now, RouteJson.Options), token));
        await transaction.CommitAsync(token);
    }

    private static async Task<StoredRuleSet> DraftOfAsync(HubDbContext db, CancellationToken token) =>
        await db.RuleSets.FirstOrDefaultAsync(s => s.Version == StoredRuleSet.Draft, token) ?? throw RuleException.Of("NoDraft");

    private static async Task SaveAsync(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw RuleException.Of(e, "DraftOfOther");
        }
    }
}

/// <summary>The draft with its rules read and checked.</summary>
public sealed record RuleDraft(StoredRuleSet Stored, RuleSet Rules);
