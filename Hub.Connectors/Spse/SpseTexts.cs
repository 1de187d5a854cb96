namespace Hub.Connectors.Spse;

/// <summary>What SPSE says or fails for: <c>SpseTexts.resx</c> (Indonesian) and <c>SpseTexts.en.resx</c>.</summary>
internal sealed class SpseTexts;
