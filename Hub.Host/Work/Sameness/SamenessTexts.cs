namespace Hub.Host.Work.Sameness;

/// <summary>Marks the resource files with the texts about the same grievance in several tickets.</summary>
public sealed class SamenessTexts;
