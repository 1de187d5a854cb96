namespace Hub.Connectors.Email;

/// <summary>What mailboxes and mail servers say or fail for: <c>MailboxTexts.resx</c> (Indonesian) and <c>MailboxTexts.en.resx</c>.</summary>
internal sealed class MailboxTexts;
