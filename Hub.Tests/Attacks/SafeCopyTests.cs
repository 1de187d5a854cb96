using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Hub.Connectors.Letters;
using Hub.Host.People.Access;
using Hub.Host.People.Files;
using Hub.Tests.Connectors.Letters;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A copy holds what may stay: a name planted anywhere else in a PDF or Word document is not in it, and every visible word is.</summary>
public sealed class SafeCopyTests
{
    private const string Planted = "Zulkarnaen";
    private const string Shown = "BT /F1 12 Tf 20 200 Td (Loket meminta uang di luar biaya) Tj ET";
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string R = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    private const string Paragraph = "<w:p><w:r><w:t>Loket meminta uang</w:t></w:r></w:p>";

    private static readonly Dictionary<string, byte[]> Pdfs = new(StringComparer.Ordinal)
    {
        ["a layer"] = Pdf(catalog: $"/OCProperties<</OCGs[6 0 R]/D<</Name({Planted})/Order[({Planted}) 6 0 R]>>>>", resources: $"/Properties<</{Planted} 6 0 R>>", content: $"/OC /{Planted} BDC {Shown} EMC", more: [$"<</Type/OCG/Name({Planted})/Usage<</CreatorInfo<</Creator({Planted})>>>>>>"]),
        ["words of a tag"] = Pdf(content: $"/Span<</ActualText({Planted})/Alt({Planted})>>BDC {Shown} EMC /{Planted} MP /P /{Planted} DP /{Planted} BMC EMC"),
        ["a comment"] = Pdf(content: $"% {Planted}\n{Shown} % {Planted}"),
        ["words that nothing shows"] = Pdf(content: $"({Planted}) 1 0 0 RG ({Planted}) q Q ({Planted}) {Planted} {Shown} [({Planted})] 0 d"),
        ["keys of a font"] = Pdf(font: $"/Name/{Planted}/X({Planted})/{Planted} 1"),
        ["what a page calls its font"] = Pdf(fontName: Planted, content: Shown.Replace("/F1", $"/{Planted}", StringComparison.Ordinal)),
        ["a table of characters"] = Pdf(font: "/ToUnicode 6 0 R", more: [Stream($"%!PS {Planted}\n/CIDInit /ProcSet findresource begin begincmap /CIDSystemInfo <</Registry ({Planted})/Ordering(UCS)/Supplement 0>> def /CMapName /{Planted} def\n1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfrange <20> <7E> <0020> endbfrange % {Planted}\nendcmap end")]),
        ["labels and base"] = Pdf(catalog: $"/PageLabels<</Nums[0<</P({Planted})>>]>>/URI<</Base(file:///C:/Users/{Planted}/)>>/Lang({Planted})/ViewerPreferences<</{Planted} true>>"),
        ["outlines"] = Pdf(catalog: "/Outlines 6 0 R", more: ["<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>", $"<</Title({Planted})/Parent 6 0 R/Dest[3 0 R/Fit]>>"]),
        ["names"] = Pdf(catalog: $"/Names<</Dests<</Names[({Planted}) [3 0 R/Fit]]>>>>/Dests<</{Planted} [3 0 R/Fit]>>/Perms<</X({Planted})>>/OpenAction<</S/JavaScript/JS({Planted})>>"),
        ["structure"] = Pdf(catalog: "/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R", more: [$"<</Type/StructTreeRoot/K<</Type/StructElem/S/P/T({Planted})/ActualText({Planted})/P 6 0 R>>/RoleMap<</{Planted}/P>>>>"]),
        ["what programs keep"] = Pdf(catalog: $"/X({Planted})/AcroForm<</XFA({Planted})/Fields[]>>", page: $"/PieceInfo<</X<</LastModified(D:2026)/Private({Planted})>>>>/X({Planted})/{Planted}/{Planted}"),
        ["a note"] = Pdf(page: "/Annots[6 0 R 7 0 R]", more: [$"<</Type/Annot/Subtype/Text/Rect[0 0 20 20]/T({Planted})/Contents({Planted})>>", $"<</Type/Annot/Subtype/Link/Rect[0 0 20 20]/A<</S/URI/URI(mailto:{Planted}@x.contoh)>>>>"]),
        ["a field"] = Pdf(catalog: "/AcroForm<</Fields[6 0 R]>>", page: "/Annots[6 0 R]", more: [$"<</Type/Annot/Subtype/Widget/FT/Tx/T({Planted})/TU({Planted})/V({Planted})/Rect[0 0 100 20]/P 3 0 R>>"]),
        ["a profile of colours"] = Pdf(resources: "/ColorSpace<</Cs1[/ICCBased 6 0 R]>>", content: $"/Cs1 cs 1 0 0 sc {Shown}", more: [Stream($"acsp layar {Planted}", "/N 3")]),
        ["the end of the file"] = Pdf(trailer: $"/X({Planted})/Info 6 0 R", more: [$"<</Author({Planted})>>"]),
    };

    private static readonly Dictionary<string, byte[]> Documents = new(StringComparer.Ordinal)
    {
        ["a control"] = Docx($"<w:sdt><w:sdtPr><w:alias w:val=\"{Planted}\"/><w:tag w:val=\"{Planted}\"/><w:placeholder><w:docPart w:val=\"{Planted}\"/></w:placeholder><w:comboBox><w:listItem w:displayText=\"{Planted}\" w:value=\"{Planted}\"/></w:comboBox></w:sdtPr><w:sdtContent>{Paragraph}</w:sdtContent></w:sdt>"),
        ["a field"] = Docx(Run($"<w:fldChar w:fldCharType=\"begin\"><w:ffData><w:name w:val=\"{Planted}\"/><w:helpText w:val=\"{Planted}\"/><w:textInput><w:default w:val=\"{Planted}\"/></w:textInput></w:ffData></w:fldChar>", $"<w:instrText> AUTHOR {Planted} </w:instrText>", $"<w:t>{Planted}</w:t>", "<w:fldChar w:fldCharType=\"separate\"/>", "<w:t>terlihat</w:t>", "<w:fldChar w:fldCharType=\"end\"/>") + $"<w:p><w:fldSimple w:instr=\"AUTHOR {Planted}\"><w:r><w:t>terlihat</w:t></w:r></w:fldSimple></w:p>"),
        ["a style"] = Docx($"<w:p><w:pPr><w:pStyle w:val=\"{Planted}\"/></w:pPr><w:r><w:t>isi</w:t></w:r></w:p>", ("word/styles.xml", $"<w:styles {W}><w:latentStyles><w:lsdException w:name=\"{Planted}\"/></w:latentStyles><w:style w:type=\"paragraph\" w:styleId=\"{Planted}\"><w:name w:val=\"{Planted}\"/><w:aliases w:val=\"{Planted}\"/><w:rsid w:val=\"{Planted}\"/></w:style></w:styles>")),
        ["hidden text"] = Docx($"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{Planted}</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"Anak\"/></w:rPr><w:t>{Planted}</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Gaib\"/></w:pPr><w:r><w:t>{Planted}</w:t></w:r></w:p>", ("word/styles.xml", $"<w:styles {W}><w:style w:styleId=\"Gaib\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId=\"Anak\"><w:basedOn w:val=\"Gaib\"/></w:style></w:styles>")),
        ["comments and people"] = Docx("", ("word/comments.xml", $"<w:comments {W}><w:comment w:id=\"0\" w:author=\"-\"><w:p><w:r><w:t>dari {Planted}</w:t></w:r></w:p></w:comment></w:comments>"), ("word/people.xml", $"<a>{Planted}</a>"), ("word/glossary/document.xml", $"<a>{Planted}</a>"), ("word/fontTable.xml", $"<a>{Planted}</a>")),
        ["marks"] = Docx($"<w:p w:rsidR=\"{Planted}\"><w:bookmarkStart w:id=\"0\" w:name=\"{Planted}\"/><w:r><w:rPr><w:lang w:val=\"{Planted}\"/></w:rPr><w:t>isi</w:t></w:r><w:ins w:author=\"{Planted}\"><w:r><w:t>isi</w:t></w:r></w:ins><w:del w:author=\"x\"><w:r><w:delText>{Planted}</w:delText></w:r></w:del><w:smartTag w:uri=\"{Planted}\" w:element=\"{Planted}\"><w:smartTagPr><w:attr w:name=\"{Planted}\" w:val=\"{Planted}\"/></w:smartTagPr><w:r><w:t>isi</w:t></w:r></w:smartTag></w:p>"),
        ["what stands for a picture"] = Docx($"<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:docPr id=\"1\" name=\"{Planted}\" descr=\"{Planted}\" title=\"{Planted}\"/></wp:inline></w:drawing></w:r></w:p><w:tbl><w:tblPr><w:tblCaption w:val=\"{Planted}\"/><w:tblDescription w:val=\"{Planted}\"/></w:tblPr><w:tr><w:tc>{Paragraph}</w:tc></w:tr></w:tbl>"),
        ["ways out"] = Docx("<w:p><w:hyperlink r:id=\"r9\" w:tooltip=\"" + Planted + "\"><w:r><w:t>pranala</w:t></w:r></w:hyperlink></w:p>", ("word/_rels/document.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r9\" TargetMode=\"External\" Type=\"http://x/hyperlink\" Target=\"file:///C:/Users/{Planted}/a.docx\"/><Relationship Id=\"{Planted}\" Type=\"http://x/image\" Target=\"media/{Planted}.png\"/></Relationships>")),
        ["unknown parts and prefixes"] = Docx($"<{Planted}:p xmlns:{Planted}=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:r><w:t>isi</w:t></w:r></{Planted}:p><x:a xmlns:x=\"urn:{Planted}\">{Planted}</x:a><!-- {Planted} --><?x {Planted}?>", ("lain/catatan.xml", $"<a>{Planted}</a>"), ("docProps/app.xml", $"<a>{Planted}</a>"), ("word/settings.xml", $"<w:settings {W}><w:docVars><w:docVar w:name=\"{Planted}\" w:val=\"{Planted}\"/></w:docVars><w:rsids/></w:settings>")),
    };

    public static TheoryData<string> PlantedInPdf => new(Pdfs.Keys);

    public static TheoryData<string> PlantedInDocx => new(Documents.Keys);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PlantedInPdf))]
    public async Task Nothing_of_a_PDF_comes_along_but_what_draws_its_pages(string where)
    {
        var file = Pdfs[where];
        Unpacked(file).ShouldContain(Planted);

        var copy = await SafeCopy.OfAsync(file, static text => text, Token);

        copy.Why.ShouldBeNull();
        Unpacked(copy.Content!).ShouldNotContain(Planted);
        PdfText.Of(copy.Content!).ShouldContain("Loket meminta uang di luar biaya");
    }

    /// <summary>The picture of a field is what a reader sees of it.</summary>
    [Fact]
    public void What_a_field_or_stamp_shows_stays_and_what_is_hidden_does_not()
    {
        static string Field(string flags, int shows) => $"<</Type/Annot/Subtype/Widget/FT/Tx/T({Planted})/V({Planted})/Rect[0 0 100 20]{flags}/AP<</N {shows} 0 R>>>>";
        static string Look(string words) => Stream($"/Tx BMC BT /F1 9 Tf ({words}) Tj ET EMC", "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>");

        var copy = Unpacked(PdfCleaning.Clean(Pdf(page: "/Annots[6 0 R 7 0 R]", more: [Field("/F 4", 8), Field("/F 2", 9), Look("Isian terlihat"), Look("Isian tersembunyi")])));

        copy.ShouldContain("Isian terlihat");
        copy.ShouldNotContain("Isian tersembunyi");
        copy.ShouldNotContain(Planted);
    }

    [Theory]
    [InlineData("/Filter/LZWDecode", HeldFile.Kind)]
    [InlineData("/Filter/FlateDecode/DecodeParms<</Predictor 12>>", HeldFile.Kind)]
    [InlineData("/Filter/FlateDecode", HeldFile.Damaged)]
    public async Task A_page_that_cannot_be_read_anew_is_held(string packing, HeldFile why)
    {
        var copy = await SafeCopy.OfAsync(Pdf(packing: packing), static text => text, Token);

        copy.Why.ShouldBe(why);
    }

    /// <summary>Five characters for four bytes, as some programs write pages.</summary>
    [Fact]
    public void A_page_written_in_printable_characters_is_read()
    {
        static string Read(string written)
        {
            using var read = new StreamReader(Ascii85.Unpack(new MemoryStream(written.AsBytes())), Encoding.Latin1);
            return read.ReadToEnd();
        }

        Read("9jqo^BlbD-\nBleB1DJ+*+F(f,q~>").ShouldBe("Man is distinguished");
        Read("9jqo^B`~>").ShouldBe("Man i");
        Should.Throw<FileHeld>(() => Read("9jqo{")).Why.ShouldBe(HeldFile.Damaged);
    }

    [Theory]
    [MemberData(nameof(PlantedInDocx))]
    public async Task Nothing_of_a_Word_document_comes_along_but_visible_text_and_its_layout(string where)
    {
        var file = Documents[where];
        Whole(file).ShouldContain(Planted);

        var copy = await SafeCopy.OfAsync(file, static text => text, Token);

        copy.Why.ShouldBeNull();
        Whole(copy.Content!).ShouldNotContain(Planted);
        WordLetter.Read("", copy.Content!, Token)!.Text.ShouldContain("Loket meminta uang");
    }

    [Fact]
    public async Task A_row_that_was_taken_away_and_a_note_that_nothing_refers_to_stay_behind()
    {
        var row = $"<w:tbl><w:tr><w:trPr><w:del w:id=\"1\" w:author=\"-\"/></w:trPr><w:tc><w:p><w:r><w:t>{Planted}</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>baris</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        var notes = $"<w:footnotes {W}><w:footnote w:id=\"1\"><w:p><w:r><w:t>kaki</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>{Planted}</w:t></w:r></w:p></w:footnote></w:footnotes>";

        var copy = await SafeCopy.OfAsync(Docx($"{row}<w:p><w:r><w:t>isi</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>", ("word/footnotes.xml", notes)), static text => text, Token);

        copy.Why.ShouldBeNull();
        var readable = MadeFiles.Readable(copy.Content!);
        readable.ShouldNotContain(Planted);
        readable.ShouldContain("baris");
        readable.ShouldContain("kaki");
    }

    [Theory]
    [InlineData("/OFF[6 0 R]")]
    [InlineData("/BaseState/OFF/ON[]")]
    public async Task A_page_with_a_layer_that_is_switched_off_is_held(string shown)
    {
        var file = Pdf(catalog: $"/OCProperties<</OCGs[6 0 R]/D<<{shown}>>>>", resources: "/Properties<</L 6 0 R>>", content: $"/OC /L BDC {Shown} EMC", more: ["<</Type/OCG/Name(-)>>"]);

        (await SafeCopy.OfAsync(file, static text => text, Token)).Why.ShouldBe(HeldFile.Carries);
    }

    /// <summary>A profile names the screen that a picture of it was taken of, or the camera.</summary>
    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("photo.png")]
    [InlineData("photo.webp")]
    public async Task A_profile_of_colours_stays_behind_in_every_picture(string name)
    {
        var photo = MadeFiles.Photo(name);
        var profile = MadeFiles.Bytes($"ICC_PROFILE\0\u0001\u0001layar {Planted}");
        byte[] with = name switch
        {
            "photo.jpg" => [.. photo[..2], 0xFF, 0xE2, 0, (byte)(profile.Length + 2), .. profile, .. photo[2..]],
            "photo.png" => [.. photo[..33], 0, 0, 0, (byte)profile.Length, .. "iCCP"u8, .. profile, 0, 0, 0, 0, .. photo[33..]],
            _ => [.. photo[..4], .. BitConverter.GetBytes((uint)(photo.Length + profile.Length + (profile.Length & 1))), .. photo[8..], .. "ICCP"u8, .. BitConverter.GetBytes((uint)profile.Length), .. profile, .. new byte[profile.Length & 1]],
        };

        var copy = await SafeCopy.OfAsync(with, static text => text, Token);

        copy.Why.ShouldBeNull();
        Encoding.Latin1.GetString(copy.Content!).ShouldNotContain(Planted);
    }

    [Theory]
    [InlineData("<w:p><w:r><w:drawing><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"/></a:graphic></w:drawing></w:r></w:p>", HeldFile.Kind)]
    [InlineData("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:listEntry w:val=\"a\"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>", HeldFile.Kind)]
    [InlineData("<w:altChunk r:id=\"r1\"/>", HeldFile.Kind)]
    [InlineData("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>", HeldFile.Damaged)]
    public async Task What_shows_something_that_nobody_can_vouch_for_is_held(string body, HeldFile why) =>
        (await SafeCopy.OfAsync(Docx(body), static text => text, Token)).Why.ShouldBe(why);

    [Fact]
    public async Task An_ordinary_letter_keeps_its_visible_text_word_for_word()
    {
        foreach (var i in Enumerable.Range(0, LetterSamples.Own.Length))
        {
            var lines = LetterSamples.Of(i, LetterSamples.Own).Lines;
            var pdf = LetterPaper.Pdf(lines);
            PdfText.Of((await SafeCopy.OfAsync(pdf, static text => text, Token)).Content!).ShouldBe(PdfText.Of(pdf));
            foreach (var isTabled in new[] { false, true })
            {
                var word = Docx(Body(LetterPaper.Word(lines, isTabled)));
                TextOf((await SafeCopy.OfAsync(word, static text => text, Token)).Content!).ShouldBe(TextOf(word));
            }
        }
    }

    /// <summary>With a head, a note, a table, a numbered list, a box of text and a picture.</summary>
    [Fact]
    public async Task A_letter_with_all_that_Word_offers_keeps_its_words_its_pictures_and_its_parts()
    {
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string box = "<w:txbxContent><w:p><w:r><w:t>di kotak</w:t></w:r></w:p></w:txbxContent>";
        var body = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/><w:vanish w:val=\"0\"/><w:sz w:val=\"24\"/></w:rPr><w:t xml:space=\"preserve\"> tebal </w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>"
            + "<w:p><w:r><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><mc:Choice Requires=\"wps\"><w:drawing><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:txbx>" + box + "</wps:txbx></wps:wsp></a:graphicData></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            + "<w:p><w:r><w:drawing><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:blipFill><a:blip r:embed=\"rId7\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></w:drawing></w:r></w:p>"
            + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId8\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";
        var file = Docx(body,
            ("word/_rels/document.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Type=\"{relations}/image\" Target=\"media/foto.jpeg\"/><Relationship Id=\"rId8\" Type=\"{relations}/header\" Target=\"header1.xml\"/></Relationships>"),
            ("word/header1.xml", $"<w:hdr {W}><w:p><w:r><w:t>Kepala surat</w:t></w:r></w:p></w:hdr>"),
            ("word/footnotes.xml", $"<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>catatan kaki</w:t></w:r></w:p></w:footnote></w:footnotes>"),
            ("word/numbering.xml", $"<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"Pasal %1.\"/></w:lvl></w:abstractNum></w:numbering>"),
            ("word/media/foto.jpeg", MadeFiles.Photo("photo.jpg").AsText()));

        var copy = (await SafeCopy.OfAsync(file, static text => text, Token)).Content!;

        TextOf(copy).ShouldBe(TextOf(file).Replace("di kotak\ndi kotak", "di kotak", StringComparison.Ordinal));
        var whole = Whole(copy);
        whole.ShouldContain("catatan kaki");
        whole.ShouldContain("Pasal %1.");
        whole.ShouldContain("w:val=\"center\"");
        using var zip = new ZipArchive(new MemoryStream(copy));
        zip.GetEntry("word/media/image1.jpeg").ShouldNotBeNull();
        var ways = Part(zip, "word/_rels/document.xml.rels");
        ways.ShouldContain("media/image1.jpeg");
        ways.ShouldContain("header1.xml");
        Part(zip, "word/document.xml").ShouldContain("r:embed=\"N");
        Part(zip, "[Content_Types].xml").ShouldContain("image/jpeg");
    }

    public static TheoryData<string> TooManyPoints => ["png", "gif", "gif frame", "jpeg", "webp", "heic", "inline", "pdf"];

    [Theory]
    [MemberData(nameof(TooManyPoints))]
    public async Task A_picture_of_more_than_100_million_points_is_held(string kind)
    {
        var copy = await SafeCopy.OfAsync(Huge(kind), static text => text, Token);

        copy.Why.ShouldBe(HeldFile.TooLarge);
    }

    [Fact]
    public void A_picture_of_just_100_million_points_passes_and_one_row_more_does_not()
    {
        ImageMetadata.Strip(Png(10_000, 10_000)).ShouldNotBeNull();
        Should.Throw<FileHeld>(() => ImageMetadata.Strip(Png(10_000, 10_001))).Why.ShouldBe(HeldFile.TooLarge);
    }

    [Fact]
    public async Task The_verifiers_browser_is_handed_no_such_picture_and_the_page_says_so()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        using var verifier = await Visitor.SignedInAsync(hub, "verifikator", null, Roles.Verifier);
        var mail = $"From: warga@warga.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <titik@kirim.contoh>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain\r\n\r\nLoket meminta uang.\r\n--batas\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"foto.png\"\r\n\r\n{Convert.ToBase64String(Png(50_000, 50_000))}\r\n--batas--\r\n";
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes(mail), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Attachments).AsNoTracking().SingleAsync(Token);
        var page = $"/tickets/{ticket.Number}";

        using var shown = await verifier.PostAsync($"{page}/files/{ticket.Attachments.Single().Id}?show=true", ("__RequestVerificationToken", Visitor.TokenOf(await verifier.ReadAsync(page))!), ("purpose", "Memeriksa laporan ini"));

        shown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await shown.Content.ReadAsStringAsync(Token)).ShouldContain("tidak dapat dibersihkan untuk ditampilkan di peramban");
    }

    private static byte[] Huge(string kind)
    {
        var file = kind switch
        {
            "png" => Png(50_000, 50_000),
            "gif" or "gif frame" => MadeFiles.Gif(),
            "jpeg" => MadeFiles.Photo("photo.jpg"),
            "webp" => MadeFiles.Photo("photo.webp"),
            "heic" => MadeFiles.Photo("photo.heic"),
            "inline" => Pdf(content: $"{Shown} q BI /W 50000 /H 50000 /BPC 1 /IM true ID x\nEI Q"),
            "pdf" => Pdf(resources: "/XObject<</Im1 6 0 R>>", content: $"{Shown} /Im1 Do", more: [Stream("x", "/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 1/ColorSpace/DeviceGray")]),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var side = kind switch
        {
            "gif" => 6,
            "gif frame" => file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0, 1, 0, 1, 0]) + 5,
            "jpeg" => Math.Max(file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0, 0, 17]), file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2, 0, 17])) + 5,
            "webp" => 24,
            "heic" => file.AsSpan().IndexOf("ispe"u8) + 8,
            _ => -1,
        };
        if (side >= 0)
        {
            file.AsSpan(side, kind is "gif" or "gif frame" or "jpeg" ? 4 : kind == "webp" ? 6 : 8).Fill(0x7F);
        }

        return file;
    }

    private static byte[] Png(int width, int height) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", [.. Side(width), .. Side(height), 1, 0, 0, 0, 0]), .. Chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND", []),
    ];

    private static byte[] Chunk(string type, byte[] content) => [.. Side(content.Length), .. Encoding.ASCII.GetBytes(type), .. content, 0, 0, 0, 0];

    private static byte[] Side(int length) => [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static string Stream(string content, string keys = "") => $"<</Length {content.Length}{keys}>>\nstream\n{content}\nendstream";

    /// <summary>One page of one line: 1 catalogue, 2 pages, 3 page, 4 what it shows, 5 font, then <paramref name="more"/>.</summary>
    private static byte[] Pdf(string catalog = "", string page = "", string resources = "", string content = Shown, string font = "", string fontName = "F1", string packing = "", string trailer = "", string[]? more = null)
    {
        string[] objects =
        [
            $"<</Type/Catalog/Pages 2 0 R{catalog}>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</{fontName} 5 0 R>>{resources}>>/Contents 4 0 R{page}>>",
            Stream(content, packing), $"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding{font}>>", .. more ?? [],
        ];
        var (file, places) = (new StringBuilder("%PDF-1.7\n"), new List<int>());
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n").AppendJoin("", places.Select(static p => $"{p:D10} 00000 n \n"));
        return file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Root 1 0 R/Size {objects.Length + 1}{trailer}>>\nstartxref\n{table}\n%%EOF").ToString().AsBytes();
    }

    /// <summary>The bytes of a PDF, and of each of its streams once more unpacked.</summary>
    private static string Unpacked(byte[] file)
    {
        var all = new StringBuilder(file.AsText());
        for (var at = 0; file.AsSpan(at).IndexOf("stream\n"u8) is >= 0 and var found;)
        {
            at += found + "stream\n"u8.Length;
            if (file[at] != 0x78)
            {
                continue;
            }

            using var read = new StreamReader(new ZLibStream(new MemoryStream(file, at, file.Length - at), CompressionMode.Decompress), Encoding.Latin1);
            all.Append(read.ReadToEnd());
        }

        return all.ToString();
    }

    private static string Run(params string[] inside) => $"<w:p>{string.Concat(inside.Select(static i => $"<w:r>{i}</w:r>"))}</w:p>";

    private static byte[] Docx(string body, params (string Name, string Text)[] more) => MadeFiles.Zip(
    [
        ("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")),
        ("word/document.xml", MadeFiles.Bytes($"<w:document {W} {R}><w:body>{Paragraph}{body}</w:body></w:document>")),
        .. more.Select(static m => (m.Name, m.Name.StartsWith("word/media/", StringComparison.Ordinal) ? m.Text.AsBytes() : MadeFiles.Bytes(m.Text))),
    ]);

    private static string Body(byte[] word)
    {
        using var zip = new ZipArchive(new MemoryStream(word));
        var document = Part(zip, "word/document.xml");
        return document[(document.IndexOf("<w:body>", StringComparison.Ordinal) + "<w:body>".Length)..document.IndexOf("</w:body>", StringComparison.Ordinal)];
    }

    private static string Part(ZipArchive zip, string name)
    {
        using var read = new StreamReader(zip.GetEntry(name)!.Open());
        return read.ReadToEnd();
    }

    private static string TextOf(byte[] word) => WordLetter.Read("", word, Token)!.Text;

    /// <summary>All that can be read in a document, names of its parts too.</summary>
    private static string Whole(byte[] document)
    {
        using var zip = new ZipArchive(new MemoryStream(document));
        return string.Concat(zip.Entries.Select(e => $"{e.FullName}\n")) + MadeFiles.Readable(document);
    }
}

/// <summary>Bytes as the characters that they number.</summary>
internal static class NumberedBytes
{
    public static string AsText(this byte[] bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] AsBytes(this string text) => Encoding.Latin1.GetBytes(text);
}
