using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Access;

/// <summary>One hub for a class of tests, with a clock that they move forward.</summary>
public sealed class ClockedHub : IAsyncLifetime
{
    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));

    internal HubFixture Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await HubFixture.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(Clock));

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
