namespace Hub.Host.Work.Deadlines;

/// <summary>Marks the texts of the rooms of calendar and standards: <c>DeadlineRoomTexts.resx</c> (Indonesian) and <c>DeadlineRoomTexts.en.resx</c>.</summary>
public sealed class DeadlineRoomTexts;
