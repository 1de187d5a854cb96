namespace Hub.Host.Intake;

/// <summary>Why a run ended and why an item was set aside: <c>FetchTexts.resx</c> (Indonesian) and <c>FetchTexts.en.resx</c>.</summary>
internal sealed class FetchTexts;
