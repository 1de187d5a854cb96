using Hub.Domain.Catalogue;

namespace Hub.Tests.Domain.Catalogue;

public sealed class OfficeTests
{
    private static readonly IReadOnlyList<Office> Shipped = Office.Shipped();

    [Fact]
    public void Thirty_six_offices_ship_and_none_has_the_code_of_a_bureau()
    {
        Shipped.Count.ShouldBe(36);
        Shipped.Select(o => o.Code).Distinct().Count().ShouldBe(36);
        Shipped.Select(o => o.Code).Intersect(ServiceCatalogue.Embedded().Bureaus.Select(b => b.Code)).ShouldBeEmpty();
        Shipped.SelectMany(o => o.Also.Prepend(o.Name)).Select(n => n.ToUpperInvariant()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("Dinas Perhubungan", "dinas-perhubungan")]
    [InlineData("dishub", "dinas-perhubungan")]
    [InlineData("Dinas Pendidikan", "dinas-pendidikan-dan-kebudayaan")]
    [InlineData("Dinas Pekerjaan Umum", "dinas-pekerjaan-umum-penataan-ruang-perumahan-dan-kawasan-permukiman")]
    [InlineData("Badan Keuangan", "badan-keuangan-dan-aset-daerah")]
    [InlineData("RSUD", "rsud-dr-h-jusuf-s-k-tarakan")]
    [InlineData("Dinas", null)]
    [InlineData("Dinas Antariksa", null)]
    [InlineData("Cabang Dinas Pendidikan dan Kebudayaan", null)]
    [InlineData("hukum", null)]
    public void An_office_is_known_by_what_people_call_it_and_never_guessed_among_several(string words, string? code) =>
        (OfficeNames.Begin(words.Split(' '), Shipped)?.Office.Code).ShouldBe(code);

    [Theory]
    [InlineData("Yth. Kepala Dinas Kehutanan, mohon ditinjau", "dinas-kehutanan")]
    [InlineData("Pegawai Cabang Dinas Pendidikan dan Kebudayaan Wilayah Nunukan belum digaji", "cabang-dinas-pendidikan-dan-kebudayaan-wilayah-nunukan")]
    [InlineData("Dari Dishub kepada BPBD", null)]
    [InlineData("BPBD tidak datang. Sudah kami telepon BPBD: <b>Badan</b> itu diam", "badan-penanggulangan-bencana-daerah")]
    [InlineData("Cabang Dinas Pendidikan dan Kebudayaan Wilayah Nunukan dan Dinas Pendidikan dan Kebudayaan", null)]
    [InlineData("Cabang Dinas Pendidikan dan Kebudayaan Wilayah", "dinas-pendidikan-dan-kebudayaan")]
    [InlineData("Jalan di kampung kami rusak", null)]
    public void A_text_names_one_office_or_none(string text, string? code) => (OfficeNames.Named(text, Shipped)?.Code).ShouldBe(code);

    [Fact]
    public void A_name_without_a_word_is_in_no_text()
    {
        Office[] offices = [new() { Code = "bisu", Name = "-" }, Shipped[0]];

        OfficeNames.Named("Jalan rusak", offices).ShouldBeNull();
        OfficeNames.Begin(["jalan"], offices).ShouldBeNull();
    }
}
