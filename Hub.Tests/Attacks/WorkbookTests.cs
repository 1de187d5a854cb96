using System.IO.Compression;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Tabular;
using Hub.Tests.Connectors.Tabular;

namespace Hub.Tests.Attacks;

/// <summary>Small workbooks that become huge are refused with one sentence, and cost no memory to speak of.</summary>
public sealed class WorkbookTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void A_cell_far_to_the_right_does_not_make_every_row_that_wide() =>
        Refused("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>{string.Concat(Enumerable.Range(2, 60_000).Select(r => $"<row r=\"{r}\"><c r=\"A{r}\"><v>1</v></c></row>"))}</sheetData></worksheet>")
            .ShouldContain("kolom paling kanan");

    [Fact]
    public void One_endless_text_is_not_read()
    {
        var text = new StringBuilder($"<sst xmlns=\"{Main}\"><si><t>").Append('x', 20_000_000).Append("</t></si></sst>").ToString();

        Refused("xl/sharedStrings.xml", text).ShouldContain("lebih panjang");
    }

    [Fact]
    public void A_table_of_texts_without_end_is_not_read()
    {
        var text = new StringBuilder($"<sst xmlns=\"{Main}\">").Append(string.Concat(Enumerable.Repeat("<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>", 800_000))).Append("</sst>").ToString();

        Refused("xl/sharedStrings.xml", text).ShouldContain("terlalu besar bila dibuka");
    }

    [Fact]
    public void The_longest_text_that_Excel_keeps_is_read()
    {
        using var file = new XlsxBuilder().Row("judul", new string('&', 32_767)).Build();

        SheetFile.Read("panjang.xlsx", file)[0].Rows[0].At(1)!.Length.ShouldBe(32_767);
    }

    private static string Refused(string part, string content)
    {
        using var file = new XlsxBuilder().Row("satu").Build();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)?.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part, CompressionLevel.SmallestSize).Open());
            writer.Write(content);
        }

        file.Length.ShouldBeLessThan(2_000_000);
        file.Position = 0;
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();
        var refusal = Should.Throw<ConnectorFailure>(() => SheetFile.Read("kecil.xlsx", file));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(300L * 1024 * 1024);
        refusal.Kind.ShouldBe(FailureKind.Malformed);
        return refusal.Message;
    }
}
