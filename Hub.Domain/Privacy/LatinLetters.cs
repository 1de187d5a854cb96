using System.Collections.Frozen;
using System.Text;

namespace Hub.Domain.Privacy;

/// <summary>Which plain letter or digit a reader sees in another character: accents, circles, raised and double-struck forms (Unicode NFKD), and the letters of other alphabets that look like ours.</summary>
/// <remarks>A table, because the program runs without the data of ICU and normalises nothing by itself.</remarks>
internal static class LatinLetters
{
    /// <summary>The plain one first, then those that are read as it, in lower case.</summary>
    private static readonly string[] Alike =
    [
        "0⁰₀⓪",
        "1¹₁①⑴⒈",
        "2²₂②⑵⒉",
        "3³₃③⑶⒊",
        "4⁴₄④⑷⒋",
        "5⁵₅⑤⑸⒌",
        "6⁶₆⑥⑹⒍",
        "7⁷₇⑦⑺⒎",
        "8⁸₈⑧⑻⒏",
        "9⁹₉⑨⑼⒐",
        "aàáâãäåæāăąǎǟǡǻȁȃȧɑαаᴀᴬᵃḁạảấầẩẫậắằẳẵặₐ⒜ⓐ",
        "bʙβвᴮᵇḃḅḇℬ⒝ⓑ",
        "cçćĉċčсᴄḉℂℭⅽ⒞ⓒ",
        "dďđԁᴅᴰᵈḋḍḏḑḓⅅⅆⅾ⒟ⓓ",
        "eèéêëēĕėęěȅȇȩεеᴇᴱᵉḕḗḙḛḝẹẻẽếềểễệₑℯℰⅇ⒠ⓔ",
        "fḟℱ⒡ⓕ",
        "gĝğġģǧǵɡɢᴳᵍḡℊ⒢ⓖ",
        "hĥħȟʜнһᴴḣḥḧḩḫẖₕℋℌℍℎ⒣ⓗ",
        "iìíîïĩīĭįİıǐȉȋɩɪιіᴵᵢḭḯỉịⁱℐℑℹⅈⅰ⒤ⓘ",
        "jĵǰјᴊᴶⅉ⒥ⓙⱼ",
        "kkķǩκкᴋᴷᵏḱḳḵₖ⒦ⓚ",
        "lĺļľłʟӏᴸḷḹḻḽₗℒℓⅼ⒧ⓛ",
        "mмᴍᴹᵐḿṁṃₘℳⅿ⒨ⓜ",
        "nñńņňǹɴηᴺṅṇṉṋⁿₙℕ⒩ⓝ",
        "oºòóôõöøōŏőœơǒǫǭȍȏȫȭȯȱοоᴏᴼᵒṍṏṑṓọỏốồổỗộớờởỡợₒℴ⒪ⓞ",
        "pþρрᴘᴾᵖṕṗₚℙ⒫ⓟ",
        "qԛℚ⒬ⓠ",
        "rŕŗřȑȓʀгᴿᵣṙṛṝṟℛℜℝ⒭ⓡ",
        "sßśŝşšſșѕṡṣṥṧṩẛₛ⒮ⓢ",
        "tţťŧțτтᴛᵀᵗṫṭṯṱẗₜ⒯ⓣ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗυᴜᵁᵘᵤṳṵṷṹṻụủứừửữự⒰ⓤ",
        "vʋνᴠᵛᵥṽṿⅴ⒱ⓥⱽ",
        "wŵԝᴡᵂẁẃẅẇẉẘ⒲ⓦ",
        "xχхẋẍₓⅹ⒳ⓧ",
        "yýÿŷȳʏγуẏẙỳỵỷỹ⒴ⓨ",
        "zźżžᴢẑẓẕℤℨ⒵ⓩ",
    ];

    private static readonly FrozenDictionary<char, char> Plain = Alike.SelectMany(row => row.Skip(1).Select(c => KeyValuePair.Create(c, row[0]))).ToFrozenDictionary();

    /// <param name="c">In lower case.</param>
    public static char Of(char c) => Plain.GetValueOrDefault(c, c);

    /// <summary>Mathematical, squared and circled letters outside the basic plane.</summary>
    public static Rune Of(Rune rune) => rune.Value switch
    {
        >= 0x1D400 and <= 0x1D6A3 => new Rune((char)('a' + ((rune.Value - 0x1D400) % 26))),
        >= 0x1D7CE and <= 0x1D7FF => new Rune((char)('0' + ((rune.Value - 0x1D7CE) % 10))),
        >= 0x1F130 and <= 0x1F149 => new Rune((char)('a' + (rune.Value - 0x1F130))),
        >= 0x1F150 and <= 0x1F169 => new Rune((char)('a' + (rune.Value - 0x1F150))),
        >= 0x1F170 and <= 0x1F189 => new Rune((char)('a' + (rune.Value - 0x1F170))),
        >= 0x1F1E6 and <= 0x1F1FF => new Rune((char)('a' + (rune.Value - 0x1F1E6))),
        >= 0x1FBF0 and <= 0x1FBF9 => new Rune((char)('0' + (rune.Value - 0x1FBF0))),
        _ => rune,
    };
}
