using System.Text.Json;
using Hub.Host.Verbs.Bench;

namespace Hub.Tests.Host.Bench;

public sealed class SamenessBenchTests
{
    [Fact]
    public async Task Every_wrapped_text_is_found_in_the_store()
    {
        using var output = new StringWriter();

        await SamenessBench.RunAsync(TimeProvider.System, 3_000, json: true, output, TestContext.Current.CancellationToken);

        var line = JsonDocument.Parse(output.ToString()).RootElement;
        line.GetProperty("tickets").GetInt32().ShouldBe(3_000);
        line.GetProperty("found").GetDouble().ShouldBeGreaterThan(0.98);
        line.GetProperty("ratio").GetDouble().ShouldBeGreaterThan(0);
    }
}
