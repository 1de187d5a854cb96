namespace Hub.Connectors.Http;

/// <summary>What calls over HTTP fail for: <c>WireTexts.resx</c> (Indonesian) and <c>WireTexts.en.resx</c>.</summary>
internal sealed class WireTexts;
