using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Hub.Host.Reports;

/// <summary>Writes one sheet as XLSX (ECMA-376) while the rows come, in constant memory. Texts are stored as texts: nothing in a cell is ever a formula.</summary>
public static class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const int MostCharacters = 32_767;

    public static async Task WriteAsync(Stream output, string sheet, IReadOnlyList<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, token);
        await PartAsync(zip, "[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
            """, token);
        await PartAsync(zip, "_rels/.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """, token);
        await PartAsync(zip, "xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
            """, token);
        await PartAsync(zip, "xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{System.Security.SecurityElement.Escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>
            """, token);
        await PartAsync(zip, "xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf fontId="0"/><xf fontId="1" applyFont="1"/><xf numFmtId="14" fontId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """, token);
        await SheetAsync(zip, head, rows, token);
    }

    private static async Task SheetAsync(ZipArchive zip, IReadOnlyList<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        await using var part = await zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).OpenAsync(token);
        await using var xml = XmlWriter.Create(part, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), CheckCharacters = false });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "worksheet", Main);
        await xml.WriteRawAsync("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        await xml.WriteStartElementAsync(null, "sheetData", Main);
        await RowAsync(xml, head, 1);
        await foreach (var row in rows.WithCancellation(token))
        {
            await RowAsync(xml, row, 0);
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    private static async Task RowAsync(XmlWriter xml, IReadOnlyList<object?> cells, int style)
    {
        await xml.WriteStartElementAsync(null, "row", Main);
        foreach (var cell in cells)
        {
            await xml.WriteStartElementAsync(null, "c", Main);
            switch (cell)
            {
                case null:
                    break;
                case int or long or double:
                    await ValueAsync(xml, Convert.ToString(cell, CultureInfo.InvariantCulture)!);
                    break;
                case DateOnly day:
                    await xml.WriteAttributeStringAsync(null, "s", null, "2");
                    await ValueAsync(xml, (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    await TextAsync(xml, cell.ToString()!, style);
                    break;
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static async Task ValueAsync(XmlWriter xml, string value) => await xml.WriteElementStringAsync(null, "v", Main, value);

    private static async Task TextAsync(XmlWriter xml, string text, int style)
    {
        if (style > 0)
        {
            await xml.WriteAttributeStringAsync(null, "s", null, style.ToString(CultureInfo.InvariantCulture));
        }

        await xml.WriteAttributeStringAsync(null, "t", null, "inlineStr");
        await xml.WriteStartElementAsync(null, "is", Main);
        await xml.WriteElementStringAsync(null, "t", Main, Legal(text));
        await xml.WriteEndElementAsync();
    }

    /// <summary>XML 1.0 knows no control characters but tab and line ends; a cell holds 32,767 characters.</summary>
    private static string Legal(string text)
    {
        var kept = text.Length > MostCharacters ? text[..MostCharacters] : text;
        return kept.All(XmlConvert.IsXmlChar) ? kept : new string([.. kept.Where(XmlConvert.IsXmlChar)]);
    }

    private static async Task PartAsync(ZipArchive zip, string name, string content, CancellationToken token)
    {
        await using var part = await zip.CreateEntry(name).OpenAsync(token);
        await part.WriteAsync(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + content.Trim()), token);
    }
}
