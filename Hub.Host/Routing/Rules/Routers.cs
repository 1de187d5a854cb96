using System.Text;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Routing.Rules;

/// <summary>The router in force: the active version of the rules and the learnt model. Another version takes its place while the hub runs.</summary>
public sealed class Routers
{
    private readonly Database database;
    private readonly ServiceCatalogue catalogue;
    private readonly Lazy<RoutingModel?> model;
    private readonly RuleSet builtIn;
    private volatile Rule current;

    public Routers(Database database, ServiceCatalogue catalogue)
    {
        this.database = database;
        this.catalogue = catalogue;
        model = new Lazy<RoutingModel?>(() => RoutingModel.Embedded(catalogue));
        builtIn = RuleSet.Embedded(catalogue);
        current = new Rule(this, builtIn);
    }

    /// <summary>Waits for the model when it is asked for right after the start.</summary>
    public Router Current => current.Router.Value;

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => current.Rules;

    /// <summary>Version 0, as it ships.</summary>
    public RuleSet BuiltIn => builtIn;

    /// <summary>A router with other rules and the same model, for drafts.</summary>
    public Router With(RuleSet rules) => new(catalogue, rules, model.Value);

    /// <summary>Takes the active version in and learns in the background; at the start.</summary>
    /// <exception cref="StartupRefusal">The active version does not fit the catalogue: without rules nothing is routed.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        _ = Task.Run(() => model.Value, token);
        await RefreshAsync(token);
    }

    /// <summary>Looks whether a version was activated here or by another copy of the hub.</summary>
    /// <exception cref="StartupRefusal">The active version does not fit the catalogue; the one before it stays in force.</exception>
    public async Task RefreshAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var newest = await db.RuleSets.Where(s => s.Version > 0).Select(s => (int?)s.Version).MaxAsync(token) ?? 0;
        if (newest == Rules.Version)
        {
            return;
        }

        try
        {
            current = new Rule(this, await FindAsync(db, newest, token) ?? builtIn);
        }
        catch (RuleException e)
        {
            throw new StartupRefusal($"Aturan disposisi versi {newest} di basis data tidak dapat dipakai: {e.Message}", e);
        }
    }

    /// <summary>One version, or the draft.</summary>
    /// <returns>Null when there is no such version.</returns>
    /// <exception cref="RuleException">It does not fit the catalogue.</exception>
    internal async Task<RuleSet?> FindAsync(HubDbContext db, int version, CancellationToken token)
    {
        if (version == 0)
        {
            return builtIn;
        }

        var stored = await db.RuleSets.AsNoTracking().FirstOrDefaultAsync(s => s.Version == version, token);
        return stored is null ? null : Read(stored);
    }

    /// <exception cref="RuleException">It does not fit the catalogue.</exception>
    internal RuleSet Read(StoredRuleSet stored)
    {
        var name = stored.Version == StoredRuleSet.Draft ? "draf" : $"versi {stored.Version}";
        return RuleSet.Load(new MemoryStream(Encoding.UTF8.GetBytes(stored.Rules)), name, catalogue);
    }

    /// <summary>Rules with the router that is made of them when it is first asked for.</summary>
    private sealed class Rule(Routers owner, RuleSet rules)
    {
        public RuleSet Rules => rules;

        public Lazy<Router> Router { get; } = new(() => owner.With(rules));
    }
}
