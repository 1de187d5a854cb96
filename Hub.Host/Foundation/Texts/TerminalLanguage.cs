using System.Globalization;
using Hub.Domain;

namespace Hub.Host.Foundation.Texts;

/// <summary>In which language the program speaks to its terminal: <c>HUB_LANGUAGE</c> (<c>id</c> or <c>en</c>), else the locale (<c>LC_ALL</c>, <c>LC_MESSAGES</c>, <c>LANG</c>), else Indonesian. It touches nobody else: what the hub writes and sends stays in the language of its reader.</summary>
internal static class TerminalLanguage
{
    private static readonly string[] Names = ["HUB_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];

    public static CultureInfo Spoken => Of(Environment.GetEnvironmentVariable);

    /// <param name="variable">Gives the value of an environment variable; null where it is not set.</param>
    public static CultureInfo Of(Func<string, string?> variable)
    {
        var locale = Names.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return CultureInfo.GetCultureInfo(locale?.Split('_', '-', '.')[0].ToLowerInvariant() == "en" ? "en" : "id");
    }

    /// <summary>What is worded meanwhile by whoever asks for the current language is for the terminal too.</summary>
    public static T Speaking<T>(Func<T> act)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Spoken;
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>A sentence for the terminal; what was said elsewhere is worded alike, and a moment as on every page.</summary>
    public static string Say(Sentences texts, string sentence, params object?[] values) =>
        texts.Say(Spoken, sentence, Array.ConvertAll(values, static v => v switch
        {
            Said said => said.In(Spoken),
            DateTimeOffset at => OfficeDates.Instant(at, Languages.Of(Spoken)),
            _ => v,
        }));
}
