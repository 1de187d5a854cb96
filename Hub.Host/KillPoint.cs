using System.Diagnostics;
using System.Globalization;

namespace Hub.Host;

/// <summary>A place at which a tester may have this process killed: before and after each commit and each outside call. Without <c>HUB_KILL_AT</c> it does nothing.</summary>
/// <remarks>
/// It ships because the certificate is a promise to the people who run the hub, and they must be able to check the very program they run.
/// <c>HUB_KILL_AT=store-committed:2</c> kills at the second reach of that point, <c>any:17</c> at the seventeenth reach of any point;
/// <c>HUB_KILL_LOG</c> names a file that gets the point's name just before. See <c>docs/reliability.md</c>.
/// </remarks>
public static class KillPoint
{
    public const string RunBegin = "run-begin";
    public const string RunBegun = "run-begun";
    public const string Fetch = "fetch";
    public const string Fetched = "fetched";
    public const string Store = "store";
    public const string Stored = "stored";
    public const string RunEnd = "run-end";
    public const string RunEnded = "run-ended";
    public const string Ticket = "ticket";
    public const string Ticketed = "ticketed";
    public const string SetAside = "set-aside";
    public const string SetAsideDone = "set-aside-done";
    public const string AskSent = "ask-sent";
    public const string AskedSent = "asked-sent";
    public const string HandOver = "hand-over";
    public const string HandedOver = "handed-over";
    public const string Sent = "sent";
    public const string Noted = "noted";
    public const string ReplyMark = "reply-mark";
    public const string ReplyMarked = "reply-marked";
    public const string Replied = "replied";
    public const string ReplyNoted = "reply-noted";

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
        RunBegin, RunBegun, Fetch, Fetched, Store, Stored, RunEnd, RunEnded,
        Ticket, Ticketed, SetAside, SetAsideDone,
        HandOver, HandedOver, AskSent, Sent, AskedSent, Noted,
        ReplyMark, ReplyMarked, Replied, ReplyNoted,
    ];

    /// <summary>The points inside one amendment of the calendar or the standards, in their order; only the last comes after the commit.</summary>
    public static IReadOnlyList<string> OfAmendments { get; } = [AmendStaged, AmendClocks, AmendTickets, AmendEvents, AmendAudited, Amended];

    // Below the lists: static fields are set in the order in which they are written.
    private static readonly (string Point, int Nth)? Order = Read(Environment.GetEnvironmentVariable("HUB_KILL_AT"));
    private static int reached;

    /// <summary>Ends the process by SIGKILL when a tester ordered it for this reach: nothing is flushed, disposed or rolled back by us.</summary>
    public static void Reach(string point)
    {
        if (Order is not var (wanted, nth) || (wanted != Any && wanted != point) || Interlocked.Increment(ref reached) != nth)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("HUB_KILL_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, point + "\n");
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }

    private static (string Point, int Nth)? Read(string? order)
    {
        if (string.IsNullOrEmpty(order))
        {
            return null;
        }

        var parts = order.Split(':');
        return parts is [var point, var count] && (point == Any || All.Contains(point) || OfAmendments.Contains(point)) && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth > 0
            ? (point, nth)
            : throw new StartupRefusal($"HUB_KILL_AT={order}: tulis TITIK:KE, misalnya any:17. Titik: {string.Join(", ", All.Concat(OfAmendments))}.");
    }
}
