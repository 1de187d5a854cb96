namespace Hub.Connectors.Tabular;

/// <summary>What rows and files are set aside for: <c>SheetTexts.resx</c> (Indonesian) and <c>SheetTexts.en.resx</c>.</summary>
internal sealed class SheetTexts;
