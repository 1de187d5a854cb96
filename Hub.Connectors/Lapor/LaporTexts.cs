namespace Hub.Connectors.Lapor;

/// <summary>What LAPOR says or fails for: <c>LaporTexts.resx</c> (Indonesian) and <c>LaporTexts.en.resx</c>.</summary>
internal sealed class LaporTexts;
