using System.Text.RegularExpressions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Conversation;

/// <summary>What follows the word PPID: nothing, "KABUL jawaban", "SEBAGIAN 17h jawaban", "TOLAK 17a alasan", "KEBERATAN tanggal 3 November 2026", "SENGKETA surat 12/KI/2026 tanggal …".</summary>
/// <param name="Words">For the applicant.</param>
/// <param name="Day">The words of the day; null where none is named.</param>
public sealed partial record PpidCommand(PpidStep Step, PpidDecision Decision = default, PpidGround? Ground = null, string Words = "", string? Letter = null, string? Day = null)
{
    private static readonly PpidCommand Start = new(PpidStep.Start);

    public static PpidCommand Parse(string argument)
    {
        var match = Parts().Match(argument.Trim());
        var rest = match.Groups["rest"].Value.Trim(' ', ':', '\n');
        return match.Groups["step"].Value switch
        {
            "KABUL" or "KABULKAN" => new(PpidStep.Decide, PpidDecision.Granted, null, rest),
            "SEBAGIAN" => Decided(PpidDecision.Partly, rest),
            "TOLAK" => Decided(PpidDecision.Refused, rest),
            "KEBERATAN" => Dated(PpidStep.Objection, rest),
            "SENGKETA" => Dated(PpidStep.Dispute, rest),
            _ => Start,
        };
    }

    private static PpidCommand Decided(PpidDecision decision, string rest)
    {
        var match = Ground17().Match(rest);
        return match.Success
            ? new(PpidStep.Decide, decision, match.Groups["letter"].Success ? (PpidGround)(char.ToLowerInvariant(match.Groups["letter"].ValueSpan[0]) - 'a') : PpidGround.NotHeld, match.Groups["words"].Value.Trim(' ', ':', '\n'))
            : new(PpidStep.Decide, decision, null, rest);
    }

    private static PpidCommand Dated(PpidStep step, string rest)
    {
        var match = LetterAndDay().Match(CommandLine.Of(rest));
        return new(step, Letter: Given(match.Groups["letter"]), Day: Given(match.Groups["day"]));
    }

    private static string? Given(Group group) => group.Success && group.Value.Trim(' ', '.', ',') is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"^(?<step>KABULKAN|KABUL|SEBAGIAN|TOLAK|KEBERATAN|SENGKETA)\b(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Parts();

    /// <summary>Art. 17 with its letter, or art. 6 (3): what is not held.</summary>
    [GeneratedRegex(@"^((pasal|ps\.?)\s*)?(17\s*(huruf\s*)?(?<letter>[a-j])|6)\b(?<words>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Ground17();

    [GeneratedRegex(@"^((surat|nomor|no\.?)\s*((nomor|no\.?|:)\s*)?(?<letter>\S*\d\S*))?\s*,?\s*((tanggal|tgl\.?|sejak|pada)\s+)?(?<day>\d.*)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LetterAndDay();
}

/// <summary>What happens to a request under UU 14/2008.</summary>
public enum PpidStep
{
    Start,
    Decide,
    Objection,
    Dispute,
}
