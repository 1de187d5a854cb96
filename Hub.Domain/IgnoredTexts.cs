namespace Hub.Domain;

/// <summary>Why an item is set aside on purpose: <c>IgnoredTexts.resx</c> (Indonesian) and <c>IgnoredTexts.en.resx</c>.</summary>
public sealed class IgnoredTexts;
