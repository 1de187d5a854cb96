namespace Hub.Host.Mailing.Outbox;

/// <summary>Why a notice or an answer waits, is held or failed: <c>OutboxTexts.resx</c> (Indonesian) and <c>OutboxTexts.en.resx</c>.</summary>
internal sealed class OutboxTexts;
