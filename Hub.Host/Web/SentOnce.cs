using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hub.Host.Mailing.Links;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Hub.Host.Web;

/// <summary>A form that is sent twice, as by a double click, acts once: the same fields with the token of the same page get the answer of the first.</summary>
public sealed class SentOnce(TimeProvider clock)
{
    private const string Looked = "looked";

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Sent> sent = new(StringComparer.Ordinal);

    internal static Task AnswerAsync(HttpContext context, RequestDelegate next) =>
        // First whether the token is good: a form with a bad one may not even be asked for.
        HttpMethods.IsPost(context.Request.Method) && context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }
        && (context.User.Identity?.IsAuthenticated == true || IsByLink(context)) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && context.Request.HasFormContentType
            ? context.RequestServices.GetRequiredService<SentOnce>().OnceAsync(context, next)
            : next(context);

    /// <summary>By a link of a notice one acts without signing in. Of what strangers send nothing is remembered.</summary>
    private static bool IsByLink(HttpContext context) =>
        context.Request.Path == ActionLinks.Path && context.RequestServices.GetRequiredService<ActionLinks>().Read(context.Request.Query["kunci"], context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()) is not null;

    /// <summary>The page shows who somebody is: that is no act, and each look is judged and written down anew. Nothing of it is remembered.</summary>
    internal static void IsLook(HttpContext context) => context.Items[Looked] = true;

    private async Task OnceAsync(HttpContext context, RequestDelegate next)
    {
        Forget();
        var key = await KeyAsync(context);
        var mine = new Sent(clock.GetUtcNow());
        while (sent.GetOrAdd(key, mine) is var first && !ReferenceEquals(first, mine))
        {
            if (await first.Answer.Task.WaitAsync(context.RequestAborted) is { } answer)
            {
                await answer.WriteAsync(context.Response);
                return;
            }

            // The first came to nothing, as when its browser went away.
            sent.TryRemove(KeyValuePair.Create(key, first));
        }

        await FirstAsync(context, next, mine);
    }

    private static async Task FirstAsync(HttpContext context, RequestDelegate next, Sent mine)
    {
        var body = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        Answer? answer = null;
        Answer page;
        try
        {
            await next(context);
            page = new Answer(context.Response.StatusCode, context.Response.Headers.Location, context.Response.ContentType, copy.ToArray());
            answer = context.Items.ContainsKey(Looked) ? null : page;
        }
        finally
        {
            context.Response.Body = body;
            mine.Answer.SetResult(answer);
        }

        await page.WriteBodyAsync(context.Response);
    }

    private void Forget()
    {
        var old = clock.GetUtcNow() - Remembered;
        foreach (var entry in sent.Where(s => s.Value.At < old && s.Value.Answer.Task.IsCompleted))
        {
            sent.TryRemove(entry);
        }
    }

    /// <summary>Whose, where and what; the token of the page is among the fields.</summary>
    private static async Task<string> KeyAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var said = new StringBuilder(context.User.Identity?.Name).Append('\n').Append(context.Request.Path).Append(context.Request.QueryString);
        foreach (var (name, values) in form.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            said.Append('\n').Append(name).Append('=').Append(values);
        }

        foreach (var file in form.Files)
        {
            said.Append('\n').Append(file.FileName).Append('=').Append(file.Length);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())));
    }

    private sealed record Sent(DateTimeOffset At)
    {
        /// <summary>Null when it came to nothing.</summary>
        public TaskCompletionSource<Answer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Answer(int Status, string? Location, string? ContentType, byte[] Body)
    {
        public async Task WriteAsync(HttpResponse response)
        {
            (response.StatusCode, response.Headers.Location, response.ContentType) = (Status, Location, ContentType);
            await WriteBodyAsync(response);
        }

        /// <summary>An answer without words is left open: writing nothing would begin it, and whoever finds words for its status would come too late.</summary>
        public Task WriteBodyAsync(HttpResponse response) => Body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(Body, response.HttpContext.RequestAborted).AsTask();
    }
}
