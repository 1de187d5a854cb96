using Hub.Host.Foundation.Leases;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Beside the intake: follows versions that were activated elsewhere, what inboxes turn out to be worth, and corrections that may become rules.</summary>
public sealed class RulesWorker(LeaseBook leases, Routers routers, InboxLearning inboxes, Corrections corrections)
{
    public async Task TurnAsync(CancellationToken token)
    {
        await routers.RefreshAsync(token);
        await inboxes.TurnAsync(token);
        if (await corrections.WaitsAsync(token) && await leases.TakeAsync("routing:corrections", token) is { } lease)
        {
            await using (lease)
            {
                await corrections.RunAsync(lease.Token);
            }
        }
    }
}
