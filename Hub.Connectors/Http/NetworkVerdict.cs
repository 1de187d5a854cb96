namespace Hub.Connectors.Http;

/// <summary>What a failed connection means.</summary>
internal static class NetworkVerdict
{
    public static ConnectorFailure Of(string host, long largest, HttpRequestException e) => e.InnerException as ConnectorFailure ?? e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotReached($"Alamat {host} tidak ditemukan (DNS).", e),
        HttpRequestError.ConnectionError => NotReached($"{host} tidak dapat dihubungi.", e),
        HttpRequestError.SecureConnectionError => NotReached($"Sambungan aman (TLS) ke {host} gagal; periksa sertifikatnya.", e),
        HttpRequestError.ConfigurationLimitExceeded => new ConnectorFailure(
            FailureKind.Malformed, $"Jawaban {host} melebihi {largest / (1024 * 1024)} MB; perbesar LargestAnswerMb bila memang wajar.", e),
        _ => Cut(host, e),
    };

    public static ConnectorFailure Cut(string host, Exception e) =>
        new(FailureKind.Transient, $"Sambungan ke {host} terputus sebelum jawaban lengkap.", e);

    private static ConnectorFailure NotReached(string message, Exception e) =>
        new(FailureKind.Transient, message, e) { NotTaken = true };
}
