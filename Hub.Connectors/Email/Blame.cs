namespace Hub.Connectors.Email;

/// <summary>Who is ill when a server refuses a mail: four answers, four ways on.</summary>
public enum Blame
{
    /// <summary>It may pass by itself; the mail is tried again.</summary>
    Passing,

    /// <summary>Account, quota, reputation, connection: no mail leaves, whoever it is for. Everything waits until one does.</summary>
    Ours,

    /// <summary>This mailbox takes nothing: somebody else is told.</summary>
    Recipient,

    /// <summary>This mail is not taken; others are. Somebody must look at it.</summary>
    Content,
}
