using System.Text.RegularExpressions;

namespace Hub.Domain.Tickets;

/// <summary>Words by which somebody applies for a decision of the administration (UU 30/2014 art. 53).</summary>
internal static partial class DecisionWords
{
    public static bool Ask(string text) => Words().IsMatch(text);

    [GeneratedRegex(
        @"\b(per)?mohon(an|kan)?\b[^.\n]{0,60}\b(izin|ijin|perizinan|keputusan|penetapan|rekomendasi|persetujuan|pengesahan|dispensasi|pencabutan|pengangkatan|pemberhentian|SK|surat keterangan)\b|\b(mengajukan|pengajuan)\b[^.\n]{0,40}\b(izin|ijin|penetapan|rekomendasi|persetujuan|pengesahan|dispensasi)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
