namespace Hub.Host.Mailing.Notices;

/// <summary>The made-up ticket of a preview: <c>SampleTexts.resx</c> (Indonesian) and <c>SampleTexts.en.resx</c>.</summary>
internal sealed class SampleTexts;
