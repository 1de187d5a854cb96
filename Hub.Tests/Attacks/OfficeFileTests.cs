using System.IO.Compression;
using Hub.Host.People.Files;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <summary>A name planted wherever a program for slides, sheets or OpenDocument writes who made, changed, looked at or commented something is not in the copy, or the file is held.</summary>
public sealed class OfficeFileTests
{
    private const string Planted = "Zulkarnaen";
    private const string Visible = "Loket meminta uang";
    private const string X = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private const string P = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    private const string Ways = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    private const string Kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string O = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\"";
    private const string Core = $"<cp:coreProperties xmlns:cp=\"http://x/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>{Planted}</dc:creator><cp:lastModifiedBy>{Planted}</cp:lastModifiedBy></cp:coreProperties>";

    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["slides: properties"] = Slides(("docProps/core.xml", Core), ("docProps/app.xml", $"<Properties><Manager>{Planted}</Manager><Company>{Planted}</Company></Properties>"), ("package/core.xml", Core)),
        ["slides: authors of comments"] = Slides(("ppt/commentAuthors.xml", $"<p:cmAuthorLst {P}><p:cmAuthor id=\"1\" name=\"{Planted}\" initials=\"{Planted}\"><p:extLst><p15:presenceInfo xmlns:p15=\"urn:p15\" userId=\"{Planted}\" providerId=\"{Planted}\"/></p:extLst></p:cmAuthor></p:cmAuthorLst>"), ("ppt/comments/comment1.xml", $"<p:cmLst {P}><p:cm authorId=\"1\"><p:text>kata {Planted}: lihat loket</p:text></p:cm></p:cmLst>")),
        ["slides: conversations"] = Slides(("ppt/authors.xml", $"<p188:authorLst xmlns:p188=\"urn:p188\"><p188:author id=\"1\" name=\"{Planted}\" initials=\"{Planted}\" userId=\"{Planted}\" providerId=\"AD\"/></p188:authorLst>"), ("ppt/comments/modernComment_1.xml", $"<p188:cmLst xmlns:p188=\"urn:p188\" {P}><p188:cm><p188:txBody><a:p><a:r><a:t>@{Planted} tolong periksa</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>")),
        ["slides: log of changes"] = Slides(("ppt/changesInfos/changesInfo1.xml", $"<pc:chgInfo xmlns:pc=\"urn:pc\"><pc:docChgLst><pc:chgData name=\"{Planted}\" userId=\"{Planted}\" providerId=\"AD\"/></pc:docChgLst></pc:chgInfo>"), ("ppt/_rels/presentation.xml.rels", $"<Relationships {Ways}><Relationship Id=\"r1\" Type=\"http://schemas.microsoft.com/office/2016/11/relationships/changesInfo\" Target=\"changesInfos/changesInfo1.xml?{Planted}\"/></Relationships>")),
        ["slides: titles of pictures"] = Slides(("ppt/slides/slide2.xml", $"<p:sld {P}><p:pic><p:nvPicPr><p:cNvPr id=\"2\" name=\"{Planted}.jpg\" descr=\"{Planted}\" title=\"{Planted}\"/></p:nvPicPr></p:pic></p:sld>")),
        ["slides: linked media"] = Slides(("ppt/slides/_rels/slide1.xml.rels", $"<Relationships {Ways}><Relationship Id=\"r1\" Type=\"{Kinds}/video\" TargetMode=\"External\" Target=\"/Users/{Planted}/Movies/a.mp4\"/><Relationship Id=\"r2\" Type=\"{Kinds}/hyperlink\" TargetMode=\"External\" Target=\"/home/{Planted}/a.pptx\"/></Relationships>")),
        ["sheet: head of a comment"] = Sheet(("xl/comments1.xml", $"<comments {X}><authors><author>{Planted}</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><r><rPr><b/></rPr><t>{Planted}:</t></r><r><t xml:space=\"preserve\">\nperiksa lagi</t></r></text></comment></commentList></comments>")),
        ["sheet: name in pieces"] = Sheet(("xl/comments1.xml", $"<comments {X}><authors><author>{Planted}</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><r><t>Zulkar</t></r><r><t>naen: periksa</t></r></text></comment></commentList></comments>")),
        ["sheet: persons of conversations"] = Sheet(("xl/persons/person.xml", $"<personList xmlns=\"urn:t\"><person displayName=\"{Planted}\" id=\"1\" userId=\"{Planted}\" providerId=\"AD\"/></personList>"), ("xl/threadedComments/threadedComment1.xml", $"<ThreadedComments xmlns=\"urn:t\"><threadedComment ref=\"A1\" personId=\"1\"><text>@{Planted} periksa</text></threadedComment></ThreadedComments>")),
        ["sheet: who refreshed a pivot"] = Sheet(("xl/pivotCache/pivotCacheDefinition1.xml", $"<pivotCacheDefinition {X} refreshedBy=\"{Planted}\" refreshedDate=\"1\"/>")),
        ["sheet: scenarios and views"] = Sheet(("xl/worksheets/sheet2.xml", $"<worksheet {X}><scenarios><scenario name=\"a\" user=\"{Planted}\" comment=\"Created by {Planted}\"/></scenarios></worksheet>"), ("xl/views.xml", $"<workbook {X}><customWorkbookViews><customWorkbookView name=\"{Planted} - Personal View\"/></customWorkbookViews></workbook>")),
        ["sheet: revisions"] = Sheet(("xl/revisions/revisionHeaders.xml", $"<headers {X}><header userName=\"{Planted}\"/></headers>"), ("xl/revisions/revisionLog1.xml", $"<revisions {X}><rcc><oc><is><t>{Planted}</t></is></oc></rcc></revisions>"), ("xl/revisions/userNames.xml", $"<users {X}><userInfo name=\"{Planted}\"/></users>")),
        ["sheet: another workbook"] = Sheet(("xl/externalLinks/_rels/externalLink1.xml.rels", $"<Relationships {Ways}><Relationship Id=\"r1\" Type=\"{Kinds}/externalLinkPath\" TargetMode=\"External\" Target=\"https://kantor.contoh/personal/{Planted}/a.xlsx\"/></Relationships>")),
        ["sheet: connections"] = Sheet(("xl/connections.xml", $"<connections {X}><connection name=\"a\"><dbPr connection=\"User ID={Planted}\"/></connection></connections>")),
        ["sheet: drawings"] = Sheet(("xl/drawings/vmlDrawing1.vml", $"<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"><v:shape alt=\"{Planted}\"><v:imagedata o:title=\"{Planted}\"/></v:shape></xml>")),
        ["sheet: a shared string that no cell shows"] = Sheet(("xl/sharedStrings.xml", $"<sst {X}><si><t>{Visible}</t></si><si><t>{Planted}</t></si><si><r><t>Zulkar</t></r><r><t>naen</t></r></si></sst>")),
        ["sheet: a shared string that a cell shows"] = Sheet(Cells("<c r=\"A1\" t=\"s\"><v>0</v></c>"), ("xl/sharedStrings.xml", $"<sst {X}><si><t>{Visible}</t></si><si><t>{Planted}</t></si></sst>")),
        ["sheet: how a string sounds"] = Sheet(("xl/sharedStrings.xml", $"<sst {X}><si><t>{Visible}</t><rPh sb=\"0\" eb=\"1\"><t>{Planted}</t></rPh></si></sst>")),
        ["sheet: records of a pivot"] = Sheet(
            ("xl/pivotCache/pivotCacheDefinition1.xml", $"<pivotCacheDefinition {X}><cacheSource type=\"worksheet\"><worksheetSource sheet=\"{Planted}\" ref=\"A1:B2\"/></cacheSource><cacheFields><cacheField name=\"{Planted}\"><sharedItems><s v=\"{Planted}\"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>"),
            ("xl/pivotCache/pivotCacheRecords1.xml", $"<pivotCacheRecords {X}><r><s v=\"{Planted}\"/></r></pivotCacheRecords>"),
            ("xl/pivotTables/pivotTable1.xml", $"<pivotTableDefinition {X} name=\"{Planted}\"/>")),
        ["sheet: a sheet that is hidden"] = Sheet(
            ("xl/workbook.xml", $"<workbook {X} xmlns:r=\"{Kinds}\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Rujukan\" sheetId=\"2\" state=\"veryHidden\" r:id=\"r2\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships {Ways}><Relationship Id=\"r1\" Type=\"{Kinds}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{Kinds}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"),
            ("xl/worksheets/sheet2.xml", $"<worksheet {X}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{Planted}</t></is></c></row></sheetData></worksheet>")),
        ["sheet: names that are hidden"] = Sheet(("xl/workbook.xml", $"<workbook {X}><definedNames><definedName name=\"{Planted}\" hidden=\"1\" comment=\"{Planted}\">'{Planted}'!$A$1</definedName></definedNames></workbook>")),
        ["sheet: what another workbook said"] = Sheet(("xl/externalLinks/externalLink1.xml", $"<externalLink {X}><externalBook><sheetNames><sheetName val=\"{Planted}\"/></sheetNames><sheetDataSet><sheetData sheetId=\"0\"><row r=\"1\"><cell r=\"A1\" t=\"str\"><v>{Planted}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>")),
        ["sheet: data stores and properties"] = Sheet(("customXml/item1.xml", $"<a>{Planted}</a>"), ("docProps/core.xml", Core), ("docProps/custom.xml", $"<Properties><property name=\"{Planted}\"><lpwstr>{Planted}</lpwstr></property></Properties>"), ("docProps/app.xml", $"<Properties><TitlesOfParts><vector><lpstr>{Planted}</lpstr></vector></TitlesOfParts></Properties>")),
        ["open: properties"] = Open("", ("meta.xml", $"<office:document-meta {O}><office:meta><meta:initial-creator>{Planted}</meta:initial-creator><dc:creator>{Planted}</dc:creator><meta:printed-by>{Planted}</meta:printed-by></office:meta></office:document-meta>"), ("Object 1/meta.xml", $"<office:document-meta {O}><office:meta><meta:user-defined>{Planted}</meta:user-defined><meta:template xlink:title=\"{Planted}\"/></office:meta></office:document-meta>"), ("manifest.rdf", $"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description>{Planted}</rdf:Description></rdf:RDF>")),
        ["open: changes and comments"] = Open($"<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{Planted}</dc:creator></office:change-info><text:p>{Planted}</text:p></text:deletion></text:changed-region></text:tracked-changes><office:annotation><dc:creator>{Planted}</dc:creator><meta:creator-initials>{Planted}</meta:creator-initials><text:p>periksa</text:p></office:annotation>"),
        ["open: fields"] = Open($"<text:p><text:author-name>{Planted}</text:author-name><text:printed-by>{Planted}</text:printed-by><text:sender-position>{Planted}</text:sender-position><text:file-name>/home/{Planted}/a.odt</text:file-name><text:hidden-text text:string-value=\"{Planted}\"/></text:p>"),
        ["open: pictures and links"] = Open($"<text:p><draw:frame draw:name=\"{Planted}.jpg\"><svg:title>{Planted}</svg:title><svg:desc>{Planted}</svg:desc><draw:image xlink:href=\"file:///home/{Planted}/a.png\"/></draw:frame><text:a xlink:href=\"../../{Planted}/a.odt\">surat</text:a></text:p>"),
        ["open: versions"] = Open("", ("VersionList.xml", $"<VL:version-list xmlns:VL=\"http://openoffice.org/2001/versions-list\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><VL:version-entry VL:comment=\"{Planted}\" VL:creator=\"{Planted}\" dc:creator=\"{Planted}\"/></VL:version-list>")),
    };

    private static readonly string[] Held = ["sheet: name in pieces", "sheet: connections"];

    public static TheoryData<string> Made => new(Files.Keys);

    [Theory]
    [MemberData(nameof(Made))]
    public async Task Nobody_who_worked_on_it_is_named_in_the_copy(string where)
    {
        var copy = await SafeCopy.OfAsync(Files[where], static text => text, TestContext.Current.CancellationToken);

        if (Held.Contains(where))
        {
            copy.Content.ShouldBeNull();
            return;
        }

        copy.Why.ShouldBeNull();
        var readable = MadeFiles.Readable(copy.Content!);
        readable.ShouldNotContain(Planted);
        readable.ShouldContain(Visible);
    }

    [Fact]
    public async Task What_a_comment_says_stays_in_it()
    {
        var copy = await SafeCopy.OfAsync(Files["sheet: head of a comment"], static text => text, TestContext.Current.CancellationToken);

        await using var zip = new ZipArchive(new MemoryStream(copy.Content!));
        using var read = new StreamReader(await zip.GetEntry("xl/comments1.xml")!.OpenAsync(TestContext.Current.CancellationToken));
        (await read.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("periksa lagi");
    }

    private static byte[] Slides(params (string Name, string Text)[] more) =>
        Zip([("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"), ("ppt/presentation.xml", $"<p:presentation {P}/>"), ("ppt/slides/slide1.xml", $"<p:sld {P}><a:p><a:r><a:t>{Visible}</a:t></a:r></a:p></p:sld>"), .. more]);

    private static (string Name, string Text) Cells(string cells) => ("xl/worksheets/sheet1.xml", $"<worksheet {X}><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>");

    /// <param name="more">Parts, also in place of those that every workbook here has.</param>
    private static byte[] Sheet(params (string Name, string Text)[] more)
    {
        (string Name, string Text)[] usual = [("xl/workbook.xml", $"<workbook {X}/>"), ("xl/sharedStrings.xml", $"<sst {X}><si><t>{Visible}</t></si></sst>"), Cells("<c r=\"A1\" t=\"s\"><v>0</v></c>")];
        return Zip([("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"), .. usual.Where(own => !Array.Exists(more, m => m.Name == own.Name)), .. more]);
    }

    private static byte[] Open(string body, params (string Name, string Text)[] more) =>
        Zip([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", $"<office:document-content {O}><office:body><office:text>{body}<text:p>{Visible}</text:p></office:text></office:body></office:document-content>"), .. more]);

    private static byte[] Zip(IEnumerable<(string Name, string Text)> parts) => MadeFiles.Zip(parts.Select(static p => (p.Name, MadeFiles.Bytes(p.Text))));
}
