using System.Text.RegularExpressions;

namespace Hub.Host.Verbs;

/// <summary>What stands on a command line beside a verb's own options: settings, as <c>--Hub:Data=/srv/hub</c> or <c>--Hub:Data /srv/hub</c>.</summary>
internal static partial class SettingTokens
{
    /// <returns>The first word that is no setting; null when all are.</returns>
    public static string? Strange(IReadOnlyList<string> tokens)
    {
        var takesValue = false;
        foreach (var token in tokens)
        {
            var setting = Setting().Match(token);
            if (!setting.Success && !takesValue)
            {
                return token;
            }

            takesValue = setting.Success && !setting.Groups["value"].Success;
        }

        return null;
    }

    /// <summary>A setting lies in a section, but for those of the program itself. Upper and lower case are one, as everywhere in settings.</summary>
    [GeneratedRegex("^--([A-Za-z]+(:[^:=]+)+|urls|environment)(?<value>=.*)?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Setting();
}
