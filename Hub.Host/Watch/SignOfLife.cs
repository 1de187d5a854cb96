using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Tells the world outside that the hub lives, as long as its store answers: the file <c>alive</c> with the time, and a call of the address <c>Hub:Ping</c>, whose owner raises the alarm when it stays away.</summary>
public sealed class SignOfLife(Database database, HubOptions options, TimeProvider clock) : IDisposable
{
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public async Task GiveAsync(CancellationToken token)
    {
        await using var db = database.Open();
        _ = await db.Leases.CountAsync(token);
        await PrivateFiles.WriteAsync(Path.Combine(options.Data, "alive"), clock.GetUtcNow().ToString("O"), token);
        if (options.Ping is { } address)
        {
            using var answer = await client.GetAsync(address, token);
            answer.EnsureSuccessStatusCode();
        }
    }

    public void Dispose() => client.Dispose();
}
