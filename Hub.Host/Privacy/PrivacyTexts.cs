namespace Hub.Host.Privacy;

/// <summary>Marks the texts of the privacy page.</summary>
public sealed class PrivacyTexts;
