using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>Exchanges the refresh token for access tokens (RFC 6749 section 6) and keeps one until shortly before it expires.</summary>
internal sealed class AccessTokens(MailServerOptions options, TimeProvider clock, HttpMessageHandler? wire, NetworkGuard? guard, Func<string, string, CancellationToken, Task>? keepSecret = null)
{
    /// <summary>Bytes; a token has some thousand.</summary>
    private const long LargestAnswer = 256 * 1024;

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
        http.MaxResponseContentBufferSize = LargestAnswer;
        using var form = new FormUrlEncodedContent(Fields());
        using var response = await http.PostAsync(options.TokenEndpoint, form, token);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new ConnectorFailure(FailureKind.Credentials, Said.Of<MailboxTexts>("RefreshTokenRefused", options.TokenEndpoint.Host, options.User, await ReasonAsync(response, token)));
        }

        response.EnsureSuccessStatusCode();
        var grant = await response.Content.ReadFromJsonAsync<Grant>(token);
        if (string.IsNullOrEmpty(grant?.AccessToken))
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<MailboxTexts>("NoAccessToken", options.TokenEndpoint.Host));
        }

        await RenewAsync(grant.RefreshToken, token);
        _access = grant.AccessToken;
        _expiresAt = clock.GetUtcNow().AddSeconds(grant.ExpiresIn ?? 300);
        return _access;
    }

    /// <summary>A public client has no secret, and providers refuse an empty one.</summary>
    private IEnumerable<KeyValuePair<string, string>> Fields()
    {
        yield return new("grant_type", "refresh_token");
        yield return new("client_id", options.ClientId ?? "");
        yield return new("refresh_token", options.RefreshToken ?? "");
        if (!string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            yield return new("client_secret", options.ClientSecret);
        }
    }

    /// <summary>Some providers give a new refresh token each time and void the old one (RFC 6749, 6).</summary>
    private async Task RenewAsync(string? refreshToken, CancellationToken token)
    {
        if (string.IsNullOrEmpty(refreshToken) || refreshToken == options.RefreshToken)
        {
            return;
        }

        options.RefreshToken = refreshToken;
        if (keepSecret is not null)
        {
            await keepSecret(nameof(MailServerOptions.RefreshToken), refreshToken, token);
        }
    }

    /// <summary>The provider's own words: a used token, a wrong client and a withdrawn consent have different remedies.</summary>
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken token)
    {
        try
        {
            var refusal = await response.Content.ReadFromJsonAsync<Refusal>(token);
            return MailFailure.OneLine(refusal?.Description ?? refusal?.Error ?? $"HTTP {(int)response.StatusCode}");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or NotSupportedException)
        {
            return $"HTTP {(int)response.StatusCode}";
        }
    }

    private SocketsHttpHandler Network() => new() { AllowAutoRedirect = false, ConnectCallback = guard is null ? null : guard.ConnectAsync };

    private sealed record Grant(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int? ExpiresIn,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken);

    private sealed record Refusal(
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? Description);
}
