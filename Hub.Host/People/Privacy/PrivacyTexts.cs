namespace Hub.Host.People.Privacy;

/// <summary>Marks the texts of the privacy page.</summary>
public sealed class PrivacyTexts;
