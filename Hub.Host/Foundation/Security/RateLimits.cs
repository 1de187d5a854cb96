using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Hub.Host.Foundation.Security;

/// <summary>How often one address may try. Reading pages is not limited; guessing is. Pushes have their own: <see cref="PushLimits"/>.</summary>
public static class RateLimits
{
    /// <summary>Codes, links and the door: 120 a minute on each page, more than an office behind one address needs when it begins its day. Guessing of passwords is slowed by whom it is about.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The public tracking page: thirty questions a minute, so that numbers cannot be walked through.</summary>
    public const string Track = "track";

    internal static void Add(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method) ? PerMinute(context, 120) : Free());
        options.AddPolicy(Track, context => HttpMethods.IsPost(context.Request.Method) ? PerMinute(context, 30) : Free());
    }

    private static RateLimitPartition<string> PerMinute(HttpContext context, int count) => RateLimitPartition.GetSlidingWindowLimiter(
        $"{PageOf(context)} {VisitorNetwork.Of(context.Connection.RemoteIpAddress)}",
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = count, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });

    /// <summary>One page however its address is written.</summary>
    private static string? PageOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static RateLimitPartition<string> Free() => RateLimitPartition.GetNoLimiter("");
}
