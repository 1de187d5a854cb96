using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>What a failed connection means.</summary>
internal static class NetworkVerdict
{
    public static ConnectorFailure Of(string host, long largest, HttpRequestException e) => e.InnerException as ConnectorFailure ?? e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotReached(Said.Of<WireTexts>("NoName", host), e),
        HttpRequestError.ConnectionError => NotReached(Said.Of<WireTexts>("NotReached", host), e),
        HttpRequestError.SecureConnectionError => NotReached(Said.Of<WireTexts>("NoTls", host), e),
        HttpRequestError.ConfigurationLimitExceeded => new ConnectorFailure(
            FailureKind.Malformed, Said.Of<WireTexts>("TooLarge", host, largest / (1024 * 1024)), e),
        _ => Cut(host, e),
    };

    public static ConnectorFailure Cut(string host, Exception e) =>
        new(FailureKind.Transient, Said.Of<WireTexts>("Cut", host), e);

    private static ConnectorFailure NotReached(Said said, Exception e) =>
        new(FailureKind.Transient, said, e) { NotTaken = true };
}
