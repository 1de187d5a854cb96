using Hub.Connectors.Email;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Storage;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;

namespace Hub.Host.Verbs;

/// <summary>Learns the routing model from the shipped examples and the store's confirmed tickets, and measures on tickets held out whether that is better.</summary>
internal sealed class ConfirmedTraining(Database database, ServiceCatalogue catalogue, Routers routers)
{
    /// <summary>Fewer tell nothing about right and wrong.</summary>
    private const int FewestHeld = 20;

    /// <summary>One confirmed ticket in five is held out.</summary>
    private const int Folds = 5;

    /// <exception cref="RuleException">No ticket is confirmed yet.</exception>
    public async Task<(RoutingModel Model, ConfirmedReport Report)> TrainAsync(CancellationToken token)
    {
        await routers.RefreshAsync(token);
        var shipped = RoutingExample.Embedded(catalogue);
        var authorities = shipped.Select(e => e.NotOurs).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var confirmed = (await new ConfirmedTickets(database, catalogue).ReadAsync(authorities, token)).DistinctBy(e => e.Text, StringComparer.Ordinal).ToList();
        if (confirmed.Count == 0)
        {
            throw RuleException.Of("NoConfirmed");
        }

        var held = confirmed.Where(e => IsHeld(e.Text)).ToList();
        var kept = confirmed.Where(e => !IsHeld(e.Text)).ToList();
        var (before, after) = (Right(RoutingModel.Embedded(catalogue), held), Right(RoutingModel.Learn([.. shipped, .. kept], catalogue), held));
        return (RoutingModel.Learn([.. shipped, .. confirmed], catalogue), new ConfirmedReport(shipped.Count, confirmed.Count, held.Count, before, after, held.Count < FewestHeld || after >= before));
    }

    /// <summary>The share that goes to the right bureau by the rules in force and this model.</summary>
    private double Right(RoutingModel model, List<RoutingExample> held)
    {
        var router = new Router(catalogue, routers.Rules, model);
        return held.Count == 0 ? 0 : held.Count(e => IsRight(router.Decide(new RoutingQuestion { System = EmailKind.Kind.System, Body = e.Text }), e)) / (double)held.Count;
    }

    private bool IsRight(RoutingDecision decision, RoutingExample example) =>
        example.NotOurs is null ? decision.NotOurs is null && decision.Bureau == catalogue.FindService(example.Service)!.Bureau : decision.NotOurs == example.NotOurs;

    /// <summary>By the text alone, so that the same tickets are held out every time.</summary>
    private static bool IsHeld(string text)
    {
        var hash = 2_166_136_261;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16_777_619);
        }

        return (hash ^ (hash >> 15)) % Folds == 0;
    }
}

/// <summary>What the training saw, and how it does on tickets that it did not see.</summary>
/// <param name="Before">Right bureau with the shipped examples alone, 0 to 1.</param>
/// <param name="After">Right bureau with four fifths of the confirmed tickets.</param>
/// <param name="IsBetter">It is not worse, or there were too few to say.</param>
internal sealed record ConfirmedReport(int Shipped, int Confirmed, int HeldOut, double Before, double After, bool IsBetter);
