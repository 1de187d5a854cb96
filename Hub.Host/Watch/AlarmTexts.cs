namespace Hub.Host.Watch;

/// <summary>What is wrong and what to do, for each alarm: <c>AlarmTexts.resx</c> (Indonesian) and <c>AlarmTexts.en.resx</c>.</summary>
internal sealed class AlarmTexts;
