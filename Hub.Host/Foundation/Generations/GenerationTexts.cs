namespace Hub.Host.Foundation.Generations;

/// <summary>What is said of a store that was put back: <c>GenerationTexts.resx</c> (Indonesian) and <c>GenerationTexts.en.resx</c>.</summary>
internal sealed class GenerationTexts;
