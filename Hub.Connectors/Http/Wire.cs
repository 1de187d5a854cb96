using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hub.Domain;
using Refit;

namespace Hub.Connectors.Http;

/// <summary>The one place where a client for a source is made: gentle, stubborn, and with every bad outcome a <see cref="ConnectorFailure"/>.</summary>
public static class Wire
{
    private static readonly RefitSettings Settings = new(new AnswerSerializer(new SystemTextJsonContentSerializer(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() })))
    {
        // The handler below has judged every answer already; nothing is wrapped, so the failure's kind reaches the job.
        ExceptionFactory = static _ => ValueTask.FromResult<Exception?>(null),
        TransportExceptionFactory = static (_, exception, _) => exception,
        DeserializationExceptionFactory = static (_, exception) =>
            ValueTask.FromResult<Exception?>(new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("OtherForm"), exception)),
    };

    /// <summary>A client for one source; keep it as long as the connector lives, it holds the source's breaker and pace.</summary>
    /// <param name="context">Gives the clock and, in tests, the handler that sends.</param>
    /// <param name="address">The base address; paths are appended to it.</param>
    /// <param name="options">Pace, patience and limits.</param>
    /// <param name="traits">What differs between systems.</param>
    public static HttpClient Client(SourceContext context, Uri address, WireOptions options, WireTraits? traits = null)
    {
        var network = context.Wire ?? Network(context.Guard);
        var client = new HttpClient(new SourceHandler(network, address, options, traits ?? WireTraits.Json, context.Clock), disposeHandler: context.Wire is null)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("kaltara-hub/0.1");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("id");
        return client;
    }

    /// <summary>The generated client of a Refit interface over a client of <see cref="Client"/>.</summary>
    public static T Api<T>(HttpClient client)
        where T : class => RestService.ForGenerated<T>(client, Settings);

    // No cookies of its own (a connector that needs a session carries it), no redirects (they could carry a key to another
    // host), no trace headers to foreign systems and no trace of addresses that hold a key.
    private static SocketsHttpHandler Network(NetworkGuard? guard) => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = guard is null ? null : guard.ConnectAsync,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxConnectionsPerServer = 2,
    };
}
