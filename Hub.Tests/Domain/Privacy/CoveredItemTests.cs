using Hub.Domain.Privacy;

namespace Hub.Tests.Domain.Privacy;

/// <summary>What an administrator sees of an item, and how what is covered comes back.</summary>
public sealed class CoveredItemTests
{
    private const string Odd = """{"id": 91001, "nama": "Zubaidah \"Ida\" Quraisyin", "telp": 81355571001, "rahasia": "entah", "is_anonymous": true, "jumlah": 12, "tanggal_lahir": "1985-07-05", "tanggal": "2026-11-19 08:15:00", "isi": "Loket", "kosong": null}""";

    [Fact]
    public void Fields_dates_and_flags_stay_and_everything_else_is_covered() =>
        new CoveredItem(Odd).Shown.ShouldBe("""{"id": ▇1▇, "nama": "▇2▇", "telp": ▇3▇, "rahasia": "▇4▇", "is_anonymous": true, "jumlah": 12, "tanggal_lahir": "▇5▇", "tanggal": "2026-11-19 08:15:00", "isi": "▇6▇", "kosong": null}""");

    [Theory]
    [InlineData("""{"nama": "Zubaidah""")]
    [InlineData("""{"nama" "Zubaidah", telp: 081355571001}""")]
    [InlineData("""["Zubaidah", {"Zubaidah Quraisyin": 1}]""")]
    [InlineData("""{"nama": 'Zubaidah'}""")]
    [InlineData("Zubaidah, 081355571001")]
    [InlineData("""{"nama": "\u005aubaidah \\"}""")]
    [InlineData("""{"dalam": "{\"nama\": \"Zubaidah\"}"}""")]
    public void Broken_items_are_covered_too(string json)
    {
        var shown = new CoveredItem(json).Shown;

        shown.ShouldNotContain("ubaidah");
        shown.ShouldNotContain("0813");
        new CoveredItem(json).Restore(shown).ShouldBe(json);
    }

    [Fact]
    public void What_was_covered_comes_back_and_what_was_typed_stays()
    {
        var item = new CoveredItem(Odd);

        item.Restore(item.Shown).ShouldBe(Odd);
        item.Restore(item.Shown.Replace("\"▇4▇\"", "\"ya\"", StringComparison.Ordinal)).ShouldBe(Odd.Replace("entah", "ya", StringComparison.Ordinal));
    }

    /// <summary>Behind another field the hub itself would show what is covered: as a title, or in the cause why a date cannot be read.</summary>
    [Theory]
    [InlineData("\"tanggal\": \"2026-11-19 08:15:00\"", "\"tanggal\": \"▇2▇\"")]
    [InlineData("\"nama\"", "\"judul\"")]
    [InlineData("\"▇6▇\"", "\"▇2▇\"")]
    [InlineData("\"▇6▇\"", "\"Kata ▇6▇\"")]
    [InlineData("\"▇6▇\"", "▇6▇ ▇2▇")]
    [InlineData("\"▇6▇\"", "\"▇99▇\"")]
    public void A_blot_behind_another_field_is_refused(string from, string to)
    {
        var item = new CoveredItem(Odd);

        item.Restore(item.Shown.Replace(from, to, StringComparison.Ordinal)).ShouldBeNull();
    }
}
