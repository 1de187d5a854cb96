namespace Hub.Host.Work.Tickets;

/// <summary>What is wrong with stored attachments: <c>AttachmentTexts.resx</c> (Indonesian) and <c>AttachmentTexts.en.resx</c>.</summary>
internal sealed class AttachmentTexts;
