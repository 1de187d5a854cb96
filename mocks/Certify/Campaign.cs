using System.Diagnostics;
using Hub.Host;

namespace Hub.Mocks.Certify;

/// <summary>Plays the book over and over while the hub's process is killed at every point in turn, until so many runs are done; then draws the balance.</summary>
internal sealed class Campaign(World world, FaultBook book, int runs, Random random)
{
    /// <summary>After a handing-over that was cut off the hub waits a minute before it believes "not sent"; every process starts later than that.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(75);

    /// <summary>Passes without a kill after a scene; the back-off of a delayed row is longer than one.</summary>
    private const int SettlingPasses = 4;

    /// <summary>Points that only a new item, notice or answer leads to.</summary>
    private static readonly string[] NeedsWork =
    [
        KillPoint.Store, KillPoint.Stored, KillPoint.Ticket, KillPoint.Ticketed, KillPoint.SetAside, KillPoint.SetAsideDone,
        KillPoint.HandOver, KillPoint.HandedOver, KillPoint.Sent, KillPoint.Noted, KillPoint.ReplyMark, KillPoint.Replied,
    ];

    private readonly Dictionary<string, int> hits = KillPoint.All.ToDictionary(p => p, _ => 0, StringComparer.Ordinal);

    public int Runs { get; private set; }

    public int OutsideKills { get; private set; }

    /// <summary>Items that no run but the nightly statement took in.</summary>
    public int FetchedByStatement { get; private set; }

    /// <summary>Point to number of kills there.</summary>
    public IReadOnlyDictionary<string, int> Hits => hits;

    public int Kills => hits.Values.Sum() + OutsideKills;

    /// <summary>Points that no process was killed at; a certificate of full length leaves none.</summary>
    public IReadOnlyList<string> Missed => [.. hits.Where(h => h.Value == 0).Select(h => h.Key)];

    public async Task<CampaignEnd> PlayAsync(Action<Scene, int> progress, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        for (var round = 0; Runs < runs; round++)
        {
            foreach (var scene in book.Scenes.Where(_ => Runs < runs))
            {
                progress(scene, Runs);
                if (await SceneAsync(scene, token) is { } broken)
                {
                    return new CampaignEnd(scene.Name, broken, null, watch.Elapsed);
                }
            }
        }

        return new CampaignEnd(null, null, await Balance.DrawAsync(world, token), watch.Elapsed);
    }

    /// <returns>What went wrong beyond counting: a hub that hung or refused to start; else null.</returns>
    private async Task<string?> SceneAsync(Scene scene, CancellationToken token)
    {
        foreach (var point in KillPoint.All.Where(_ => Runs < runs))
        {
            if (point == KillPoint.RunBegin)
            {
                world.Feed(scene);
                world.Play(scene);
                await world.AnswerAsync(token);
            }
            else if (NeedsWork.Contains(point))
            {
                // Without something new the process would end before it comes there.
                world.Feed(scene with { Items = 1 });
                await world.AnswerAsync(token);
            }

            if (await RunAsync($"{point}:{random.Next(1, 1 + Math.Min(3, world.Stages.Count))}", null, token) is { } broken)
            {
                return broken;
            }
        }

        if (Runs < runs && await RunAsync(null, TimeSpan.FromMilliseconds(random.Next(300, 4000)), token) is { } failed)
        {
            return failed;
        }

        world.Calm();
        for (var pass = 0; pass < SettlingPasses; pass++)
        {
            world.Clock.Move(TimeSpan.FromHours(1));
            if (await RunAsync(null, null, token) is { } broken)
            {
                return broken;
            }
        }

        if (scene.Fault == Fault.MalformedItem)
        {
            // An item without its number cannot be known again when the number comes back: the nightly statement takes it in.
            FetchedByStatement += await world.StateAsync(token);
            if (await RunAsync(null, null, token) is { } unsent)
            {
                return unsent;
            }
        }

        var balance = await Balance.DrawAsync(world, token);
        return balance.Right ? null : string.Join(Environment.NewLine, balance.Faults.Take(20));
    }

    private async Task<string?> RunAsync(string? killAt, TimeSpan? killAfter, CancellationToken token)
    {
        world.Clock.Move(Between);
        var before = Killed();
        var end = await world.Process.RunAsync(world.Clock.Ahead, killAt, killAfter, token);
        Runs++;
        if (end.Hung)
        {
            return $"proses hub tidak selesai ({killAt}).";
        }

        if (!end.Killed)
        {
            return end.ExitCode is 0 or 1 ? null : $"proses hub berakhir dengan {end.ExitCode}: {end.Output}";
        }

        var after = Killed();
        if (after.Length > before.Length)
        {
            hits[after[^1]]++;
        }
        else
        {
            OutsideKills++;
        }

        return null;
    }

    private string[] Killed() => File.Exists(world.KillLog) ? File.ReadAllLines(world.KillLog) : [];
}

/// <summary>How it ended.</summary>
/// <param name="Scene">The scene that failed; null when all were played.</param>
/// <param name="Cause">What went wrong in it.</param>
/// <param name="Balance">Null when a scene failed.</param>
internal sealed record CampaignEnd(string? Scene, string? Cause, Balance? Balance, TimeSpan Took)
{
    public bool Green => Balance is { Right: true };
}
