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

    private const string Other = "terlalu banyak gaya, gabungan sel, lembar atau objek";
    private const string LongText = "lebih panjang daripada";

    /// <summary>What the reader makes an object of: so many are read, one more is not. Files of 144 to 783 KB took the hub to 0.4 to 1.4 GB.</summary>
    private static readonly Dictionary<string, Held> Objects = new(StringComparer.Ordinal)
    {
        ["formats"] = new(100_000, static n => [("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><cellXfs>{Times("<xf/>", n)}</cellXfs></styleSheet>")], Other),
        ["formats under a prefix"] = new(100_000, static n => [("xl/styles.xml", $"<x:styleSheet xmlns:x=\"{Main}\"><x:cellXfs>{Times("<x:xf/>", n)}</x:cellXfs></x:styleSheet>")], Other),
        ["formats of numbers"] = new(500, static n => [("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts>{string.Concat(Enumerable.Range(200, n).Select(static i => $"<numFmt numFmtId=\"{i}\" formatCode=\"0.00\"/>"))}</numFmts></styleSheet>")], Other),
        ["merged ranges"] = new(100_000, static n => [Sheet("", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", $"<mergeCells>{Times("<mergeCell ref=\"A1:A1\"/>", n)}</mergeCells>")], Other),
        ["columns"] = new(100_000, static n => [Sheet($"<cols>{Times("<col min=\"1\" max=\"2\" width=\"9\"/>", n)}</cols>", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "")], Other),
        ["cells of one place"] = new(1_000_000, static n => [Sheet("", $"<row r=\"1\">{Times("<c r=\"A1\"/>", n)}</row>", "")], "lebih dari 1000000 sel"),
        ["sheets"] = new(500, static n => [("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>{Times("<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>", n)}</sheets></workbook>")], Other),
        ["files in the file"] = new(4_000, static n => [.. Enumerable.Range(1, n - 6).Select(static i => ($"q/{i}", ""))], Other),
        ["bytes in binary form"] = new(4 * 1024 * 1024, static n => [("xl/printerSettings/p.bin", new string('x', n))], "terlalu besar bila dibuka"),
        ["depth"] = new(1_000, static n => [Sheet("", "", $"{Times("<a b='>'>", n - 1)}{Times("</a>", n - 1)}")], Other),
        ["names"] = new(10_000, static n => [Sheet("", "", $"<a {string.Concat(Enumerable.Range(0, n - 4).Select(static i => $"a{i}=\"\" "))}/>")], Other),
        ["runs of one cell"] = new(4, static n => [Sheet("", $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>{Times($"<r><t>{new string('x', 262_000)}</t></r>", n)}</is></c></row>", "")], LongText),
        ["angles said literally"] = new(26_000, static n => [Sheet("", $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t><![CDATA[{Times("<abcdefgh ", n)}{(n > 26_000 ? new string('x', 3_000) : "")}]]></t></is></c></row>", "")], LongText),
        ["text between remarks"] = new(26_000, static n => [Sheet("", $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{Times("ab<!--<-->", n)}{(n > 26_000 ? new string('x', 3_000) : "")}</t></is></c></row>", "")], LongText),
        ["angles in a remark"] = new(26_000, static n => [Sheet("", "", $"<!--{Times("<abcdefgh ", n)}{(n > 26_000 ? new string('x', 3_000) : "")}-->")], LongText),
    };

    public static TheoryData<string> Held_by_the_reader => new(Objects.Keys);

    [Theory]
    [MemberData(nameof(Held_by_the_reader))]
    public void So_many_parts_are_read_and_one_more_is_refused(string what)
    {
        var (most, parts, sentence) = Objects[what];

        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var file = Built(parts(most)))
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            SheetFile.Read("kecil.xlsx", file).ShouldNotBeEmpty();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L * 1024 * 1024);
        Refused(parts(most + 1)).ShouldContain(sentence);
    }

    [Theory]
    [InlineData("xl/sharedStrings.bin")]
    [InlineData("xl\\Styles.BIN")]
    [InlineData("xl/workbook.bin")]
    public void A_workbook_in_binary_form_is_none_that_is_read(string part) => Refused(part, "x").ShouldContain("bukan berkas XLSX, XLS atau CSV");

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"iso-2022-jp\"?>")]
    [InlineData("<!DOCTYPE a>")]
    [InlineData("\0")]
    public void Markup_whose_angles_cannot_be_counted_is_not_read(string head) => Refused("xl/theme/theme1.xml", head + "<a/>").ShouldContain("rusak");

    /// <summary>As programs write it.</summary>
    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>")]
    [InlineData("\uFEFF<?xml version='1.0' encoding='utf-8'?>")]
    [InlineData("<?xml version=\"1.0\"?><!-- dibuat oleh sebuah program --><?mso-application progid=\"Excel.Sheet\"?>")]
    [InlineData("")]
    public void What_programs_write_before_a_sheet_does_no_harm(string head)
    {
        using var file = Built([(Sheet1, head + Sheet("", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t><![CDATA[satu < dua]]></t></is></c></row>", "").Content)]);

        SheetFile.Read("biasa.xlsx", file)[0].Rows.Single().At(0).ShouldBe("satu < dua");
    }

    /// <summary>Each of them would fill the whole sheet.</summary>
    [Fact]
    public void Merged_ranges_that_lie_on_each_other_are_counted_by_what_they_cover() =>
        Refused([Sheet("", Rows(1_000, "CV"), $"<mergeCells>{Times("<mergeCell ref=\"A1:CV1000\"/>", 11)}</mergeCells>")]).ShouldContain("1000000 sel");

    private sealed record Held(int Most, Func<int, IReadOnlyList<(string Name, string Content)>> Parts, string Sentence);

    private static (string Name, string Content) Sheet(string before, string rows, string after) =>
        (Sheet1, $"<worksheet xmlns=\"{Main}\">{before}<sheetData>{rows}</sheetData>{after}</worksheet>");

    private static string Times(string piece, int count) => new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();

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
