using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Host.Verbs;

/// <summary>What stands on a command line beside a verb's own options: settings, as <c>--Hub:Data=/srv/hub</c> or <c>--Hub:Data /srv/hub</c>.</summary>
internal static partial class SettingTokens
{
    /// <summary>The settings of a command line, with what stands where one could; where any number of arguments may stand, the parser takes them for such.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed) => [.. parsed.CommandResult.Tokens.Select(static t => t.Value).Where(IsOne), .. parsed.UnmatchedTokens];

    /// <summary>Looks like a setting, and is no argument.</summary>
    public static bool IsOne(string word) => word.StartsWith("--", StringComparison.Ordinal);

    /// <returns>Why a command line is refused: a word that is no setting, or a setting for a verb that reads none and would work on something else. Null when all is read.</returns>
    public static string? Refusal(ParseResult parsed)
    {
        var tokens = Of(parsed);
        return Strange(tokens) is { } strange ? VerbTexts.Say("StrangeOption", strange)
            : tokens.Count > 0 && parsed.CommandResult.Command.TreatUnmatchedTokensAsErrors ? VerbTexts.Say("SettingUnread", tokens[0], NameOf(parsed))
            : null;
    }

    private static string NameOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at.Parent is CommandResult parent; at = parent)
        {
            names.Push(at.Command.Name);
        }

        return string.Join(' ', names);
    }

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
