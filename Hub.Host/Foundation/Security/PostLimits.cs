using System.Collections.Concurrent;
using System.Globalization;

namespace Hub.Host.Foundation.Security;

/// <summary>Counts what is posted to pages that have a <see cref="PostLimitAttribute"/>; answers 429 and how long to wait where it is too much.</summary>
internal sealed class PostLimits
{
    private readonly ConcurrentDictionary<int, MinuteCount> counts = new();

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint() is not RouteEndpoint page || page.Metadata.GetMetadata<PostLimitAttribute>() is not { } limit)
        {
            return next(context);
        }

        // One page however its address is written.
        var whose = $"{page.RoutePattern.RawText} {VisitorNetwork.Of(context.Connection.RemoteIpAddress)}";
        if (counts.GetOrAdd(limit.Most, static most => new MinuteCount(most, TimeProvider.System)).Add(whose) is not { } wait)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
