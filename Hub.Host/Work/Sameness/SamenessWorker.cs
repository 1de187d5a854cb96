using Hub.Host.Foundation.Leases;

namespace Hub.Host.Work.Sameness;

/// <summary>Looks for the same grievance across channels beside the intake, which never waits for it.</summary>
public sealed class SamenessWorker(LeaseBook leases, SamenessRun run)
{
    public async Task TurnAsync(CancellationToken token)
    {
        if (await run.WaitsAsync(token) && await leases.TakeAsync("sameness", token) is { } lease)
        {
            await using (lease)
            {
                await run.RunAsync(lease.Token);
            }
        }
    }
}
