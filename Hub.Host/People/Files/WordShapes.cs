using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Hub.Host.People.Files;

/// <summary>What is done with an element of a Word document.</summary>
internal enum WordFate
{
    /// <summary>It does not come along, nor what is in it.</summary>
    Gone,
    Kept,

    /// <summary>What is in it stands in its place.</summary>
    Opened,
}

/// <summary>
/// What may stay of a Word document (ECMA-376, transitional): the elements and attributes that carry visible text and its layout. What no list here names does not come along: comments, fields'
/// instructions, lists and titles of controls, bookmarks, languages, alternative texts, marks of revisions.
/// </summary>
internal static partial class WordShapes
{
    public const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    public const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public const string Compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    /// <summary>Namespaces with the prefix under which they are written, whatever the document calls them.</summary>
    private static readonly FrozenDictionary<string, string> Prefixes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Word] = "w",
        [Relations] = "r",
        [Compatibility] = "mc",
        ["http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"] = "wp",
        ["http://schemas.openxmlformats.org/drawingml/2006/main"] = "a",
        ["http://schemas.openxmlformats.org/drawingml/2006/picture"] = "pic",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingShape"] = "wps",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"] = "wpg",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"] = "wpc",
        ["http://schemas.openxmlformats.org/officeDocument/2006/math"] = "m",
        ["urn:schemas-microsoft-com:vml"] = "v",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenSet<string>> Kept = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["w"] = """
            document body hdr ftr footnotes endnotes footnote endnote styles numbering settings
            p r t tab br cr noBreakHyphen softHyphen sym ptab pgNum footnoteReference endnoteReference footnoteRef endnoteRef separator continuationSeparator drawing pict txbxContent
            ruby rt rubyBase rubyPr rubyAlign hps hpsRaise hpsBaseText dir bdo
            pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr ilvl numId suppressLineNumbers pBdr top left start bottom right end between bar shd tabs suppressAutoHyphens
            kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection textAlignment textboxTightWrap outlineLvl
            rPr rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint color w kern position sz szCs highlight u bdr fitText vertAlign rtl cs em
            sectPr headerReference footerReference footnotePr endnotePr pos numFmt numStart numRestart type pgSz pgMar pgBorders lnNumType pgNumType cols col vAlign noEndnote titlePg rtlGutter docGrid
            tbl tblPr tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd tblBorders insideH insideV tblLayout tblCellMar tblLook tblPrEx tblGrid gridCol
            tr trPr cnfStyle gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tc tcPr tcW gridSpan hMerge vMerge tcBorders tl2br tr2bl noWrap tcMar tcFitText vAlign hideMark
            docDefaults rPrDefault pPrDefault style name basedOn next link tblStylePr
            abstractNum multiLevelType styleLink numStyleLink lvl start lvlRestart isLgl suff lvlText lvlJc num abstractNumId lvlOverride startOverride
            defaultTabStop evenAndOddHeaders mirrorMargins autoHyphenation hyphenationZone clrSchemeMapping compat compatSetting
            """,
        ["wp"] = "inline anchor extent effectExtent docPr cNvGraphicFramePr simplePos positionH positionV align posOffset wrapNone wrapSquare wrapTight wrapTopAndBottom wrapThrough wrapPolygon start lineTo",
        ["a"] = """
            graphic graphicData graphicFrameLocks blip stretch fillRect srcRect tile xfrm off ext chOff chExt prstGeom avLst gd custGeom gdLst ahLst cxnLst cxn pos rect pathLst path moveTo lnTo cubicBezTo quadBezTo arcTo close pt
            noFill solidFill gradFill gsLst gs lin fillToRect pattFill fgClr bgClr grpFill ln prstDash round bevel miter headEnd tailEnd effectLst outerShdw innerShdw softEdge
            schemeClr srgbClr sysClr prstClr scrgbClr hslClr alpha tint shade lumMod lumOff satMod satOff hueMod hueOff lnRef fillRef effectRef fontRef noAutofit spAutoFit normAutofit picLocks spLocks
            theme themeElements clrScheme dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink fontScheme majorFont minorFont latin ea cs
            fmtScheme fillStyleLst lnStyleLst effectStyleLst effectStyle bgFillStyleLst scene3d camera rot lightRig sp3d bevelT
            """,
        ["pic"] = "pic nvPicPr cNvPr cNvPicPr blipFill spPr",
        ["wps"] = "wsp cNvPr cNvSpPr cNvCnPr spPr style txbx linkedTxbx bodyPr",
        ["wpg"] = "wgp grpSp cNvPr cNvGrpSpPr grpSpPr",
        ["wpc"] = "wpc bg whole",
        ["m"] = """
            oMathPara oMathParaPr oMath r rPr t acc accPr bar barPr box boxPr borderBox borderBoxPr d dPr begChr endChr sepChr shp grow e eqArr eqArrPr f fPr num den type func funcPr fName groupChr groupChrPr
            limLow limLowPr limUpp limUppPr lim m mPr mr mc mcs mcPr count mcJc nary naryPr chr limLoc subHide supHide sub sup phant phantPr rad radPr degHide deg sPre sPrePr sSub sSubPr sSubSup sSubSupPr sSup sSupPr
            sty scr nor lit brk aln ctrlPr jc pos baseJc maxDist objDist rSpRule rSp cGp cGpRule cSp hideTop hideBot hideLeft hideRight strikeH strikeV strikeBLTR strikeTLBR show zeroAsc zeroDesc zeroWid transp opEmu noBreak diff vertJc alnScr
            """,
        ["v"] = "shape shapetype rect roundrect oval line polyline group textbox imagedata textpath stroke fill path formulas f",
    }.ToFrozenDictionary(static k => k.Key, static k => Split(k.Value), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Opened = Split("ins moveTo sdt sdtContent smartTag customXml hyperlink fldSimple fldChar ffData");

    /// <summary>Another file that is shown in its place, and fields that show what only their list or box says.</summary>
    private static readonly FrozenSet<string> Unvouched = Split("object control altChunk subDoc contentPart ddList checkBox");

    private static readonly FrozenSet<string> Attributes = Split(
        """
        val w h x y cx cy l t r b id type default styleId lvl ilvl numId abstractNumId leader pos sz space color themeColor themeTint themeShade fill themeFill themeFillTint themeFillShade shadow frame
        before after beforeLines afterLines beforeAutospacing afterAutospacing line lineRule left right start end hanging firstLine leftChars rightChars hangingChars firstLineChars char alignment relativeTo
        ascii hAnsi eastAsia cs asciiTheme hAnsiTheme eastAsiaTheme cstheme hint font code orient top bottom header footer gutter num equalWidth sep linePitch charSpace fmt chapStyle chapSep countBy distance restart
        firstRow lastRow firstColumn lastColumn noHBand noVBand hRule wrap hAnchor vAnchor xAlign yAlign hSpace vSpace dropCap lines anchorLock tblpX tblpY tblpXSpec tblpYSpec horzAnchor vertAnchor
        leftFromText rightFromText topFromText bottomFromText offsetFrom display zOrder clear customMarkFollows suff vert vertCompress combine position
        bg1 t1 bg2 t2 accent1 accent2 accent3 accent4 accent5 accent6 hyperlink followedHyperlink
        distT distB distL distR simplePos relativeHeight behindDoc locked layoutInCell allowOverlap hidden relativeFrom wrapText uri prst name fmla rotWithShape flipH flipV rot ang scaled pitchFamily charset panose typeface script
        cap cmpd algn pos lim len idx tx lIns tIns rIns bIns anchor anchorCtr numCol spcCol rtlCol fromWordArt forceAA compatLnSpc vertOverflow horzOverflow upright fontScale lnSpcReduction lat lon rev dir rig blurRad dist
        path stroke extrusionOk textpathok coordsize coordorigin adj eqn on fitshape string style from to points arcsize filled stroked fillcolor strokecolor strokeweight opacity weight croptop cropbottom cropleft cropright
        noChangeAspect txBox wR hR stAng swAng lastClr bwMode rad prstMaterial sy sx kx ky
        """);

    private static readonly FrozenSet<string> Fonts = Split("ascii hAnsi eastAsia cs font typeface");

    private static readonly FrozenSet<string> BuiltIn = new[]
    {
        "Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "List Paragraph", "header", "footer", "Title", "heading 1", "heading 2", "heading 3", "heading 4", "footnote text", "footnote reference", "Hyperlink",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>Null for a namespace of which nothing comes along.</returns>
    public static string? Prefix(string uri) => Prefixes.GetValueOrDefault(uri);

    /// <exception cref="FileHeld">It shows what is elsewhere.</exception>
    public static WordFate Of(string? prefix, string element) => prefix switch
    {
        "w" when Unvouched.Contains(element) => throw new FileHeld(HeldFile.Kind),
        "w" when Opened.Contains(element) => WordFate.Opened,
        "mc" => element is "AlternateContent" or "Choice" or "Fallback" ? WordFate.Opened : WordFate.Gone,
        not null when Kept.TryGetValue(prefix, out var names) && names.Contains(element) => WordFate.Kept,
        _ => WordFate.Gone,
    };

    /// <returns>The value that may stay; null when it does not.</returns>
    public static string? Value(string element, string attribute, string value, GivenNames styles) => (element, attribute) switch
    {
        ("style", "styleId") or ("pStyle" or "rStyle" or "tblStyle" or "basedOn" or "next" or "link" or "styleLink" or "numStyleLink", "val") => styles.Of($"style {value}"),
        ("name", "val") => BuiltIn.Contains(value) ? value : styles.Of($"style {value}"),
        ("lvlText", "val") or ("textpath", "string") => value,
        ("compatSetting", "name") => value == "compatibilityMode" ? value : null,
        ("compatSetting", "uri") => value == "http://schemas.microsoft.com/office/word" ? value : null,
        ("graphicData", "uri") => Prefixes.ContainsKey(value) ? value : throw new FileHeld(HeldFile.Kind),
        ("gd", "name" or "fmla") => Formula().IsMatch(value) ? value : null,
        (_, "name") => "-",
        ("chr" or "begChr" or "endChr" or "sepChr", "val") when value.Length <= 2 => value,
        ("shape" or "shapetype", "id" or "type") => ShapeType().IsMatch(value) ? value : null,
        (_, "style") => string.Join(';', value.Split(';').Where(static d => Declaration().IsMatch(d))),
        (_, "path" or "eqn" or "coordsize" or "coordorigin" or "adj" or "from" or "to" or "points") => Drawn().IsMatch(value) ? value : null,
        _ when !Attributes.Contains(attribute) => null,
        _ when Fonts.Contains(attribute) && FontName().IsMatch(value) => value,
        _ => Form().IsMatch(value) ? value : null,
    };

    /// <summary>Places and sides that stand as text in an element.</summary>
    public static bool IsPlace(string value) => Form().IsMatch(value);

    private static FrozenSet<string> Split(string names) => names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that the standard lists begin small; what else there is are numbers, measures and colours.</summary>
    [GeneratedRegex(@"\A(?:[a-z][A-Za-z0-9]{0,39}|#?[+-]?[0-9A-Fa-f.]{1,24}(?:pt|in|cm|mm|pc|pi|%)?)\z", RegexOptions.None, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A[\p{L}0-9@+(),._ -]{0,64}\z", RegexOptions.None, 1000)]
    private static partial Regex FontName();

    [GeneratedRegex(@"\A[a-z0-9XY*/+?: -]{1,80}\z", RegexOptions.None, 1000)]
    private static partial Regex Formula();

    [GeneratedRegex(@"\A#?_x0000_t[0-9]{1,6}\z", RegexOptions.None, 1000)]
    private static partial Regex ShapeType();

    [GeneratedRegex(@"\A\s*(?:position|left|top|width|height|margin-left|margin-top|margin-right|margin-bottom|z-index|rotation|flip|visibility|mso-position-(?:horizontal|vertical)(?:-relative)?|mso-wrap-style|mso-fit-shape-to-text|v-text-anchor)\s*:\s*[a-z0-9.% -]{1,40}\z", RegexOptions.None, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\A[a-z0-9@#,. -]{1,4000}\z", RegexOptions.None, 1000)]
    private static partial Regex Drawn();
}
