using System.Text;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Reading;
using Hub.Connectors.Spse;
using Hub.Domain.Envelopes;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Spse;

public sealed class SpseReaderTests : IDisposable
{
    private readonly InaprocConnector connector = new(
        new SourceContext("spse", TimeProvider.System), new InaprocOptions { Token = "t", KodeKlpd = "D1" });

    public static TheoryData<string> Rows => Cases.Of("Spse");

    public void Dispose() => connector.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_reads_as_its_case_says(string name) => Cases.Check("Spse", name, connector);

    [Theory]
    [InlineData("isb-2025/1013_SPSE-TenderPengumuman.json", "tender/pengumuman")]
    [InlineData("isb-2025/1014_SPSE-TenderSelesai.json", "tender/tender-selesai")]
    [InlineData("isb-2025/1016_SPSE-NonTenderPengumuman.json", "tender/non-tender-pengumuman")]
    [InlineData("isb-2025/1017_SPSE-NonTenderSelesai.json", "tender/non-tender-selesai")]
    [InlineData("isb-2020-2022/tender-pengumuman.json", "tender/pengumuman")]
    [InlineData("isb-2020-2022/tender-selesai.json", "tender/tender-selesai")]
    [InlineData("isb-2020-2022/non-tender-pengumuman.json", "tender/non-tender-pengumuman")]
    [InlineData("isb-2020-2022/non-tender-selesai.json", "tender/non-tender-selesai")]
    [InlineData("isb-2020-2022/nontender-lampung-2022.json", "tender/non-tender-selesai")]
    [InlineData("spse4-pages/dt_lelang.json", "dt/lelang")]
    [InlineData("spse4-pages/dt_nonspk.json", "dt/nonspk")]
    public void Recorded_rows_give_a_name_a_date_and_an_amount(string file, string resource)
    {
        var (envelopes, rows) = Recorded(file, resource);

        envelopes.Count.ShouldBe(rows);
        envelopes.Select(e => e.Key.ExternalId).ShouldAllBe(id => !id.StartsWith("tanpa", StringComparison.Ordinal));
        foreach (var envelope in envelopes)
        {
            var submission = connector.Read(envelope);
            submission.Title.Length.ShouldBeGreaterThan(3);
            submission.Title.ShouldBe(PlainText.Line(submission.Title));
            submission.Drifts.ShouldBeEmpty();
            if (resource.StartsWith("tender/", StringComparison.Ordinal))
            {
                submission.Facts.ShouldContain(f => f.Key == "Pagu" && f.Value.StartsWith("Rp ", StringComparison.Ordinal));
                submission.ReceivedAt.Year.ShouldBeInRange(2019, 2025);
            }
        }
    }

    [Theory]
    [InlineData("isb-2025/1068_SPSE-JadwalTahapanTender.json", "tender/jadwal-tahapan-tender")]
    [InlineData("isb-2025/1069_SPSE-JadwalTahapanNonTender.sample.json", "tender/jadwal-tahapan-non-tender")]
    public void Recorded_schedules_give_only_the_stages_that_wait_for_the_bureau(string file, string resource)
    {
        var (envelopes, rows) = Recorded(file, resource);

        envelopes.Count.ShouldBeLessThan(rows);
        envelopes.Select(connector.Read).ShouldAllBe(s => s.StageEndsAt != null);
    }

    private static (IReadOnlyList<Envelope> Envelopes, int Rows) Recorded(string file, string resource)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Need.Corpus("spse"), file), Encoding.UTF8));
        var root = document.RootElement;
        var list = root.ValueKind == JsonValueKind.Array ? root : root.Field("data", "result");
        var raw = new SpseRaw(new SourceContext("spse", TimeProvider.System), SourceZone.Wib);
        return ([.. list.EnumerateArray().Select(r => raw.Wrap(SpseResource.Find(resource)!, r)).OfType<Envelope>()], list.GetArrayLength());
    }
}
