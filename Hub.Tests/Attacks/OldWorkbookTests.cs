using Hub.Connectors;
using Hub.Connectors.Tabular;
using Hub.Tests.Connectors.Tabular;

namespace Hub.Tests.Attacks;

/// <summary>Old workbooks (XLS) are bounded as new ones are: what lies in a sheet is read, what would fill the memory or take hours is refused with one sentence.</summary>
public sealed class OldWorkbookTests
{
    private const string Other = "terlalu banyak gaya, gabungan sel, lembar atau objek";
    private const string Large = "terlalu besar bila dibuka";

    [Fact]
    public void An_old_workbook_is_read()
    {
        using var file = XlsBuilder.Workbook(static g => g.Texts("Nomor", "Uraian", "jalan rusak"), static s => s.Reach(2, 2).Text(0, 0, 0).Text(0, 1, 1).Number(1, 0, 17).Text(1, 1, 2));

        SheetFile.Read("lama.xls", file).Single().Rows.Select(static r => string.Join('|', r.Cells)).ShouldBe(["Nomor|Uraian", "17|jalan rusak"]);
    }

    /// <summary>So many are read, one more is refused.</summary>
    private static readonly Dictionary<string, (int Most, Func<int, MemoryStream> File, string Sentence)> Objects = new(StringComparer.Ordinal)
    {
        ["rows"] = (65_536, static n => XlsBuilder.Workbook(null, s => s.Reach(n, 1).Number(0, 0)), "65536 baris"),
        ["cells"] = (1_000_000, static n => XlsBuilder.Workbook(null, s => Many(n, i => s.Record(0x201, [.. XlsBuilder.Short(i / 16), 0, 0, 0, 0]))), "1000000 sel"),
        ["formats"] = (100_000, static n => XlsBuilder.Workbook(g => Many(n, _ => g.Record(0xE0, new byte[20])), static s => s.Number(0, 0)), Other),
        ["merged ranges"] = (100_000, static n => XlsBuilder.Workbook(null, s => { s.Number(0, 0); Many(n / 1000, _ => s.Record(0xE5, new byte[8_002])); Many(n % 1000, _ => s.Record(0xE5, new byte[10])); }), Other),
        ["texts"] = (250_000, static n => XlsBuilder.Workbook(g => Texts(g, n), static s => s.Text(0, 0, 0)), Large),
        ["bytes of a block"] = (4 * 1024 * 1024, static n => XlsBuilder.Workbook(null, s => { s.Number(0, 0); Pad(s, n - 36); s.Number(1, 0); }), Large),
    };

    public static TheoryData<string> Held_by_the_reader => new(Objects.Keys);

    [Theory]
    [MemberData(nameof(Held_by_the_reader))]
    public void So_much_is_read_and_one_more_is_refused(string what)
    {
        var (most, file, sentence) = Objects[what];
        using (var full = file(most))
        {
            SheetFile.Read("penuh.xls", full).ShouldNotBeEmpty();
        }

        Refused(file(most + 1)).ShouldContain(sentence);
    }

    /// <summary>Each block of 32 rows is read from its first record to its last: rows in no order would be read a thousand times.</summary>
    [Fact]
    public void Rows_in_no_order_are_not_read_again_and_again() =>
        Refused(XlsBuilder.Workbook(null, static s => { for (var round = 0; round < 60; round++) { Many(2048, i => s.Number(i * 32, round)); } })).ShouldContain(Large);

    [Fact]
    public void A_sheet_that_is_named_twice_is_not_read_twice()
    {
        var named = XlsBuilder.Records(static g => g.Record(0x85, [.. XlsBuilder.Int(20 + 18 + 18 + 4), 0, 0, 6, 0, .. "Lembar"u8]), static s => s.Number(0, 0));

        Refused(XlsBuilder.Container(named)).ShouldContain(Other);
    }

    [Fact]
    public void A_sheet_that_begins_in_the_midst_of_a_record_is_not_read() => Refused(XlsBuilder.Workbook(null, static s => s.Number(0, 0), offset: 4)).ShouldContain("rusak");

    /// <summary>The library opens either with a password that it knows, and what comes out was not measured.</summary>
    [Fact]
    public void What_lies_under_a_password_is_named()
    {
        Refused(XlsBuilder.Workbook(static g => g.Record(0x2F, new byte[6]), static s => s.Number(0, 0))).ShouldContain("sandi");
        Refused(XlsBuilder.Container(new byte[8192], "EncryptedPackage")).ShouldContain("sandi");
    }

    /// <summary>Two kilobytes whose table of tables leads to itself two thousand million times, with the numbers of sectors in it or with none.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_table_that_leads_to_itself_ends(int listed)
    {
        using var file = XlsBuilder.Workbook(null, static s => s.Number(0, 0));
        var bytes = file.ToArray();
        XlsBuilder.Int(0).CopyTo(bytes, 68);
        XlsBuilder.Int(int.MaxValue).CopyTo(bytes, 72);
        Many(127, i => XlsBuilder.Int(listed).CopyTo(bytes, 512 + (4 * i)));
        bytes.AsSpan(1020, 4).Clear();

        Refused(new MemoryStream(bytes)).ShouldContain("rusak");
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(48, 0x00FFFFFF)]
    [InlineData(56, int.MaxValue)]
    [InlineData(76, 0x00FFFFFF)]
    public void A_file_that_says_what_it_has_not_is_broken(int at, int number)
    {
        using var file = XlsBuilder.Workbook(null, static s => s.Number(0, 0));
        var bytes = file.ToArray();
        XlsBuilder.Int(number).CopyTo(bytes, at);

        Refused(new MemoryStream(bytes)).ShouldContain("rusak");
    }

    private static void Many(int count, Action<int> one)
    {
        for (var i = 0; i < count; i++)
        {
            one(i);
        }
    }

    private static void Texts(XlsBuilder made, int count)
    {
        // Texts without a letter: three bytes each.
        made.Record(0xFC, [.. XlsBuilder.Int(count), .. XlsBuilder.Int(count)]);
        for (var left = count; left > 0; left -= 2_000)
        {
            made.Record(0x3C, new byte[3 * Math.Min(left, 2_000)]);
        }
    }

    /// <summary>Records of a kind that nobody reads.</summary>
    private static void Pad(XlsBuilder made, int bytes)
    {
        for (; bytes > 8_000; bytes -= 8_000)
        {
            made.Record(0xEC, new byte[7_996]);
        }

        made.Record(0xEC, new byte[bytes - 4]);
    }

    private static string Refused(MemoryStream file)
    {
        using (file)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refusal = Should.Throw<ConnectorFailure>(() => SheetFile.Read("lama.xls", file));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16L * 1024 * 1024);
            refusal.Kind.ShouldBe(FailureKind.Malformed);
            return refusal.Message;
        }
    }
}
