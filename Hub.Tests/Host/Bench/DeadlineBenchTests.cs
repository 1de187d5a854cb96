using System.Text.Json;
using Hub.Host.Verbs.Bench;

namespace Hub.Tests.Host.Bench;

public sealed class DeadlineBenchTests
{
    [Fact]
    public void Plain_deadlines_allocate_nothing()
    {
        using var output = new StringWriter();

        DeadlineBench.Run(TimeProvider.System, TimeSpan.FromMilliseconds(20), json: true, output);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Count.ShouldBe(5);
        // The measurement itself takes a few dozen bytes a run; a single object per deadline would be at least 24 each.
        lines.ShouldAllBe(l => l.GetProperty("bytesEach").GetDouble() < 0.1);
        lines.ShouldAllBe(l => l.GetProperty("perSecond").GetDouble() > 0);
    }
}
