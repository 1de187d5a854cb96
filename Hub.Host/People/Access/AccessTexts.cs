namespace Hub.Host.People.Access;

/// <summary>Marks the texts of sign-in, account and users: <c>AccessTexts.resx</c> in Bahasa Indonesia, <c>AccessTexts.en.resx</c> in English.</summary>
public sealed class AccessTexts;
