using Hub.Host.Foundation;
using Hub.Host.Foundation.Loops;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Health;

/// <summary>For load balancers and watchers outside: names and states, nothing about people, no sign-in.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new { Status = HealthStatus.Ready })).AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(Database database, KeyCanary keys, LoopBook loops, HubOptions options, CancellationToken gone)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(gone);
        limit.CancelAfter(Patience);
        var store = await HoldsAsync(() => AnswersAsync(database, limit.Token));
        var checks = new Dictionary<string, bool>
        {
            ["store"] = store,
            ["migrations"] = store && await HoldsAsync(() => IsCurrentAsync(database, limit.Token)),
            ["keys"] = store && await HoldsAsync(() => FitAsync(keys, limit.Token)),
            ["disk"] = DiskSpace.Free(options) >= DiskSpace.Least,
            ["loops"] = !loops.States.Any(s => s.IsFailing),
        };
        var status = checks.Where(c => c.Key != "loops").Any(c => !c.Value) ? HealthStatus.NotReady : checks["loops"] ? HealthStatus.Ready : HealthStatus.Degraded;
        return Results.Json(
            new { Status = status, Checks = checks, Loops = loops.States.Where(IsOurs).Select(s => new { s.Name, s.TurnedAt, s.Failures }) },
            statusCode: status == HealthStatus.NotReady ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>A loop for one source has its name, and nobody outside learns which sources there are.</summary>
    private static bool IsOurs(LoopState loop) => !loop.Name.Contains(':', StringComparison.Ordinal);

    private static async Task<bool> HoldsAsync(Func<Task<bool>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception e) when (e is OperationCanceledException or StartupRefusal || StoreTrouble.Is(e))
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Database.CanConnectAsync(token);
    }

    private static async Task<bool> IsCurrentAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        return !(await db.Database.GetPendingMigrationsAsync(token)).Any();
    }

    private static async Task<bool> FitAsync(KeyCanary keys, CancellationToken token)
    {
        await keys.CheckAsync(token);
        return true;
    }
}

/// <summary>One word for the whole.</summary>
internal static class HealthStatus
{
    public const string Ready = "ready";

    /// <summary>It serves, and some of its recurring work fails.</summary>
    public const string Degraded = "degraded";
    public const string NotReady = "not-ready";
}
