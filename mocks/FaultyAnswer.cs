namespace Hub.Mocks;

/// <summary>Plays the faults that need no knowledge of the data.</summary>
internal static class FaultyAnswer
{
    public static Task GiveAsync(Fault fault, TimeSpan delay, HttpContext context, RequestDelegate next) => fault switch
    {
        Fault.TooManyRequests => TextAsync(context, 429, "application/json", """{"success":false,"error":{"code":"Too Many Requests","message":"Batas permintaan terlampaui."}}""", ("Retry-After", "1")),
        Fault.Unavailable => TextAsync(context, 503, "text/plain", ""),
        Fault.Unauthorized => TextAsync(context, 401, "application/json", """{"message":"Unauthenticated."}"""),
        Fault.Forbidden => TextAsync(context, 403, "text/html", "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>", ("CF-RAY", "0-CGK")),
        Fault.Html => TextAsync(context, 200, "text/html", "<!DOCTYPE html><html><body><h1>Sistem sedang dalam pemeliharaan</h1></body></html>"),
        Fault.SuccessWithErrors => TextAsync(context, 200, "application/json", """{"success":true,"errors":{"server":["SQLSTATE[HY000] server has gone away"]}}"""),
        Fault.HalfAnswer => HalfAsync(context, next),
        Fault.CutConnection => Cut(context),
        Fault.Slow => SlowAsync(delay, context, next),
        Fault.Twins => RewriteAsync(context, next, AnswerRewriting.Twins),
        Fault.Reordered => RewriteAsync(context, next, AnswerRewriting.Reversed),
        Fault.SkewedClock => RewriteAsync(context, next, AnswerRewriting.Skewed),
        Fault.WrongCharset => RewriteAsync(context, next, AnswerRewriting.Latin1),
        Fault.DropAfterAcceptance => DropAsync(context, next),
        _ => next(context),
    };

    private static async Task TextAsync(HttpContext context, int status, string mediaType, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private static async Task HalfAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = wire;
        context.Response.ContentLength = null;
        await wire.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2), context.RequestAborted);
    }

    private static async Task RewriteAsync(HttpContext context, RequestDelegate next, Func<byte[], byte[]> rewrite)
    {
        var wire = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = wire;
        var changed = rewrite(whole.ToArray());
        context.Response.ContentLength = null;
        await wire.WriteAsync(changed, context.RequestAborted);
    }

    private static async Task DropAsync(HttpContext context, RequestDelegate next)
    {
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Abort();
    }

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task SlowAsync(TimeSpan delay, HttpContext context, RequestDelegate next)
    {
        await Task.Delay(delay, context.RequestAborted);
        await next(context);
    }
}
