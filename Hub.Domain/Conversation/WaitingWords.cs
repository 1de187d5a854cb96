using System.Text.RegularExpressions;

namespace Hub.Domain.Conversation;

/// <summary>"MENUNGGU Kemendagri surat 188/12/HK tanggal 3 November 2026": whom, the number of our letter, the words of the day.</summary>
public static partial class WaitingWords
{
    public static (string Whom, string? Letter, string? Day) Read(string argument)
    {
        var match = Parts().Match(CommandLine.Of(argument));
        return (match.Groups["whom"].Value.Trim(' ', ',', ':'), Given(match.Groups["letter"]), Given(match.Groups["day"]));
    }

    private static string? Given(Group group) => group.Success && group.Value.Trim(' ', '.', ',') is { Length: > 0 } text ? text : null;

    [GeneratedRegex(
        @"^(?<whom>.+?)(\s*,?\s+(dengan\s+)?(surat|nomor|no\.)\s*((nomor|no\.?|:)\s*)?(?<letter>\S*\d\S*))?(\s*,?\s+(tanggal|tgl\.?|sejak|pada)\s+(?<day>.+))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
