using System.Collections.Concurrent;

namespace Hub.Connectors.Email;

/// <summary>Keeps the connections to one account within its limit, over all sources that share the account.</summary>
internal static class ConnectionSlots
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Accounts = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<IDisposable> TakeAsync(EmailOptions options, CancellationToken token)
    {
        var key = $"{options.User}@{options.Host}:{options.Port}/{options.MaxConnections}";
        var slots = Accounts.GetOrAdd(key, _ => new SemaphoreSlim(options.MaxConnections));
        await slots.WaitAsync(token);
        return new Slot(slots);
    }

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
