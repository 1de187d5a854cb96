using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>Exchanges the refresh token for access tokens (RFC 6749 section 6) and keeps one until shortly before it expires.</summary>
internal sealed class AccessTokens(MailServerOptions options, TimeProvider clock, HttpMessageHandler? wire, NetworkGuard? guard)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private string? _access;
    private DateTimeOffset _expiresAt;

    public void Forget() => _access = null;

    /// <exception cref="ConnectorFailure">Credentials when the refresh token is refused; Transient when the endpoint cannot be asked.</exception>
    public async Task<string> GetAsync(CancellationToken token)
    {
        if (_access is not null && clock.GetUtcNow() < _expiresAt - Margin)
        {
            return _access;
        }

        using var http = wire is null ? new HttpClient(Network()) : new HttpClient(wire, disposeHandler: false);
        http.Timeout = TimeSpan.FromSeconds(options.ConnectSeconds);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("client_id", options.ClientId ?? ""),
            new("client_secret", options.ClientSecret ?? ""),
            new("refresh_token", options.RefreshToken ?? ""),
        ]);
        using var response = await http.PostAsync(options.TokenEndpoint, form, token);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new ConnectorFailure(FailureKind.Credentials, Said.Of<MailboxTexts>("RefreshTokenRefused", options.TokenEndpoint.Host, options.User));
        }

        response.EnsureSuccessStatusCode();
        var grant = await response.Content.ReadFromJsonAsync<Grant>(token);
        if (string.IsNullOrEmpty(grant?.AccessToken))
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<MailboxTexts>("NoAccessToken", options.TokenEndpoint.Host));
        }

        _access = grant.AccessToken;
        _expiresAt = clock.GetUtcNow().AddSeconds(grant.ExpiresIn ?? 300);
        return _access;
    }

    private SocketsHttpHandler Network() => new() { AllowAutoRedirect = false, ConnectCallback = guard is null ? null : guard.ConnectAsync };

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int? ExpiresIn);
}
