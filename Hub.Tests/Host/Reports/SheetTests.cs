using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Hub.Host.Figures;

namespace Hub.Tests.Host.Reports;

public sealed class SheetTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly IReadOnlyList<object?> Row = ["kata; \"dua\", tiga", -2.5, 1_234, new DateOnly(2026, 3, 9), null, "-2+3"];

    [Theory]
    [InlineData(null, "Nama;Angka\r\n\"kata; \"\"dua\"\", tiga\";-2,5;1234;2026-03-09;;'-2+3\r\n")]
    [InlineData("semicolon", "Nama;Angka\r\n\"kata; \"\"dua\"\", tiga\";-2,5;1234;2026-03-09;;'-2+3\r\n")]
    [InlineData("comma", "Nama,Angka\r\n\"kata; \"\"dua\"\", tiga\",-2.5,1234,2026-03-09,,'-2+3\r\n")]
    public async Task Cells_are_parted_and_decimals_written_as_the_spreadsheet_of_the_reader_expects(string? separator, string expected)
    {
        using var file = new MemoryStream();

        await Csv.Of(separator).WriteAsync(file, ["Nama", "Angka"], Rows(Row), TestContext.Current.CancellationToken);

        file.ToArray().ShouldBe([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(expected)]);
    }

    [Fact]
    public async Task A_sheet_has_widths_a_head_that_stays_and_each_cell_in_its_own_kind()
    {
        var sheet = await SheetAsync(Row);

        sheet.Descendants(Main + "col").Select(c => (string?)c.Attribute("width")).ShouldBe(["30", "9"]);
        sheet.Descendants(Main + "pane").Single().Attribute("state")!.Value.ShouldBe("frozen");
        var cells = sheet.Descendants(Main + "row").Last().Elements().ToList();
        cells.Select(c => c.Value).ShouldBe(["kata; \"dua\", tiga", "-2.5", "1234", "46090", "", "-2+3"]);
        cells.Select(c => (string?)c.Attribute("t")).ShouldBe(["inlineStr", null, null, null, null, "inlineStr"]);
        cells[3].Attribute("s").ShouldNotBeNull("a day looks like a day");
    }

    [Fact]
    public async Task A_text_longer_than_a_cell_is_cut_and_signs_that_xml_does_not_know_are_left_out()
    {
        var sheet = await SheetAsync([new string('x', 40_000), "a\u0001b 🙏"]);

        var cells = sheet.Descendants(Main + "row").Last().Elements().ToList();
        cells[0].Value.Length.ShouldBe(32_767);
        cells[1].Value.ShouldBe("ab 🙏");
    }

    private static async Task<XDocument> SheetAsync(IReadOnlyList<object?> row)
    {
        using var file = new MemoryStream();
        await Xlsx.WriteAsync(file, "Tiket", [new("Nama", 30), new("Angka", 9)], Rows(row), TestContext.Current.CancellationToken);
        await using var zip = new ZipArchive(file);
        return XDocument.Load(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(TestContext.Current.CancellationToken));
    }

    private static IAsyncEnumerable<IReadOnlyList<object?>> Rows(IReadOnlyList<object?> row) => new[] { row }.ToAsyncEnumerable();
}
