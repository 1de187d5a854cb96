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
    private readonly RuleSet builtIn;
    private volatile Lazy<RoutingModel> model;
    private volatile int lesson;
    private volatile InboxWeights inboxes;
    private volatile Rule current;

    public Routers(Database database, ServiceCatalogue catalogue, ILogger<Routers> log)
    {
        this.database = database;
        this.catalogue = catalogue;
        this.log = log;
        model = new Lazy<RoutingModel>(() => RoutingModel.Embedded(catalogue));
        builtIn = RuleSet.Embedded(catalogue);
        inboxes = InboxWeights.Of([], catalogue);
        current = new Rule(this, builtIn);
    }

    /// <summary>Whoever asks first waits for the model (some tenths of a second): a hub at rest holds none.</summary>
    public Router Current => current.Router.Value;

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => current.Rules;

    /// <summary>Version 0, as it ships.</summary>
    public RuleSet BuiltIn => builtIn;

    /// <summary>The model in force: what ships, and the lesson that was taken.</summary>
    public RoutingModel Model => model.Value;

    /// <summary>A router with other rules and the same model and weights of inboxes, for drafts.</summary>
    public Router With(RuleSet rules) => new(catalogue, rules.Weighed(inboxes), Model);

    /// <summary>A router with another model and the same rules and weights of inboxes, to try it.</summary>
    public Router With(RoutingModel other) => new(catalogue, Rules.Weighed(inboxes), other);

    /// <summary>What each inbox says, as it was learned last.</summary>
    public InboxWeights Inboxes => inboxes;

    /// <summary>From now on the inboxes weigh this.</summary>
    public void Weigh(InboxWeights learned)
    {
        inboxes = learned;
        current = new Rule(this, Rules);
    }

    /// <summary>At the start, and later: looks whether a version was activated here or by another copy of the hub.</summary>
    /// <exception cref="StartupRefusal">The active version does not fit the catalogue; the one before it stays in force.</exception>
    public async Task RefreshAsync(CancellationToken token)
    {
        await using var db = database.Open();
        await StudyAsync(db, token);
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

    /// <summary>The lesson that was taken last takes its place, or leaves it when it was taken back.</summary>
    private async Task StudyAsync(HubDbContext db, CancellationToken token)
    {
        var taken = await db.Lessons.Where(l => l.State == LessonState.Taken).MaxAsync(l => (int?)l.Id, token) ?? 0;
        if (taken == lesson)
        {
            return;
        }

        var stored = await db.Lessons.AsNoTracking().FirstOrDefaultAsync(l => l.Id == taken && l.State == LessonState.Taken, token);
        model = new Lazy<RoutingModel>(() => With(stored));
        lesson = taken;
        current = new Rule(this, Rules);
    }

    /// <summary>A lesson that does not fit stops nothing: the model that ships is always there.</summary>
    private RoutingModel With(StoredLesson? stored)
    {
        var shipped = RoutingModel.Embedded(catalogue);
        if (stored is null || stored.Model != shipped.Fingerprint)
        {
            return shipped;
        }

        try
        {
            return shipped.With(RoutingLesson.Load(stored.Id, stored.Weights!));
        }
        catch (InvalidDataException e)
        {
            LogUnusable(e);
            return shipped;
        }
    }

    [LoggerMessage(1403, LogLevel.Warning, "The lesson that was taken cannot be used; the model that ships rules")]
    private partial void LogUnusable(Exception exception);

    /// <summary>Rules with the router that is made of them when it is first asked for.</summary>
    private sealed class Rule(Routers owner, RuleSet rules)
    {
        public RuleSet Rules => rules;

        public Lazy<Router> Router { get; } = new(() => owner.With(rules));
    }
}
