using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Hub.Host.Figures;

/// <summary>Writes one sheet as XLSX (ECMA-376) while the rows come, in constant memory. Texts are stored as texts: nothing in a cell is ever a formula.</summary>
public static class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string HeadStyle = " s=\"1\"";
    private const int MostCharacters = 32_767;
    private const int Portion = 32_768;

    /// <summary>Spreadsheets count days from the end of 1899.</summary>
    private static readonly int Epoch = new DateOnly(1899, 12, 30).DayNumber;

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
        await using var xml = new StreamWriter(part, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Portion);
        var line = new StringBuilder(2_048);
        line.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet xmlns=\"{Main}\"><sheetViews><sheetView workbookViewId=\"0\">")
            .Append("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>");
        await xml.WriteAsync(Row(line, head, HeadStyle), token);
        await foreach (var row in rows.WithCancellation(token))
        {
            await xml.WriteAsync(Row(line.Clear(), row, style: ""), token);
        }

        await xml.WriteAsync("</sheetData></worksheet>");
    }

    private static StringBuilder Row(StringBuilder line, IReadOnlyList<object?> cells, string style)
    {
        line.Append("<row>");
        for (var i = 0; i < cells.Count; i++)
        {
            _ = cells[i] switch
            {
                null => line.Append("<c/>"),
                DateOnly day => line.Append(CultureInfo.InvariantCulture, $"<c s=\"2\"><v>{day.DayNumber - Epoch}</v></c>"),
                int or long or double => line.Append("<c><v>").Append(Convert.ToString(cells[i], CultureInfo.InvariantCulture)).Append("</v></c>"),
                var text => Text(line.Append("<c").Append(style).Append(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"), text.ToString()!).Append("</t></is></c>"),
            };
        }

        return line.Append("</row>");
    }

    /// <summary>XML 1.0 knows no control characters but tab and line ends; a cell holds 32,767 characters.</summary>
    private static StringBuilder Text(StringBuilder line, string text)
    {
        var kept = text.Length > MostCharacters ? text.AsSpan(0, MostCharacters) : text;
        for (var i = 0; i < kept.Length; i++)
        {
            if (char.IsHighSurrogate(kept[i]) && i + 1 < kept.Length && char.IsLowSurrogate(kept[i + 1]))
            {
                line.Append(kept[i]).Append(kept[++i]);
                continue;
            }

            _ = kept[i] switch
            {
                '&' => line.Append("&amp;"),
                '<' => line.Append("&lt;"),
                '>' => line.Append("&gt;"),
                // A bare one would be read as a line feed.
                '\r' => line.Append("&#13;"),
                var c when XmlConvert.IsXmlChar(c) => line.Append(c),
                _ => line,
            };
        }

        return line;
    }

    private static async Task PartAsync(ZipArchive zip, string name, string content, CancellationToken token)
    {
        await using var part = await zip.CreateEntry(name).OpenAsync(token);
        await part.WriteAsync(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + content.Trim()), token);
    }
}
