using Quartz;

namespace Hub.Host.Sources;

/// <summary>Says what is wrong with a schedule in one sentence a clerk can act on.</summary>
public static class CronWords
{
    private const string Sample = "Contoh: 0 */5 7-17 ? * MON-FRI (tiap 5 menit, pukul 7 sampai 17, Senin sampai Jumat).";

    private static readonly (string Name, int Least, int Most)[] Parts =
        [("detik", 0, 59), ("menit", 0, 59), ("jam", 0, 23), ("tanggal", 1, 31), ("bulan", 1, 12), ("hari", 1, 7), ("tahun", 1970, 2299)];

    /// <returns>Null when the schedule can be used.</returns>
    public static string? Fault(string cron)
    {
        var parts = cron.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 6 or > 7)
        {
            return $"Jadwal \"{cron}\": harus 6 bagian (detik menit jam tanggal bulan hari), ini {parts.Length}. {Sample}";
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (Numbers(parts[i]).Any(n => n < Parts[i].Least || n > Parts[i].Most))
            {
                return $"Jadwal \"{cron}\": {Parts[i].Name} harus {Parts[i].Least}–{Parts[i].Most}. {Sample}";
            }
        }

        return CronExpression.TryParse(cron, out _) ? null : $"Jadwal \"{cron}\" tidak dapat dibaca. {Sample}";
    }

    /// <summary>Numbers that name a place on the clock; a step after a slash does not.</summary>
    private static IEnumerable<int> Numbers(string part) =>
        part.Split(',').Select(piece => piece.Split('/')[0]).SelectMany(piece => piece.Split('-')).Where(text => int.TryParse(text, out _)).Select(int.Parse);
}
