namespace Hub.Host.Sources;

/// <summary>Marks the words for the options of sources: <c>OptionTexts.resx</c> (Indonesian) and <c>OptionTexts.en.resx</c>. A key is the option's name, with its kind before it where kinds differ.</summary>
public sealed class OptionTexts;
