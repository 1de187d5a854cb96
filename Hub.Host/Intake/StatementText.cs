using System.Globalization;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Intake;

/// <summary>The statement as people read, sign and keep it.</summary>
internal static class StatementText
{
    /// <summary>More names than these help nobody.</summary>
    private const int MostNamed = 10;

    /// <param name="shown">External ids that the source showed; null when it cannot be asked.</param>
    /// <param name="held">All that the hub ever took from it.</param>
    public static string Of(Statement statement, string title, IReadOnlySet<string>? shown, IEnumerable<string> held)
    {
        var gone = shown is null ? [] : held.Where(id => !shown.Contains(id)).Order(StringComparer.Ordinal).ToList();
        return Said.Of<FetchTexts>(
            "Statement", statement.Source, title, Wita.At(statement.MadeAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Or(statement.AtSource, "StatementUncounted"),
            statement.Tickets, statement.Quarantined, statement.Ignored, statement.Waiting, statement.Fetched,
            Said.Of<FetchTexts>(Verdict(statement)), Or(statement.Claimed, "StatementUntold"), Or(statement.Listed, "StatementOneOrder"), statement.Unseen,
            Named(gone), Named(shown is null ? [] : NumberGaps.Of(shown))) + "\n";
    }

    private static string Verdict(Statement statement) => statement switch
    {
        { Balances: false } => "StatementFails",
        { IsComparable: false } => "StatementIncomparable",
        _ => "StatementBalances",
    };

    private static object Or(int? count, string otherwise) => count is { } known ? known : Said.Of<FetchTexts>(otherwise);

    private static object Named(IReadOnlyList<string> ids) =>
        // Mails are called by fingerprints of ours, which nobody can look for.
        ids.Count == 0 || ids.Any(IsFingerprint) ? ids.Count : $"{ids.Count} ({string.Join(", ", ids.Take(MostNamed))}{(ids.Count > MostNamed ? ", …" : "")})";

    private static bool IsFingerprint(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);
}
