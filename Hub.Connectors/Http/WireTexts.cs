namespace Hub.Connectors.Http;

/// <summary>What calls over HTTP fail for: <c>WireTexts.resx</c> (Indonesian) and <c>WireTexts.en.resx</c>.</summary>
public sealed class WireTexts
{
    /// <summary>The code of the sentence about a source that failed so often that it is left alone for a while.</summary>
    public const string Resting = $"{nameof(WireTexts)}.{RestingName}";

    internal const string RestingName = "Broken";

    private WireTexts()
    {
    }
}
