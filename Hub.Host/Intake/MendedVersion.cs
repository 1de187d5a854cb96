using System.Globalization;
using Hub.Domain.Envelopes;

namespace Hub.Host.Intake;

/// <summary>The version of a copy that a person mended: which bytes, and of which item in the ledger.</summary>
internal static class MendedVersion
{
    /// <summary>The source knows nothing of these.</summary>
    private const string Mark = "edit:";

    public static bool Is(string version) => version.StartsWith(Mark, StringComparison.Ordinal);

    public static string Of(ReadOnlySpan<byte> raw, long original) => string.Create(CultureInfo.InvariantCulture, $"{OfAny(raw)}:{original}");

    /// <summary>How the version of such a copy begins, whichever item it was made of.</summary>
    public static string OfAny(ReadOnlySpan<byte> raw) => Mark + Fingerprint.Of(raw);

    /// <returns>The item that was mended; null where the version, of an earlier hub, does not say.</returns>
    public static long? OriginalOf(string version) =>
        version.Split(':') is [_, _, var id] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var original) ? original : null;
}
