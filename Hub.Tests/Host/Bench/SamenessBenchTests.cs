using System.Text.Json;
using Hub.Host.Bench;

namespace Hub.Tests.Host.Bench;

public sealed class SamenessBenchTests
{
    [Fact]
    public void Every_wrapped_text_is_found_with_few_comparisons()
    {
        using var output = new StringWriter();

        SamenessBench.Run(TimeProvider.System, 3_000, json: true, output);

        var line = JsonDocument.Parse(output.ToString()).RootElement;
        line.GetProperty("tickets").GetInt32().ShouldBe(3_000);
        line.GetProperty("found").GetDouble().ShouldBeGreaterThan(0.98);
        line.GetProperty("comparedEach").GetDouble().ShouldBeLessThan(100);
        line.GetProperty("ratio").GetDouble().ShouldBeGreaterThan(0);
    }
}
