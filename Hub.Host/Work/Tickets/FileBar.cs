using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Tickets;

/// <summary>Whether a file may be given to anybody: with a scanner only what it found clean, and what it found infected never.</summary>
public static class FileBar
{
    /// <returns>Why not, for whoever asks; null when it may.</returns>
    public static Said? Of(Blob blob, bool scans) => blob.Scan switch
    {
        ScanVerdict.Infected => Said.Of<AttachmentTexts>("Infected", blob.Finding),
        ScanVerdict.Unscannable when scans => Said.Of<AttachmentTexts>("Unscannable", blob.Finding),
        null when scans => Said.Of<AttachmentTexts>("ScanWaits"),
        ScanVerdict.Clean or ScanVerdict.Unscannable or null => null,
    };

    /// <summary>Bytes that are not kept as a file, asked of the scanner at once; they stand at their beginning again.</summary>
    public static async Task<Said?> OfAsync(VirusScanner scanner, Stream content, CancellationToken token)
    {
        if (!scanner.IsOn)
        {
            return null;
        }

        try
        {
            var answer = await scanner.ScanAsync(content, token);
            content.Position = 0;
            return answer switch
            {
                { Verdict: ScanVerdict.Clean } => null,
                { Verdict: ScanVerdict.Infected } found => Said.Of<AttachmentTexts>("Infected", found.Finding),
                var other => Said.Of<AttachmentTexts>("Unscannable", other.Finding),
            };
        }
        catch (ScannerSilent)
        {
            return Said.Of<AttachmentTexts>("ScanWaits");
        }
    }
}

/// <summary>A file that was to leave must not, or not yet.</summary>
public sealed class FileBarred(Said why, bool waits) : Exception(why.Stored), ISays
{
    public Said Said => why;

    /// <summary>The scanner has not looked yet.</summary>
    public bool Waits => waits;

    public override string Message => why.ToString();
}
