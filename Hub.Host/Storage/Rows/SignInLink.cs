namespace Hub.Host.Storage.Rows;

/// <summary>A link that works once; only its hash is kept.</summary>
public sealed class SignInLink
{
    /// <summary>SHA-256 of the secret in the link, hexadecimal.</summary>
    public required string Hash { get; set; }
    public required string UserId { get; set; }
    public required LinkPurpose Purpose { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>What a link is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Signs in; ten minutes.</summary>
    SignIn,

    /// <summary>Lets a new or locked-out person choose a password; three days.</summary>
    Invitation,

    /// <summary>Lets a person choose another password in place of a forgotten one; an hour.</summary>
    Password,
}
