namespace Hub.Host.Work.Deadlines;

/// <summary>Marks the texts of this folder: <c>DeadlineTexts.resx</c> (Indonesian) and <c>DeadlineTexts.en.resx</c>.</summary>
public sealed class DeadlineTexts;
