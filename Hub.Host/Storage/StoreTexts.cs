namespace Hub.Host.Storage;

/// <summary>What is wrong with the store: <c>StoreTexts.resx</c> (Indonesian) and <c>StoreTexts.en.resx</c>.</summary>
internal sealed class StoreTexts;
