using System.Globalization;

namespace Hub.Domain;

/// <summary>The languages of the hub.</summary>
public enum Language
{
    /// <summary>Bahasa Indonesia, the default.</summary>
    Indonesian,
    English,
}

/// <summary>Language codes as cookies, users and <c>lang</c> attributes carry them.</summary>
public static class Languages
{
    public static string Code(this Language language) => language == Language.English ? "en" : "id";

    public static Language Of(CultureInfo culture) => Read(culture.Name) ?? Language.Indonesian;

    /// <returns>The language of a code such as <c>en</c> or <c>id-ID</c>; null for any other.</returns>
    public static Language? Read(string? code) => code?.Split('-')[0].ToLowerInvariant() switch
    {
        "id" => Language.Indonesian,
        "en" => Language.English,
        _ => null,
    };
}
