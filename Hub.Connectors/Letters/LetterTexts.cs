namespace Hub.Connectors.Letters;

/// <summary>What is said of the files of letters, and of the program that reads their pictures: <c>LetterTexts.resx</c> (Indonesian) and <c>LetterTexts.en.resx</c>.</summary>
internal sealed class LetterTexts;
