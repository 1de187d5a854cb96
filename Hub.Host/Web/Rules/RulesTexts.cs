namespace Hub.Host.Web.Rules;

/// <summary>Marks the resource files with the texts of the rooms for rules.</summary>
public sealed class RulesTexts;
