using System.Diagnostics;
using System.Globalization;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Foundation;

/// <summary>A place at which a tester may have this process killed: before and after each commit and each outside call. Unless somebody ordered it, it does nothing.</summary>
/// <remarks>
/// It ships because the certificate is a promise to the people who run the hub, and they must be able to check the very program they run.
/// <c>HUB_KILL_AT=store:2</c> kills at the second reach of that point, <c>any:17</c> at the seventeenth reach of any point;
/// <c>HUB_KILL_LOG</c> names a file that gets the point's name just before. The certificate arms each of its lanes by <see cref="Arm"/>. See <c>docs/reliability.md</c>.
/// </remarks>
public static class KillPoint
{
    public const string RunBegin = "run-begin";
    public const string RunBegun = "run-begun";
    public const string Fetch = "fetch";
    public const string Fetched = "fetched";
    public const string FileRead = "file-read";
    public const string Store = "store";
    public const string Stored = "stored";
    public const string FileMove = "file-move";
    public const string FileMoved = "file-moved";
    public const string RunEnd = "run-end";
    public const string RunEnded = "run-ended";
    public const string Ticket = "ticket";
    public const string Ticketed = "ticketed";
    public const string SetAside = "set-aside";
    public const string SetAsideDone = "set-aside-done";
    public const string HandOver = "hand-over";
    public const string HandedOver = "handed-over";
    public const string AskSent = "ask-sent";
    public const string Sent = "sent";
    public const string AskedSent = "asked-sent";
    public const string Noted = "noted";
    public const string ReplyMark = "reply-mark";
    public const string ReplyMarked = "reply-marked";
    public const string Replied = "replied";
    public const string ReplyNoted = "reply-noted";
    public const string Statement = "statement";
    public const string Stated = "stated";

    public const string AmendStaged = "amend-staged";
    public const string AmendClocks = "amend-clocks";
    public const string AmendTickets = "amend-tickets";
    public const string AmendEvents = "amend-events";
    public const string AmendAudited = "amend-audited";
    public const string Amended = "amended";

    private const string Any = "any";

    /// <summary>Every point, in the order of an item's way. A name in the past tense comes after the commit or the call.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RunBegin, RunBegun, Fetch, Fetched, FileRead, Store, Stored, FileMove, FileMoved, RunEnd, RunEnded,
        Ticket, Ticketed, SetAside, SetAsideDone,
        HandOver, HandedOver, AskSent, Sent, AskedSent, Noted,
        ReplyMark, ReplyMarked, Replied, ReplyNoted,
        Statement, Stated,
    ];

    /// <summary>The points inside one amendment of the calendar or the standards, in their order; only the last comes after the commit.</summary>
    public static IReadOnlyList<string> OfAmendments { get; } = [AmendStaged, AmendClocks, AmendTickets, AmendEvents, AmendAudited, Amended];

    private static readonly AsyncLocal<KillOrder?> Lane = new();

    // Below the lists: static fields are set in the order in which they are written.
    private static readonly KillOrder? Whole = Read(Environment.GetEnvironmentVariable("HUB_KILL_AT"));

    /// <summary>Arms what the caller starts from here on: when it comes to the point it stays there for ever, with whatever transaction is open, until the process is killed.</summary>
    /// <param name="order">Null disarms.</param>
    public static void Arm(KillOrder? order) => Lane.Value = order;

    /// <summary>Ends the process by SIGKILL, or stays for ever, when a tester ordered it for this reach: nothing is flushed, disposed or rolled back by us.</summary>
    public static ValueTask ReachAsync(string point)
    {
        if (Whole?.Meets(point) == true)
        {
            End(point);
        }

        return Lane.Value is { } order && order.Meets(point) ? new ValueTask(order.StayAsync(point)) : ValueTask.CompletedTask;
    }

    private static void End(string point)
    {
        if (Environment.GetEnvironmentVariable("HUB_KILL_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, point + "\n");
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }

    private static KillOrder? Read(string? order)
    {
        if (string.IsNullOrEmpty(order))
        {
            return null;
        }

        var parts = order.Split(':');
        return parts is [var point, var count] && (point == Any || All.Contains(point) || OfAmendments.Contains(point)) && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth > 0
            ? new KillOrder(point == Any ? null : point, nth)
            : throw new StartupRefusal(Said.Of<StartTexts>("KillOrderWrong", order, string.Join(", ", All.Concat(OfAmendments))));
    }
}

/// <summary>At which reach of which point an end was ordered.</summary>
/// <param name="point">Null: any point.</param>
/// <param name="nth">1 is the first reach.</param>
public sealed class KillOrder(string? point, int nth)
{
    // Whoever keeps the order keeps what stays at the point: nothing of it may be collected, closed or rolled back.
    private readonly TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> stays = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int reached;

    /// <summary>Ends, with the point's name, when something stays at the point.</summary>
    public Task<string> Stays => stays.Task;

    internal bool Meets(string reachedPoint) => (point is null || point == reachedPoint) && Interlocked.Increment(ref reached) == nth;

    internal Task StayAsync(string reachedPoint)
    {
        stays.TrySetResult(reachedPoint);
        return never.Task;
    }
}
