using Hub.Connectors;

namespace Hub.Tests.Connectors;

public sealed class UnwindingTests
{
    [Fact]
    public async Task What_follows_a_step_does_not_run_within_it() =>
        // As in a worker: the tests' own context would part the two.
        Assert.DoesNotContain(nameof(FetchAsync), await Task.Run(async () =>
        {
            await FetchAsync();
            await Unwinding.OfSteps();
            return Environment.StackTrace;
        }));

    private static async Task<int> FetchAsync()
    {
        await Task.Delay(1);
        return 1;
    }
}
