namespace Hub.Connectors.Letters;

/// <summary>What mailboxes and mail servers say or fail for: <c>LetterTexts.resx</c> (Indonesian) and <c>LetterTexts.en.resx</c>.</summary>
internal sealed class LetterTexts;
