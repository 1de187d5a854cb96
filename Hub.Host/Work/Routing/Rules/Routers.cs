using System.Text;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>The router in force: the active version of the rules and the learnt model. Another version takes its place while the hub runs.</summary>
public sealed partial class Routers
{
    private readonly Database database;
    private readonly ServiceCatalogue catalogue;
    private readonly ILogger<Routers> log;
    private readonly FileInfo file;
    private readonly RuleSet builtIn;
    private Learnt model;
    private volatile InboxWeights inboxes;
    private volatile Rule current;

    public Routers(Database database, ServiceCatalogue catalogue, HubOptions options, ILogger<Routers> log)
    {
        this.database = database;
        this.catalogue = catalogue;
        this.log = log;
        file = new FileInfo(ModelFile(options));
        model = new Learnt(Written(), new Lazy<RoutingModel>(Learn));
        builtIn = RuleSet.Embedded(catalogue);
        inboxes = InboxWeights.Of([], catalogue);
        current = new Rule(this, builtIn);
    }

    /// <summary>Waits for the model when it is asked for right after the start.</summary>
    public Router Current => current.Router.Value;

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => current.Rules;

    /// <summary>Version 0, as it ships.</summary>
    public RuleSet BuiltIn => builtIn;

    /// <summary>Where <c>route train --confirmed</c> puts the model and the hub looks for it; without it the hub learns from its examples.</summary>
    public static string ModelFile(HubOptions options) => Path.Combine(options.Data, "routing-model.bin");

    /// <summary>A router with other rules and the same model and weights of inboxes, for drafts.</summary>
    public Router With(RuleSet rules) => new(catalogue, rules.Weighed(inboxes), model.Model.Value);

    /// <summary>What each inbox says, as it was learned last.</summary>
    public InboxWeights Inboxes => inboxes;

    /// <summary>From now on the inboxes weigh this.</summary>
    public void Weigh(InboxWeights learned)
    {
        inboxes = learned;
        current = new Rule(this, Rules);
    }

    /// <summary>Takes the active version in and learns in the background; at the start.</summary>
    /// <exception cref="StartupRefusal">The active version does not fit the catalogue: without rules nothing is routed.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        _ = Task.Run(() => model.Model.Value, token);
        await RefreshAsync(token);
    }

    /// <summary>Looks whether a version was activated here or by another copy of the hub.</summary>
    /// <exception cref="StartupRefusal">The active version does not fit the catalogue; the one before it stays in force.</exception>
    public async Task RefreshAsync(CancellationToken token)
    {
        if (model.WrittenAt != Written())
        {
            model = new Learnt(Written(), new Lazy<RoutingModel>(Learn));
            current = new Rule(this, Rules);
        }

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
            throw new StartupRefusal(Said.Of<StartTexts>("RulesUnusable", newest, e.Message), e);
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

    private DateTime? Written()
    {
        file.Refresh();
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    /// <summary>A file that cannot be used stops nothing: the examples are always there.</summary>
    private RoutingModel Learn()
    {
        if (Written() is not null)
        {
            try
            {
                using var stream = file.OpenRead();
                return RoutingModel.Load(stream, file.Name, catalogue);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                LogUnusable(e);
            }
        }

        return RoutingModel.Embedded(catalogue);
    }

    [LoggerMessage(1403, LogLevel.Warning, "The model file cannot be used; the hub learns from its examples")]
    private partial void LogUnusable(Exception exception);

    /// <summary>The model and the file that it came from; null when it was learnt from the examples.</summary>
    private sealed record Learnt(DateTime? WrittenAt, Lazy<RoutingModel> Model);

    /// <summary>Rules with the router that is made of them when it is first asked for.</summary>
    private sealed class Rule(Routers owner, RuleSet rules)
    {
        public RuleSet Rules => rules;

        public Lazy<Router> Router { get; } = new(() => owner.With(rules));
    }
}
