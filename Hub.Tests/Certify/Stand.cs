using Hub.Mocks.Certify;
using Hub.Tests.Support;

namespace Hub.Tests.Certify;

/// <summary>One lane of the certificate, for tests that play a scene of their own.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLives = TimeSpan.FromHours(9);
    private readonly TemporaryFolder folder;
    private readonly LanesProcess process;

    private Stand(TemporaryFolder folder, Lane lane) => (this.folder, Lane, process) = (folder, lane, new LanesProcess(folder.Path));

    public Lane Lane { get; }

    public static async Task<Stand> OpenAsync(string connector)
    {
        var place = new TemporaryFolder();
        var template = await LaneTemplate.MakeAsync(place.File("template"), TestContext.Current.CancellationToken);
        return new Stand(place, Lane.Open(connector, connector, place.File("lane"), template));
    }

    /// <summary>One life of the hub in a process of its own, ended by SIGKILL.</summary>
    public async Task<LaneReport> RunAsync(LaneEnd end, string? point = null, bool answers = false)
    {
        Lane.Clock.Move(BetweenLives);
        var order = Lane.Order(end, point, answers: answers) with { Prepares = true };
        var report = (await process.RunAsync([order], null, TestContext.Current.CancellationToken)).Values.Single();
        report.Broken.ShouldBeNull();
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Lane.DisposeAsync();
        folder.Dispose();
    }
}
