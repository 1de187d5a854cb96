using System.CommandLine;
using System.Text.Json;
using Hub.Host.Foundation;

namespace Hub.Mocks.Certify;

/// <summary>Not shown: the process that is killed. It lives all lanes of a plan at once and then stays, for nothing but SIGKILL ends it.</summary>
internal static class LanesVerb
{
    public const string Name = "certify-lanes";

    /// <summary>Composing and working lanes at one time; whoever stays at its point makes room.</summary>
    private static readonly int AtOnce = 6 * Environment.ProcessorCount;

    // Whatever stays at a point is held here: nothing of it may be collected, closed or rolled back.
    private static readonly List<KillOrder> Kept = [];

    public static Command Create()
    {
        var plan = new Argument<FileInfo>("PLAN");
        var command = new Command(Name) { plan };
        command.Hidden = true;
        command.SetAction((parsed, token) => RunAsync(parsed.GetRequiredValue(plan).FullName, token));
        return command;
    }

    private static async Task<int> RunAsync(string plan, CancellationToken token)
    {
        LaneOrder[] orders;
        await using (var file = File.OpenRead(plan))
        {
            orders = (await JsonSerializer.DeserializeAsync<LaneOrder[]>(file, JsonSerializerOptions.Web, token))!;
        }

        using var room = new SemaphoreSlim(AtOnce);
        using var start = new Barrier(orders);
        await Task.WhenAll(orders.Select(o => Task.Run(() => LiveAsync(o, room, start, token), token)));
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0;
    }

    private static async Task LiveAsync(LaneOrder order, SemaphoreSlim room, Barrier start, CancellationToken token)
    {
        await room.WaitAsync(token);
        var inside = true;
        try
        {
            var life = await LaneLife.StartAsync(order, token);
            if (order.End == LaneEnd.Anywhere)
            {
                // All of them are in the middle of their work when the blow falls.
                room.Release();
                inside = false;
                await start.MeetAsync();
                Say(new LaneReport { Lane = order.Lane, Begun = true });
            }

            Say(await EndAsync(order, life, token));
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            Say(new LaneReport { Lane = order.Lane, Broken = e.ToString() });
        }
        finally
        {
            if (inside)
            {
                room.Release();
            }
        }
    }

    private static async Task<LaneReport> EndAsync(LaneOrder order, LaneLife life, CancellationToken token)
    {
        if (order.End != LaneEnd.AtPoint)
        {
            return await life.LiveAsync(null, token);
        }

        var kill = new KillOrder(order.Point, order.Nth);
        lock (Kept)
        {
            Kept.Add(kill);
        }

        var living = life.LiveAsync(kill, token);
        return await Task.WhenAny(living, kill.Stays) == living ? await living : new LaneReport { Lane = order.Lane, Point = await kill.Stays };
    }

    private static void Say(LaneReport report)
    {
        var line = JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
        lock (Kept)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    /// <summary>Lets nobody begin before all are ready.</summary>
    private sealed class Barrier(IReadOnlyCollection<LaneOrder> orders) : IDisposable
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int awaited = orders.Count(o => o.End == LaneEnd.Anywhere);

        public Task MeetAsync()
        {
            if (Interlocked.Decrement(ref awaited) == 0)
            {
                all.SetResult();
            }

            return all.Task;
        }

        public void Dispose() => all.TrySetCanceled();
    }
}
