namespace Hub.Host.Mailing.Conversation;

/// <summary>Why a mail that looks like an answer was not joined: <c>DoubtTexts.resx</c> (Indonesian) and <c>DoubtTexts.en.resx</c>.</summary>
internal sealed class DoubtTexts;
