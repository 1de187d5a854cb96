using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Verbs;

/// <summary>The parser's own words (the frame of its help, its errors) in the language of the terminal: it brings none of ours.</summary>
public static partial class CommandLineWords
{
    private static readonly Sentences Texts = new(typeof(CommandLineWords));

    /// <summary>Headings that stand alone in their line.</summary>
    private static readonly (string Theirs, string Ours)[] Headings =
        [("Description:", "Description"), ("Usage:", "Usage"), ("Arguments:", "Arguments"), ("Options:", "Options"), ("Commands:", "Commands"), ("Additional Arguments:", "AdditionalArguments")];

    private static readonly (Regex Theirs, string Ours)[] Errors =
    [
        (Unknown(), "Unknown"), (NeedsCommand(), "NeedsCommand"), (NeedsArgument(), "NeedsArgument"), (NeedsOption(), "NeedsOption"), (NeedsValue(), "NeedsValue"),
        (OneValue(), "OneValue"), (NotAmong(), "NotAmong"), (WrongForm(), "WrongForm"),
    ];

    /// <summary>From then on the help of every command below speaks that language.</summary>
    public static void Speak(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                (help.Description, help.Action) = (Say("Help"), new SpokenHelp((HelpAction)help.Action!));
            }
            else if (option is VersionOption version)
            {
                version.Description = Say("Version");
            }
        }
    }

    /// <summary>An error as whoever typed the command reads it.</summary>
    public static string Of(ParseError error)
    {
        foreach (var (theirs, ours) in Errors)
        {
            if (theirs.Match(error.Message) is { Success: true } match)
            {
                return Say(ours, [.. match.Groups.Values.Skip(1).Select(g => Blanks().Replace(g.Value.Replace("'", "", StringComparison.Ordinal).Trim(), ", "))]);
            }
        }

        return error.Message;
    }

    private static string Say(string name, params object?[] values) => TerminalLanguage.Say(Texts, name, values);

    private static string Translated(string help)
    {
        var lines = help.Split('\n').Select(line => Array.Find(Headings, h => h.Theirs == line.TrimEnd()) is { Theirs: not null } heading ? Say(heading.Ours) : line);
        return AdditionalHint().Replace(string.Join('\n', lines), Say("AdditionalArgumentsHint"))
            .Replace("[command]", $"[{Say("Command")}]", StringComparison.Ordinal).Replace("[options]", $"[{Say("Option")}]", StringComparison.Ordinal).Replace("[[--] <additional arguments>...]]", $"[[--] <{Say("AdditionalArgument")}>...]", StringComparison.Ordinal)
            .Replace("(REQUIRED)", $"({Say("Required")})", StringComparison.Ordinal).Replace("[default: ", $"[{Say("Default")}: ", StringComparison.Ordinal);
    }

    private sealed class SpokenHelp(HelpAction theirs) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => theirs.ClearsParseErrors;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            using var written = new StringWriter();
            parseResult.InvocationConfiguration.Output = written;
            var exit = theirs.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;
            output.Write(Translated(written.ToString()));
            return exit;
        }
    }

    [GeneratedRegex(@"\bArguments passed to the application [a-z ]+\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AdditionalHint();

    [GeneratedRegex(@"^Unrecognized (?:command or )?argument (.+?)\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^Required command was not provided", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NeedsCommand();

    [GeneratedRegex(@"^Required argument missing for command: (.+?)\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NeedsArgument();

    [GeneratedRegex(@"^Option (.+?) is required\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NeedsOption();

    [GeneratedRegex(@"^Required argument missing for option: (.+?)\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NeedsValue();

    [GeneratedRegex(@"^Option (.+?) expects a single argument but \d+ were provided", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OneValue();

    [GeneratedRegex(@"^Argument (.+?) not recognized\. Must be one of:\s*(.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex NotAmong();

    [GeneratedRegex(@"^Cannot parse argument (.+?) for (?:option|command) (.+?) as expected type", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WrongForm();

    [GeneratedRegex(@"\s*[\r\n]+\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();
}
