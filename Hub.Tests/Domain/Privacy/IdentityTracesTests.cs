using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Privacy;

/// <summary>Names of all shapes, bodies and addresses, as texts write them.</summary>
public sealed class IdentityTracesTests
{
    [Theory]
    [InlineData("Li Po", "Saya Li Po melapor.", "Saya ▇▇▇▇ melapor.")]
    [InlineData("Li Po", "saya li po melapor.", "saya ▇▇▇▇ melapor.")]
    [InlineData("Oey An", "Catatan Oey An.", "Catatan ▇▇▇▇.")]
    [InlineData("Tan Li An", "Catatan Tan Li An.", "Catatan ▇▇▇▇.")]
    [InlineData("王小明", "我叫王小明住在 Tarakan.", "我叫▇▇▇▇住在 Tarakan.")]
    [InlineData("王 小明", "Catatan 王小明.", "Catatan ▇▇▇▇.")]
    [InlineData("王明", "Catatan 王明.", "Catatan ▇▇▇▇.")]
    [InlineData("محمد علي", "Catatan محمد علي.", "Catatan ▇▇▇▇.")]
    [InlineData("Abdul Rahmat", "Catatan Abd. Rahmat.", "Catatan ▇▇▇▇.")]
    [InlineData("Abdul Rahmat", "Catatan Abd Rahmat.", "Catatan ▇▇▇▇.")]
    [InlineData("Abdul Rahmat", "Catatan Rahmat A. kemarin", "Catatan ▇▇▇▇ kemarin")]
    [InlineData("Abdul Rahmat", "Catatan A. Rahmat kemarin", "Catatan ▇▇▇▇ kemarin")]
    [InlineData("Muhammad Rahmat", "Catatan Moh. Rahmat dan Mhd. Rahmat dan Muh Rahmat dan M. Rahmat", "Catatan ▇▇▇▇ dan ▇▇▇▇ dan ▇▇▇▇ dan ▇▇▇▇")]
    [InlineData("Zulvanka%20Brimoteru", "Catatan Zulvanka Brimoteru dan zulvanka dan Brimoteru.", "Catatan ▇▇▇▇ dan ▇▇▇▇ dan ▇▇▇▇.")]
    [InlineData("Zulvanka%2520Brimoteru", "Catatan Zulvanka Brimoteru.", "Catatan ▇▇▇▇.")]
    [InlineData("=?utf-8?B?WnVsdmFua2EgQnJpbW90ZXJ1?=", "Catatan Zulvanka Brimoteru.", "Catatan ▇▇▇▇.")]
    [InlineData("=?UTF-8?Q?Zulv=C3=A1nka?= =?UTF-8?Q?_Brimoteru?=", "Catatan Zulvanka Brimoteru.", "Catatan ▇▇▇▇.")]
    [InlineData("=?utf-8?B?WnVsdmFua2EgQnJpbW90ZXJ1?=", "Dari =?utf-8?B?WnVsdmFua2EgQnJpbW90ZXJ1?= kemarin", "Dari ▇▇▇▇ kemarin")]
    public void A_name_of_any_shape_is_covered(string name, string text, string covered) =>
        LeakGate.Mask(text, new Reporter { Name = name, Anonymous = true }).ShouldBe(covered);

    [Theory]
    [InlineData("Li Po", "lima poin dan lipo")]
    [InlineData("Abdul Rahmat", "rahmat alam, Rahmat dan kasih")]
    [InlineData("Budi Santosa", "hidup santosa bersama")]
    public void What_only_begins_like_a_name_stays_open(string name, string text) =>
        LeakGate.Mask(text, new Reporter { Name = name, Anonymous = true }).ShouldBe(text);

    [Theory]
    [InlineData("Yayasan Qorbexo Mandiri", "Kami dari Qorbexo mengadu.", "Kami dari ▇▇▇▇ mengadu.")]
    [InlineData("Yayasan Qorbexo Mandiri", "Yayasan kami mandiri.", "Yayasan kami mandiri.")]
    [InlineData("Kelompok Tani Harapan Baru", "Kelompok tani di jalan baru.", "Kelompok tani di jalan baru.")]
    [InlineData("Kelompok Tani Harapan Baru", "Kami Kelompok Tani Harapan Baru.", "Kami ▇▇▇▇.")]
    [InlineData("Dinas Kesehatan Provinsi Kalimantan Utara", "Kesehatan warga Kalimantan dan dinas.", "Kesehatan warga Kalimantan dan dinas.")]
    [InlineData("SMAN 1 Tarakan", "Siswa SMAN di Tarakan.", "Siswa SMAN di Tarakan.")]
    [InlineData("Zulvanka Brimofail", "Catatan Brimofail.", "Catatan ▇▇▇▇.")]
    [InlineData("Abdul Rahmat", "Catatan Pak Rahmat dan A. Rahmat.", "Catatan Pak ▇▇▇▇ dan ▇▇▇▇.")]
    [InlineData("Yayasan%20Qorbexo", "Kami dari Qorbexo.", "Kami dari ▇▇▇▇.")]
    public void A_body_is_told_by_the_words_that_are_its_own(string organisation, string text, string covered) =>
        LeakGate.Mask(text, new Reporter { Organisation = organisation, Anonymous = true }).ShouldBe(covered);

    [Theory]
    [InlineData("Rumah di Jalan 3 Mei RT III / 9 kemarin", "Jalan 3 Mei RT III / 9")]
    [InlineData("Rumah di Jalan 3 Mei RT III/9 kemarin", "Jalan 3 Mei RT III / 9")]
    [InlineData("Dekat 3 Mei RT III / 9 kemarin", "Jalan 3 Mei RT III / 9")]
    [InlineData("Dekat Sengkawit III / 9 kemarin", "Jl. Sengkawit III/9")]
    [InlineData("Rumah di Jalan 3 Mei RT III / 9 kemarin", null)]
    [InlineData("Rumah di Gang 17 Agustus no 5 kemarin", null)]
    [InlineData("Kirim ke Jl. P. Diponegoro III / 9.", null)]
    public void An_address_is_covered_with_its_house_whatever_its_street_begins_with(string text, string? address)
    {
        var masked = LeakGate.Mask(text, new Reporter { Address = address, Anonymous = true });

        masked.ShouldContain(LeakGate.Blot);
        masked.Any(char.IsAsciiDigit).ShouldBeFalse(masked);
        masked.ShouldNotContain("III");
    }
}
