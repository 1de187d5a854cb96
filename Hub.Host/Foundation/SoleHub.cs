using Hub.Host.Storage;

namespace Hub.Host.Foundation;

/// <summary>One SQLite file serves one hub: several copies need PostgreSQL.</summary>
internal sealed class SoleHub : IDisposable
{
    private readonly FileStream? held;

    private SoleHub(FileStream? held) => this.held = held;

    /// <exception cref="StartupRefusal">Another hub serves this file.</exception>
    public static SoleHub Take(HubOptions options)
    {
        if (options.Store != StoreKind.Sqlite)
        {
            return new SoleHub(null);
        }

        try
        {
            return new SoleHub(new FileStream(Path.Combine(options.Data, "hub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new StartupRefusal($"Hub lain sedang berjalan dengan folder data {Path.GetFullPath(options.Data)}. Hentikan yang itu dulu; untuk beberapa hub sekaligus pakai Hub:Store=Postgres.", e) { IsPassing = true };
        }
    }

    public void Dispose() => held?.Dispose();
}
