namespace Hub.Connectors.Email;

/// <summary>How a mail connection is protected.</summary>
public enum ConnectionSecurity
{
    /// <summary>TLS from the first byte: IMAP 993, SMTP 465.</summary>
    Implicit,

    /// <summary>STARTTLS is demanded; a server that does not offer it is refused. IMAP 143, SMTP 587.</summary>
    StartTls,

    /// <summary>In the clear; allowed on loopback only.</summary>
    None,
}

/// <summary>How the account shows who it is.</summary>
public enum MailAuth
{
    /// <summary>A password or an app password.</summary>
    Password,

    /// <summary>OAuth 2.0: a short-lived token, fetched with the refresh token.</summary>
    XOAuth2,

    /// <summary>No login; for a relay on loopback that trusts this machine.</summary>
    Anonymous,
}
