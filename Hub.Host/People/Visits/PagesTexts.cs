namespace Hub.Host.People.Visits;

/// <summary>The words of the screens: <c>PagesTexts.resx</c> in Bahasa Indonesia, <c>PagesTexts.en.resx</c> in English.</summary>
public sealed class PagesTexts;
