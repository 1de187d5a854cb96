using Hub.Host.Storage;
using Hub.Host.Verbs;

namespace Hub.Tests.Host.Verbs;

/// <summary>What a start uses beside itself needs no store: whoever has none, or a wrong one, hears it from the start alone.</summary>
public sealed class WarmUpTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite, "")]
    [InlineData(StoreKind.Postgres, "Host=127.0.0.1;Port=1;Timeout=1")]
    public async Task No_store_is_touched(StoreKind store, string connection) => await Should.NotThrowAsync(() => WarmUp.UseAsync(store, connection));
}
