namespace Hub.Host.Mailing.Notices;

/// <summary>Why a composed mail must not leave: <c>HeldTexts.resx</c> (Indonesian) and <c>HeldTexts.en.resx</c>.</summary>
internal sealed class HeldTexts;
