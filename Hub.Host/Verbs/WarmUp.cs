using System.Runtime.CompilerServices;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs;

/// <summary>Most of a start is the runtime's compiling of what is used for the first time. What needs nothing of this hub is used on another core while the hub is put together.</summary>
/// <remarks>Nothing comes of it but compiled code and what is read once for all; what fails here fails again in the start itself, which says so.</remarks>
internal static class WarmUp
{
    private const string InMemory = "Data Source=:memory:";

    /// <summary>Begins, and is waited for by nobody.</summary>
    public static void Beside(WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(HubOptions.Section);
        var (kind, connection) = (settings[nameof(HubOptions.Store)], settings[nameof(HubOptions.Connection)]);
        _ = Task.Run(() => UseAsync(Enum.TryParse<StoreKind>(kind, ignoreCase: true, out var store) ? store : StoreKind.Sqlite, connection ?? ""), CancellationToken.None);
    }

    /// <summary>Asks an empty SQLite store in memory; of PostgreSQL it only puts the question, and no server is reached.</summary>
    internal static async Task UseAsync(StoreKind store, string connection)
    {
        await using (var db = new Database(store, store == StoreKind.Sqlite ? InMemory : connection).Open())
        {
            _ = db.Marks.AsNoTracking().Where(static m => m.Name == nameof(WarmUp)).Select(static m => m.Value).ToQueryString();
            if (store == StoreKind.Sqlite)
            {
                await db.Database.GetAppliedMigrationsAsync();
            }
        }

        RuntimeHelpers.RunClassConstructor(typeof(BasisInForce).TypeHandle);
        _ = RuleSet.Embedded(ServiceCatalogue.Embedded());
    }
}
