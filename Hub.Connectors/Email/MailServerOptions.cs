using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Hub.Connectors.Email;

/// <summary>Where a mail server is and how one logs in to it; the same for IMAP and SMTP.</summary>
public abstract class MailServerOptions : IValidatableObject, IExpires
{
    /// <summary>Until when password or token are valid, for the warning ahead; null: unknown.</summary>
    public DateOnly? CredentialsExpireOn { get; set; }

    /// <summary>The server's name, for example <c>imap.gmail.com</c>.</summary>
    [Required(ErrorMessage = "Host wajib diisi, misalnya imap.gmail.com.")]
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
    [RegularExpression("^([0-9A-Fa-f]{2}:?){32}$", ErrorMessage = "CertificateSha256 harus 64 digit heksadesimal.")]
    public string? CertificateSha256 { get; set; }

    /// <summary>Seconds until a connection must stand; default 20.</summary>
    [FineTuning]
    [Range(1, 300, ErrorMessage = "ConnectSeconds harus 1 sampai 300.")]
    public int ConnectSeconds { get; set; } = 20;

    /// <summary>Seconds of silence after which a connection counts as lost; default 60.</summary>
    [FineTuning]
    [Range(1, 600, ErrorMessage = "ReadSeconds harus 1 sampai 600.")]
    public int ReadSeconds { get; set; } = 60;

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Security == ConnectionSecurity.None && !IsLoopback(Host))
        {
            yield return new("Security=None hanya boleh untuk server di mesin ini (loopback); pakai Implicit atau StartTls.", [nameof(Security)]);
        }

        if (Auth != MailAuth.Anonymous && string.IsNullOrWhiteSpace(User))
        {
            yield return new("User wajib diisi.", [nameof(User)]);
        }

        if (Auth == MailAuth.Password && string.IsNullOrEmpty(Password))
        {
            yield return new("Password wajib diisi bila Auth=Password.", [nameof(Password)]);
        }

        if (Auth == MailAuth.XOAuth2 && (string.IsNullOrWhiteSpace(ClientId) || string.IsNullOrWhiteSpace(RefreshToken)))
        {
            yield return new("ClientId dan RefreshToken wajib diisi bila Auth=XOAuth2.", [nameof(RefreshToken)]);
        }

        if (Auth == MailAuth.XOAuth2 && TokenEndpoint.Scheme != Uri.UriSchemeHttps && !TokenEndpoint.IsLoopback)
        {
            yield return new("TokenEndpoint harus https.", [nameof(TokenEndpoint)]);
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
