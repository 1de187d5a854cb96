using System.Net;
using System.Text;

namespace Hub.Tests.Connectors.Http;

/// <summary>Answers each attempt from a script; the last answer stays.</summary>
internal sealed class ScriptedNetwork(params Func<HttpRequestMessage, HttpResponseMessage>[] script) : HttpMessageHandler
{
    public int Attempts { get; private set; }

    public List<string> Bodies { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return script[Math.Min(Attempts++, script.Length - 1)](request);
    }

    public static Func<HttpRequestMessage, HttpResponseMessage> Answer(string body, int status = 200, string? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Throw(Exception exception) => _ => throw exception;
}
