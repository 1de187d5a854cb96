using System.IO.Compression;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Tabular;
using Hub.Tests.Connectors.Tabular;

namespace Hub.Tests.Attacks;

/// <summary>Small workbooks that become huge are refused with one sentence, and cost no memory to speak of.</summary>
public sealed class WorkbookTests
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Sheet1 = "xl/worksheets/sheet1.xml";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void A_cell_far_to_the_right_does_not_make_every_row_that_wide() =>
        Refused(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>{string.Concat(Enumerable.Range(2, 40_000).Select(r => $"<row r=\"{r}\"><c r=\"A{r}\"><v>1</v></c></row>"))}</sheetData></worksheet>")
            .ShouldContain("kolom paling kanan");

    [Fact]
    public void One_endless_text_is_not_read()
    {
        var text = new StringBuilder($"<sst xmlns=\"{Main}\"><si><t>").Append('x', 20_000_000).Append("</t></si></sst>").ToString();

        Refused("xl/sharedStrings.xml", text).ShouldContain("lebih panjang");
    }

    /// <summary>A cell of 30 MB in a CSV took the hub to 1,251 MB.</summary>
    [Fact]
    public void One_endless_text_of_a_CSV_is_not_read()
    {
        static string? Cell(int length) => SheetFile.Read("panjang.csv", new MemoryStream(Encoding.ASCII.GetBytes($"nomor;uraian\n1;{new string('x', length)}\n")))[0].Rows.Last().At(1);

        Cell(262_136)!.Length.ShouldBe(262_136);
        Should.Throw<ConnectorFailure>(() => Cell(262_137)).Message.ShouldContain("lebih panjang");
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

        SheetFile.Read("panjang.xlsx", file)[0].Rows.First().At(1)!.Length.ShouldBe(32_767);
    }

    [Fact]
    public void Many_narrow_sheets_are_no_way_around_the_bound_of_one()
    {
        const int Sheets = 60;
        var sheet = $"<worksheet xmlns=\"{Main}\"><sheetData>{Rows(100, "CWM")}</sheetData></worksheet>";
        var list = string.Concat(Enumerable.Range(1, Sheets).Select(i => $"<sheet name=\"L{i}\" sheetId=\"{i}\" r:id=\"r{i}\"/>"));
        var links = string.Concat(Enumerable.Range(1, Sheets).Select(i => $"<Relationship Id=\"r{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"));

        Refused(
        [
            ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>{list}</sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}<Relationship Id=\"s\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>"),
            .. Enumerable.Range(1, Sheets).Select(i => ($"xl/worksheets/sheet{i}.xml", sheet)),
        ]).ShouldContain("kolom paling kanan");
    }

    [Fact]
    public void As_many_rows_as_the_bound_are_read_and_one_more_is_refused()
    {
        SheetFile.Read("penuh.xlsx", Built([(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData>{Rows(65_536, "A")}</sheetData></worksheet>")]))[0].Rows.Count().ShouldBe(65_536);

        Refused(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData>{Rows(65_537, "A")}</sheetData></worksheet>").ShouldContain("65536 baris");
    }

    /// <summary>The reader makes one row of those with the same number: what came out was short, and took as long as what went in.</summary>
    [Fact]
    public void Rows_that_bear_the_same_number_are_counted_as_they_stand_in_the_file() =>
        Refused(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(Enumerable.Repeat("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", 220_000))}</sheetData></worksheet>")
            .ShouldContain("200000 baris");

    [Fact]
    public void As_many_cells_as_the_bound_are_read_and_one_row_more_is_refused()
    {
        SheetFile.Read("lebar.xlsx", Built([(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData>{Rows(250, "EWV")}</sheetData></worksheet>")]))[0].Rows.Count().ShouldBe(250);

        Refused(Sheet1, $"<worksheet xmlns=\"{Main}\"><sheetData>{Rows(251, "EWV")}</sheetData></worksheet>").ShouldContain("kolom paling kanan");
    }

    /// <summary>A megabyte of file unpacks to hundreds of them.</summary>
    [Fact]
    public void As_much_text_as_the_bound_is_read_and_one_cell_more_is_refused()
    {
        SheetFile.Read("teks.xlsx", Built([(Sheet1, Texts(1024))]))[0].Rows.Count().ShouldBe(1024);

        Should.Throw<ConnectorFailure>(() => SheetFile.Read("teks.xlsx", Built([(Sheet1, Texts(1025))]))).Message.ShouldContain("terlalu besar bila dibuka");
    }

    /// <summary>So many times 32,768 characters.</summary>
    private static string Texts(int count) =>
        $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(Enumerable.Range(1, count).Select(r => $"<row r=\"{r}\"><c r=\"A{r}\" t=\"inlineStr\"><is><t>{new string('x', 32_768)}</t></is></c></row>"))}</sheetData></worksheet>";

    /// <summary>Rows with one cell each, in that column.</summary>
    private static string Rows(int count, string column) => string.Concat(Enumerable.Range(1, count).Select(r => $"<row r=\"{r}\"><c r=\"{column}{r}\"><v>1</v></c></row>"));

    private static string Refused(string part, string content) => Refused([(part, content)]);

    private static string Refused(IReadOnlyList<(string Name, string Content)> parts)
    {
        using var file = Built(parts);
        file.Length.ShouldBeLessThan(2_000_000);
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Should.Throw<ConnectorFailure>(() => SheetFile.Read("kecil.xlsx", file));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L * 1024 * 1024);
        refusal.Kind.ShouldBe(FailureKind.Malformed);
        return refusal.Message;
    }

    private static MemoryStream Built(IReadOnlyList<(string Name, string Content)> parts)
    {
        var file = new XlsxBuilder().Row("satu").Build();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                zip.GetEntry(name)?.Delete();
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open());
                writer.Write(content);
            }
        }

        file.Position = 0;
        return file;
    }
}
