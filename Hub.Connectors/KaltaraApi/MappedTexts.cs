namespace Hub.Connectors.KaltaraApi;

/// <summary>What mapped systems say or fail for: <c>MappedTexts.resx</c> (Indonesian) and <c>MappedTexts.en.resx</c>.</summary>
internal sealed class MappedTexts;
