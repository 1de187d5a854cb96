using System.Text.Json;
using Hub.Connectors.KaltaraApi;

namespace Hub.Tests.Connectors.KaltaraApi;

public sealed class FieldFormsTests
{
    [Theory]
    [InlineData("a", """{"a": " satu\n dua "}""", "satu dua")]
    [InlineData("a.b", """{"a": {"b": 7}}""", "7")]
    [InlineData("a.b", """{"a": []}""", null)]
    [InlineData("a", """{"a": ""}""", null)]
    [InlineData("a:long", """{"a": "<p>satu</p><p>dua</p>"}""", "satu\ndua")]
    [InlineData("a:money", """{"a": 1250000}""", "Rp 1.250.000")]
    [InlineData("a:money", """{"a": "3,8 Jt"}""", "Rp 3.800.000")]
    [InlineData("a:money", """{"a": "-2000.5"}""", "-Rp 2.000,50")]
    [InlineData("a:money", """{"a": "belum dihitung"}""", "belum dihitung")]
    [InlineData("a:percent", """{"a": "34,64"}""", "34,64 %")]
    [InlineData("a:percent", """{"a": "tidak ada"}""", "tidak ada")]
    [InlineData("a:date", """{"a": "2026-08-07"}""", "7 Agustus 2026")]
    [InlineData("a:date", """{"a": "kapan-kapan"}""", "kapan-kapan")]
    [InlineData("a:month", """{"a": "05"}""", "Mei")]
    [InlineData("a:month", """{"a": "August"}""", "Agustus")]
    [InlineData("a:month", """{"a": 13}""", "13")]
    [InlineData("a:mm", """{"a": "Mei"}""", "05")]
    [InlineData("a:mm", """{"a": "semua"}""", "semua")]
    [InlineData("a:phone", """{"a": 81255213813}""", "081255213813")]
    [InlineData("a:phone", """{"a": "+62 813 2059 1537"}""", "081320591537")]
    [InlineData("a:phone", """{"a": "0552 21567"}""", "055221567")]
    [InlineData("a:phone", """{"a": "lewat RT"}""", "lewat RT")]
    public void A_field_is_shown_in_its_form_or_as_the_source_wrote_it(string expression, string item, string? shown)
    {
        using var json = JsonDocument.Parse(item);

        FieldForms.Show(json.RootElement, expression).ShouldBe(shown);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.b:phone", true)]
    [InlineData("a:telepon", false)]
    public void Only_forms_that_there_are_are_known(string expression, bool known) => FieldForms.Knows(expression).ShouldBe(known);

    [Theory]
    [InlineData("""{"p": 0.3725, "part": 4656250000, "whole": 12500000000}""", "37,25 %")]
    [InlineData("""{"p": 1.2, "part": 15, "whole": 1250}""", "1,2 %")]
    [InlineData("""{"p": "34,64", "part": 1, "whole": 100}""", "34,64 %")]
    [InlineData("""{"p": 0.5, "part": 1, "whole": 0}""", "0,5 %")]
    [InlineData("""{"p": 0.5, "part": null, "whole": 2}""", "0,5 %")]
    [InlineData("""{"p": 0, "part": 1, "whole": 2}""", "0 %")]
    public void A_share_is_known_by_the_part_and_the_whole_of_its_row(string item, string shown)
    {
        using var json = JsonDocument.Parse(item);
        var percents = Percents.Of(json.RootElement, new PercentMapping("p", "part", "whole"));

        FieldForms.Show(json.RootElement, "p:percent", percents).ShouldBe(shown);
    }

    [Theory]
    [InlineData("{a} dan {b}", "satu dan –")]
    [InlineData("{b}{c}", null)]
    [InlineData("tanpa isian", "tanpa isian")]
    public void A_text_has_its_fields_filled_and_is_nothing_where_all_are_empty(string text, string? filled) =>
        TextTemplate.Fill(text, field => field == "a" ? "satu" : null).ShouldBe(filled);
}
