using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Hub.Connectors.Email;

/// <summary>Where a mail server is and how one logs in to it; the same for IMAP and SMTP.</summary>
public abstract class MailServerOptions : IValidatableObject, IExpires
{
    /// <summary>Until when password or token are valid, for the warning ahead; null: unknown.</summary>
    public DateOnly? CredentialsExpireOn { get; set; }

    /// <summary>The server's name, for example <c>imap.gmail.com</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string Host { get; set; } = "";

    /// <summary>1 to 65535.</summary>
    public abstract int Port { get; set; }

    /// <summary>TLS from the start by default.</summary>
    public ConnectionSecurity Security { get; set; } = ConnectionSecurity.Implicit;

    /// <summary>The login name; for Gmail the whole address.</summary>
    public string User { get; set; } = "";

    /// <summary>Password by default.</summary>
    public MailAuth Auth { get; set; } = MailAuth.Password;

    /// <summary>The password, or Gmail's 16-letter app password.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Where a refresh token is exchanged for an access token; Google's address by default.</summary>
    [FineTuning]
    public Uri TokenEndpoint { get; set; } = new("https://oauth2.googleapis.com/token");

    /// <summary>The OAuth client, for <see cref="MailAuth.XOAuth2"/>.</summary>
    public string? ClientId { get; set; }

    [Secret]
    public string? ClientSecret { get; set; }

    [Secret]
    public string? RefreshToken { get; set; }

    /// <summary>SHA-256 of the server's certificate, in hexadecimal: trusts exactly this one, for office servers with a certificate of their own. Null: the usual authorities.</summary>
    [FineTuning]
    [RegularExpression("^([0-9A-Fa-f]{2}:?){32}$", ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Fingerprint))]
    public string? CertificateSha256 { get; set; }

    /// <summary>Seconds until a connection must stand; default 20.</summary>
    [FineTuning]
    [Range(1, 300, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int ConnectSeconds { get; set; } = 20;

    /// <summary>Seconds of silence after which a connection counts as lost; default 60.</summary>
    [FineTuning]
    [Range(1, 600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int ReadSeconds { get; set; } = 60;

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Security == ConnectionSecurity.None && !IsLoopback(Host))
        {
            yield return new(OptionFaults.Say("OpenSecurity"), [nameof(Security)]);
        }

        if (Auth != MailAuth.Anonymous && string.IsNullOrWhiteSpace(User))
        {
            yield return new(OptionFaults.Required, [nameof(User)]);
        }

        if (Auth == MailAuth.Password && string.IsNullOrEmpty(Password))
        {
            yield return new(OptionFaults.Say("PasswordNeeded"), [nameof(Password)]);
        }

        if (Auth == MailAuth.XOAuth2 && (string.IsNullOrWhiteSpace(ClientId) || string.IsNullOrWhiteSpace(RefreshToken)))
        {
            yield return new(OptionFaults.Say("TokenNeeded"), [nameof(RefreshToken)]);
        }

        if (Auth == MailAuth.XOAuth2 && TokenEndpoint.Scheme != Uri.UriSchemeHttps && !TokenEndpoint.IsLoopback)
        {
            yield return new(OptionFaults.Say("TokenEndpointOpen"), [nameof(TokenEndpoint)]);
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
