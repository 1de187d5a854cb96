using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;

namespace Hub.Tests.Support;

/// <summary>Several copies of the hub on one database, on machines of one name, each with a folder of its own.</summary>
internal sealed class SeveralStarts : IDisposable
{
    private readonly List<(TemporaryFolder Folder, HubStart Start, LeaseBook Leases)> copies = [];
    private CancellationTokenSource lives = new();

    public SeveralStarts(Database database, TimeProvider clock, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var folder = new TemporaryFolder();
            var start = new HubStart(new HubOptions { Data = folder.Path });
            copies.Add((folder, start, new LeaseBook(database, start, clock)));
        }
    }

    public LeaseBook this[int copy] => copies[copy].Leases;

    /// <summary>All at once.</summary>
    public Task<HeldLease?[]> TakeAsync(string name) => Task.WhenAll(copies.Select(c => c.Leases.TakeAsync(name, lives.Token)));

    /// <summary>Nobody beats any more for what was taken so far, and nobody gives it back.</summary>
    public void Forget()
    {
        lives.Cancel();
        lives = new CancellationTokenSource();
    }

    public void Dispose()
    {
        lives.Cancel();
        foreach (var (folder, start, _) in copies)
        {
            start.Dispose();
            folder.Dispose();
        }
    }
}
