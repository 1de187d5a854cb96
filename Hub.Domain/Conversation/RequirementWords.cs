using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Domain.Conversation;

/// <summary>"MINTA DATA 2,4", "LENGKAP 1 dan 3: diserahkan di loket": numbers of requirements, then words.</summary>
public static partial class RequirementWords
{
    /// <returns>No numbers where the words begin otherwise ("2 lembar foto" is no number of a requirement).</returns>
    public static (IReadOnlyList<int> Numbers, string Words) Read(string argument)
    {
        var match = Parts().Match(argument.Trim());
        return match.Success
            ? ([.. Digits().Matches(match.Groups["numbers"].Value).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).Distinct()], match.Groups["words"].Value.Trim())
            : ([], argument);
    }

    [GeneratedRegex(@"^(?<numbers>\d{1,2}(\s*(,|;|&|dan)\s*\d{1,2})*)\s*([:.\n-](?<words>.*))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
