using System.Collections.Concurrent;

namespace Hub.Connectors.Email;

/// <summary>Keeps the connections to one account within its limit, over all sources that share the account. Half of them may listen, so that fetching never waits for a listener.</summary>
internal static class ConnectionSlots
{
    private static readonly ConcurrentDictionary<string, Account> Accounts = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<IDisposable> TakeAsync(EmailOptions options, CancellationToken token)
    {
        var account = Of(options);
        await account.Fetching.WaitAsync(token);
        return new Slot(account.Fetching);
    }

    /// <returns>Null when all that may listen already do.</returns>
    public static IDisposable? TakeForListening(EmailOptions options)
    {
        var account = Of(options);
        return account.Listening?.Wait(0, CancellationToken.None) == true ? new Slot(account.Listening) : null;
    }

    private static Account Of(EmailOptions options) => Accounts.GetOrAdd(
        $"{options.User}@{options.Host}:{options.Port}/{options.MaxConnections}",
        static (_, most) => new(new SemaphoreSlim(Math.Max(1, most / 2)), most > 1 ? new SemaphoreSlim(most - Math.Max(1, most / 2)) : null),
        options.MaxConnections);

    /// <summary>The semaphores of one account; null where there is but one connection.</summary>
    private sealed record Account(SemaphoreSlim Fetching, SemaphoreSlim? Listening);

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
