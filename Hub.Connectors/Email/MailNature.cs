namespace Hub.Connectors.Email;

/// <summary>What kind of mail it is, as far as answering goes. Only a letter counts as one.</summary>
public enum MailNature
{
    /// <summary>A person wrote it to us.</summary>
    Letter,

    /// <summary>A program answered or announced something (RFC 3834).</summary>
    Automatic,

    /// <summary>Somebody is away; recognised also without the header that should say so.</summary>
    OutOfOffice,

    /// <summary>A mail of ours came back, or is late.</summary>
    Bounce,
}
