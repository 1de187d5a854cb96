using System.Text.Json;
using CsCheck;
using Hub.Connectors.Reading;

namespace Hub.Tests.Connectors.Reading;

public class RupiahTests
{
    [Theory]
    [InlineData("3,8 Jt", "3800000")]
    [InlineData("500 Jt", "500000000")]
    [InlineData("3.8 jt", "3800000")]
    [InlineData("1,2 M", "1200000000")]
    [InlineData("1,125 M", "1125000000")]
    [InlineData("2 T", "2000000000000")]
    [InlineData("750 rb", "750000")]
    [InlineData("Rp. 1.000,00", "1000")]
    [InlineData("Rp 1.000.000.000,00", "1000000000")]
    [InlineData("Rp. 20.392.000,00", "20392000")]
    [InlineData("Rp150.000.000,-", "150000000")]
    [InlineData("1.000", "1000")]
    [InlineData("1,000,000", "1000000")]
    [InlineData("1000000", "1000000")]
    [InlineData("1000000.000", "1000000")]
    [InlineData("990000000.5", "990000000.5")]
    [InlineData("-Rp 5.000", "-5000")]
    [InlineData("0", "0")]
    public void Every_form_met_is_read(string text, string amount) => Rupiah.Read(text).ShouldBe(decimal.Parse(amount));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("Rp")]
    [InlineData("tidak ada")]
    [InlineData("12 orang")]
    [InlineData("1.2.3,4,5")]
    public void What_is_no_amount_gives_none(string? text) => Rupiah.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("990000000", "990000000")]
    [InlineData("990000000.5", "990000000.5")]
    [InlineData("\"3,8 Jt\"", "3800000")]
    public void JSON_numbers_and_strings_are_read_alike(string json, string amount) =>
        Rupiah.Read(JsonDocument.Parse(json).RootElement).ShouldBe(decimal.Parse(amount));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("true")]
    public void Other_JSON_is_no_amount(string json) => Rupiah.Read(JsonDocument.Parse(json).RootElement).ShouldBeNull();

    [Fact]
    public void What_is_shown_is_read_back() =>
        Gen.Long[-9_000_000_000_000, 9_000_000_000_000].Select(cents => cents / 100m).Sample(amount => Rupiah.Read(Rupiah.Show(amount)) == amount);
}
