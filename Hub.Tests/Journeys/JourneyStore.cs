using Hub.Tests.Support;

namespace Hub.Tests.Journeys;

/// <summary>Where a journey's hub keeps its rows: in a file, or with <c>HUB_TESTS_STORE=Postgres</c> on a PostgreSQL of its own.</summary>
internal sealed class JourneyStore : IAsyncDisposable
{
    private readonly PostgresServer postgres = new();

    public async Task<IDictionary<string, string?>> SettingsAsync() =>
        Environment.GetEnvironmentVariable("HUB_TESTS_STORE") == "Postgres" ? await postgres.SettingsAsync() : new Dictionary<string, string?>();

    public ValueTask DisposeAsync() => postgres.DisposeAsync();
}
