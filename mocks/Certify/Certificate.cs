using System.Globalization;
using Hub.Host.Foundation;

namespace Hub.Mocks.Certify;

/// <summary>The certificate as people read it: where the hub was killed how often, and what became of everything.</summary>
internal static class Certificate
{
    private const int MostFaults = 20;

    public static async Task WriteAsync(TextWriter output, Campaign campaign)
    {
        var connectors = campaign.Hits.Keys.Select(k => k.Connector).Distinct().ToList();
        await output.WriteLineAsync();
        await output.WriteLineAsync($"  {"dimatikan di",-15}{string.Concat(connectors.Select(c => $"{c,13}"))}");
        foreach (var point in KillPoint.All.Where(p => campaign.Hits.Keys.Any(k => k.Point == p)))
        {
            var cells = connectors.Select(c => campaign.Hits.TryGetValue((c, point), out var hits) ? hits.ToString(CultureInfo.InvariantCulture) : "-");
            await output.WriteLineAsync($"  {point,-15}{string.Concat(cells.Select(c => $"{c,13}"))}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{campaign.Kills} kali dimatikan (SIGKILL) di tengah kerja: {campaign.Kills - campaign.Anywhere} di titik, {campaign.Anywhere} di sembarang tempat; {campaign.Unreached} selesai sebelum titiknya; {campaign.Processes} proses; {campaign.ScenesPlayed} adegan; {campaign.Took.TotalSeconds:0} detik, {campaign.Processor.TotalSeconds:0} detik prosesor"));
        if (campaign.Missed is { Count: > 0 } missed)
        {
            await output.WriteLineAsync($"Belum pernah dimatikan di: {string.Join(", ", missed.Select(m => $"{m.Connector}/{m.Point}"))}");
        }

        var sum = campaign.Sum;
        await output.WriteLineAsync($"Butir         {sum.Items,6}  hilang {sum.Lost}, ganda {sum.Doubled}; {sum.Poisons} yang rusak terlihat di karantina");
        await output.WriteLineAsync($"Pernyataan    {campaign.Statements,6}  seimbang; {campaign.FetchedByStatement} butir baru diambil olehnya");
        await output.WriteLineAsync($"Pemberitahuan {sum.Notices,6}  hilang {sum.NoticesLost}, ganda {sum.NoticesDoubled}");
        await output.WriteLineAsync($"Balasan       {sum.Replies,6}  hilang {sum.RepliesLost}, ganda {sum.RepliesDoubled}");
        await output.WriteLineAsync($"Dipulihkan    {campaign.PutBack.Stores,6}  simpanan sehari lebih tua; {campaign.PutBack.Numbers} nomor tidak dikenalnya lagi");
        foreach (var fault in campaign.Faults.Take(MostFaults))
        {
            await output.WriteLineAsync($"  {fault}");
        }

        await output.WriteLineAsync(campaign.Green ? "LULUS" : "TIDAK LULUS");
    }
}
