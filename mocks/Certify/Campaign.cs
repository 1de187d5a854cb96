using System.Diagnostics;
using System.Globalization;
using Hub.Host.Foundation;

namespace Hub.Mocks.Certify;

/// <summary>Plays the book in acts: each lane its scene, all lanes at once, while the process that lives them is killed at every point in turn; then draws the balance.</summary>
internal sealed class Campaign(IReadOnlyList<Lane> lanes, int lanesOfOne, FaultBook book, LanesProcess process, int runs, Random random)
{
    /// <summary>Later than any clock within a life comes.</summary>
    private static readonly TimeSpan BetweenLives = TimeSpan.FromMinutes(6);

    private static readonly TimeSpan AfterRest = TimeSpan.FromHours(9);

    /// <summary>Points that a clerk's answer leads to.</summary>
    private static readonly string[] Answered = [KillPoint.HandOver, KillPoint.ReplyMark, KillPoint.ReplyMarked, KillPoint.Replied, KillPoint.ReplyNoted];

    private readonly Dictionary<(string Connector, string Point), int> hits = lanes.SelectMany(l => l.Stage.Points.Select(p => (l.Stage.Connector, p))).Distinct().ToDictionary(k => k, _ => 0);
    private readonly HashSet<(string Connector, string Scene)> played = [];
    private readonly List<string> faults = [];

    /// <summary>Lives that SIGKILL ended in the middle of their work: at a point, or wherever they were.</summary>
    public int Kills => hits.Values.Sum() + Anywhere;

    /// <summary>Lives that were ended at no point that was ordered.</summary>
    public int Anywhere { get; private set; }

    /// <summary>Lives that came to rest before the point that was ordered.</summary>
    public int Unreached { get; private set; }

    /// <summary>Items that no run but the nightly statement took in.</summary>
    public int FetchedByStatement { get; private set; }

    /// <summary>Stores that were destroyed and put back a day older, and the ticket numbers that they no longer knew.</summary>
    public (int Stores, int Numbers) PutBack { get; private set; }

    /// <summary>Statements that agreed with their source.</summary>
    public int Statements { get; private set; }

    public int Processes => process.Started;

    /// <summary>What the killed processes cost together.</summary>
    public TimeSpan Processor => process.Processor;

    public Balance Sum { get; private set; } = Balance.Nothing;

    public TimeSpan Took { get; private set; }

    /// <summary>What went wrong, each with its lane and scene.</summary>
    public IReadOnlyList<string> Faults => faults;

    public IReadOnlyDictionary<(string Connector, string Point), int> Hits => hits;

    /// <summary>Points of a connector that no life was ended at.</summary>
    public IReadOnlyList<(string Connector, string Point)> Missed => [.. hits.Where(h => h.Value == 0).Select(h => h.Key)];

    /// <summary>How many pairs of connector and scene were played to their end.</summary>
    public int ScenesPlayed => played.Count;

    /// <summary>Right in every balance, and killed everywhere: a certificate without kills proves nothing.</summary>
    public bool Green => faults.Count == 0 && Kills >= runs && Missed.Count == 0;

    public async Task PlayAsync(Action<string> progress, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        for (var act = 0; Kills < runs && faults.Count == 0; act++)
        {
            await ActAsync(act, progress, token);
            Took = watch.Elapsed;
            if (faults.Count > 0)
            {
                break;
            }

            Sum = Balance.Nothing;
            foreach (var lane in lanes)
            {
                Sum += await Balance.DrawAsync(lane, token);
                played.Add((lane.Stage.Connector, lane.Scene.Name));
            }

            faults.AddRange(Sum.Faults);
            progress($"babak {act + 1}: {Kills} kali dimatikan, {Sum.Faults.Count} kesalahan");
        }
    }

    private async Task ActAsync(int act, Action<string> progress, CancellationToken token)
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            lanes[i].Begin(book.Scenes[((i % lanesOfOne) + (act * lanesOfOne)) % book.Scenes.Count]);
        }

        var restored = lanes.Where(l => l.Scene.Restore).ToList();
        await AnywhereAsync(lanes, token);
        await RestAsync(restored, lane => lane.Order(LaneEnd.AtRest) with { BackupTo = lane.Kept }, token);
        var steps = Math.Clamp((runs - Kills + lanes.Count - 1) / lanes.Count, 1, lanes.Max(l => l.Stage.Points.Count));
        for (var step = 0; step < steps && faults.Count == 0; step++)
        {
            var before = Kills;
            await StepAsync(act, step, token);
            progress(string.Create(CultureInfo.InvariantCulture, $"  {step + 1,2}: {Kills - before} kali dimatikan; {process.Processor.TotalSeconds:0} detik prosesor"));
        }

        if (faults.Count == 0)
        {
            await RestAsync(lanes, static lane => lane.Order(LaneEnd.AtRest), token);
            await PutBackAsync(restored, token);
        }
    }

    /// <summary>The world is a day older than the store that is put back; nothing leaves before a person has decided, and nothing twice afterwards.</summary>
    private async Task PutBackAsync(IReadOnlyList<Lane> restored, CancellationToken token)
    {
        var lost = new List<LostDay>();
        foreach (var lane in faults.Count == 0 ? restored : [])
        {
            lost.Add(await LostDay.LoseAsync(lane, token));
        }

        if (lost.Count == 0)
        {
            return;
        }

        await AnywhereAsync(restored, token);
        await RestAsync(restored, static lane => lane.Order(LaneEnd.AtRest), token);
        foreach (var day in lost)
        {
            faults.AddRange(await day.UndecidedAsync(token));
        }

        await RestAsync(restored, static lane => lane.Order(LaneEnd.AtRest) with { Decides = true }, token);
        foreach (var day in lost)
        {
            faults.AddRange(await day.SettledAsync(token));
            PutBack = (PutBack.Stores + 1, PutBack.Numbers + day.Numbers.Count);
        }
    }

    private async Task AnywhereAsync(IReadOnlyList<Lane> some, CancellationToken token)
    {
        var orders = some.Select(lane =>
        {
            lane.Clock.Move(BetweenLives);
            lane.Replay();
            return lane.Order(LaneEnd.Anywhere);
        }).ToList();
        var reports = await process.RunAsync(orders, TimeSpan.FromMilliseconds(random.Next(50, 60 + (20 * orders.Count))), token);
        Note(reports.Values);
        Anywhere += orders.Count - reports.Count;
    }

    /// <summary>Each lane that has a point left is killed there, with something new at its source.</summary>
    private async Task StepAsync(int act, int step, CancellationToken token)
    {
        var orders = new List<LaneOrder>();
        for (var i = 0; i < lanes.Count; i++)
        {
            var (lane, points) = (lanes[i], lanes[i].Stage.Points);
            if (step >= points.Count)
            {
                continue;
            }

            // Where there is no time for all points in each scene, the lanes of a connector begin at different ones.
            var point = points[(step + (i % lanesOfOne * points.Count / lanesOfOne)) % points.Count];
            lane.Clock.Move(BetweenLives);
            lane.Renew(poison: point is KillPoint.SetAside or KillPoint.SetAsideDone);

            // In the first act each point is met at its first reach, and so certainly; later the second and third are tried too.
            orders.Add(lane.Order(LaneEnd.AtPoint, point, act == 0 ? 1 : random.Next(1, 4), answers: Answered.Contains(point)));
        }

        var reports = await process.RunAsync(orders, null, token);
        Note(reports.Values);
        foreach (var order in orders)
        {
            if (reports.GetValueOrDefault(order.Lane) is { Point: { } point })
            {
                hits[(order.Connector, point)]++;
            }
            else
            {
                Unreached++;
            }
        }
    }

    private async Task RestAsync(IReadOnlyList<Lane> some, Func<Lane, LaneOrder> order, CancellationToken token)
    {
        if (some.Count == 0)
        {
            return;
        }

        var orders = some.Select(lane =>
        {
            lane.Clock.Move(BetweenLives);
            lane.Calm();
            return order(lane);
        }).ToList();
        var reports = await process.RunAsync(orders, null, token);
        Note(reports.Values);
        foreach (var lane in some)
        {
            lane.Clock.Move(AfterRest);
            var report = reports[lane.Name];
            FetchedByStatement += report.Fetched;
            Statements += report.Balances ? 1 : 0;
            if (report.Broken is null && (report.Pending > 0 || !report.Balances))
            {
                faults.Add($"{lane.Name} ({lane.Scene.Name}): {report.Pending} masih menunggu; pernyataan: {report.Statement ?? "tidak ada"}");
            }
        }
    }

    private void Note(IEnumerable<LaneReport> reports) => faults.AddRange(reports.Where(r => r.Broken is not null).Select(r => $"{r.Lane}: {r.Broken}"));
}
