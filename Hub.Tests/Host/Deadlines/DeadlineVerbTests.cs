using System.Text;
using System.Text.Json;
using Hub.Host.Verbs;

namespace Hub.Tests.Host.Deadlines;

/// <summary>The verb from its arguments and standard input to its output.</summary>
public sealed class DeadlineVerbTests
{
    [Theory]
    [InlineData("""{"service":29,"class":"tidak-berkadar-pengawasan","received":"2025-03-20T09:15:00+08:00"}""", """{"due":"2025-04-21","target":null,"provisional":false,"alternative":null,"rule":"lapor/tidak-berkadar-pengawasan","set":"PANRB-62/2018"}""")]
    [InlineData("""{"service":29,"class":"aspirasi","received":"2026-02-07T14:00+08:00"}""", """{"due":"2026-02-13","target":null,"provisional":false,"alternative":null,"rule":"lapor/aspirasi","set":"PANRB-5/2025"}""")]
    [InlineData("""{"service":17,"class":"berkadar-pengawasan","received":"2025-12-15T09:00:00+08:00"}""", """{"due":"2026-01-30","target":"2025-12-24","provisional":false,"alternative":"2026-01-14","rule":"service-17/berkadar-pengawasan"}""")]
    [InlineData("""{"service":15,"received":"2026-11-19T16:30:00Z"}""", """{"due":"2026-11-23","target":null,"provisional":false,"alternative":"2026-11-23","rule":"service-15"}""")]
    [InlineData("""{"service":18,"received":"2026-11-20T16:10:00+08:00"}""", """{"due":"2026-11-23T08:10:00+08:00","target":null,"provisional":false,"alternative":null,"rule":"service-18"}""")]
    [InlineData("""{"service":18,"received":"2026-11-20T08:10:30.25Z"}""", """{"due":"2026-11-23T08:10:30.25+08:00","target":null,"provisional":false,"alternative":null,"rule":"service-18"}""")]
    [InlineData("""{"service":32,"received":"2026-08-03T09:00:00+08:00","event":"2026-08-17"}""", """{"due":"2026-08-14","target":"2026-08-14","provisional":false,"alternative":null,"rule":"service-32","marks":[{"name":"persiapan","due":"2026-08-14"},{"name":"siap","due":"2026-08-14"}]}""")]
    [InlineData("""{"service":24,"received":"2024-04-05T15:00:00+08:00"}""", """{"due":"2024-04-18","target":null,"provisional":false,"alternative":null,"rule":"service-24","marks":[{"name":"penolakan","due":"2024-04-16"},{"name":"SPM","due":"2024-04-17"},{"name":"selesai","due":"2024-04-18"}]}""")]
    [InlineData("""{"service":9,"received":"2026-09-30T08:00:00+08:00"}""", """{"due":"2027-03-01","target":null,"provisional":false,"alternative":null,"rule":"service-9","informational":true}""")]
    [InlineData("""{"service":27,"received":"2026-11-20T08:00:00+08:00","event":"2026-11-22"}""", """{"due":"2026-11-23","target":null,"provisional":false,"alternative":"2026-11-23","rule":"service-27","lateRequest":true}""")]
    [InlineData("""{"service":29,"class":"tidak-berkadar-pengawasan","received":"2026-11-02T09:00:00+08:00","pauses":[{"from":"2026-11-05","to":"2026-11-10"}]}""", """{"due":"2026-11-25","target":null,"provisional":false,"alternative":null,"rule":"lapor/tidak-berkadar-pengawasan","set":"PANRB-5/2025"}""")]
    [InlineData("""{"rule":"uu25-reply","received":"2026-03-10T09:00:00+08:00","pauses":[{"from":"2026-03-11","to":"2026-03-12"}]}""", """{"due":"2026-03-24","target":null,"provisional":false,"alternative":null,"rule":"uu25-reply","warn":"2026-03-17"}""")]
    [InlineData("""{"service":26,"received":"2026-11-20T08:00:00\u002B08:00"}""", """{"due":"2026-11-23","target":null,"provisional":false,"alternative":null,"rule":"service-26"}""")]
    [InlineData("""{"rule":"pdp-3x24","received":"2026-11-20T17:20:00+08:00"}""", """{"due":"2026-11-23T17:20:00+08:00","target":null,"provisional":false,"alternative":null,"rule":"pdp-3x24"}""")]
    [InlineData("""{"rule":"ppid","extended":true,"received":"2026-11-02T09:00:00+08:00"}""", """{"due":"2026-11-25","target":null,"provisional":false,"alternative":null,"rule":"ppid-extended"}""")]
    [InlineData("""{"service":26,"received":"2027-12-31T09:00:00+08:00"}""", """{"due":"2028-01-03","target":null,"provisional":true,"alternative":null,"rule":"service-26"}""")]
    public void A_line_gets_its_date(string line, string answer) => Lines(line).ShouldBe([answer]);

    [Theory]
    [InlineData("""{"service":99,"received":"2026-11-20T08:00:00+08:00"}""", "layanan 99")]
    [InlineData("""{"service":29,"class":"sedang","received":"2026-11-20T08:00:00+08:00"}""", "\\\"sedang\\\"")]
    [InlineData("""{"service":3,"class":"normatif","received":"2026-11-20T08:00:00+08:00"}""", "layanan 3")]
    [InlineData("""{"service":29,"received":"2026-11-20T08:00:00+08:00"}""", "layanan 29")]
    [InlineData("""{"service":17,"received":"2026-11-20T08:00:00+08:00"}""", "layanan 17")]
    [InlineData("""{"service":"1","received":"2026-11-20T08:00:00+08:00"}""", "bilangan bulat")]
    [InlineData("""{"service":1,"received":"2026-11-20T08:00:00"}""", "tanpa zona")]
    [InlineData("""{"service":1,"received":"2026-11-20"}""", "tanpa zona")]
    [InlineData("""{"service":1,"received":"2026-02-29T08:00:00+08:00"}""", "2026-02-29")]
    [InlineData("""{"service":1,"received":"20 Maret 2025"}""", "20 Maret 2025")]
    [InlineData("""{"service":1,"received":"2022-12-31T23:59:00+08:00"}""", "2022-12-31")]
    [InlineData("""{"service":1,"received":"2027-12-31T16:00:00Z"}""", "2028-01-01")]
    [InlineData("""{"service":32,"received":"2026-11-20T08:00:00+08:00"}""", "event")]
    [InlineData("""{"service":32,"received":"2026-11-20T08:00:00+08:00","event":"2026-13-01"}""", "2026-13-01")]
    [InlineData("""{"service":1,"received":"2026-11-20T08:00:00+08:00","pauses":[{"from":"2026-11-25","to":"2026-11-24"}]}""", "pauses[0]")]
    [InlineData("""{"service":1,"received":"2026-11-20T08:00:00+08:00","pauses":{"from":"2026-11-25"}}""", "pauses")]
    [InlineData("""{"service":1,"received":"2026-11-20T08:00:00+08:00","pauses":[{"from":"2026-11-25","to":"9999-12-31"}]}""", "kalender")]
    [InlineData("""{"rule":"lapor-jawab","received":"2026-11-20T08:00:00+08:00"}""", "lapor-jawab")]
    [InlineData("""{"service":1}""", "received")]
    [InlineData("""{"received":"2026-11-20T08:00:00+08:00"}""", "service")]
    [InlineData("""{"service":1,"received":"2026-11-20T08:00:00+08:00" """, "JSON")]
    [InlineData("""[1,2]""", "objek")]
    [InlineData("""{"service":29,"class":"\ud800","received":"2026-11-20T08:00:00+08:00"}""", "JSON")]
    [InlineData("""{"service":29999999999,"received":"2026-11-20T08:00:00+08:00"}""", "29999999999")]
    [InlineData("""besok""", "JSON")]
    public void A_wrong_line_gets_an_error_object_and_the_run_goes_on(string line, string part)
    {
        const string good = """{"service":26,"received":"2026-11-20T08:00:00+08:00"}""";

        var answers = Lines(good, line, good);

        answers.Count.ShouldBe(3);
        answers[1].ShouldStartWith("{\"error\":\"");
        answers[1].ShouldContain(part);
        JsonDocument.Parse(answers[1]).RootElement.GetProperty("error").GetString()!.ShouldEndWith(".");
        answers[2].ShouldBe(answers[0]);
    }

    [Fact]
    public void Lines_keep_their_order_over_many_chunks_and_odd_line_ends()
    {
        var asked = Enumerable.Range(0, 5000).Select(i => $$$"""{"service":26,"received":"{{{new DateTime(2023, 1, 1).AddHours(i * 8):yyyy-MM-dd'T'HH:mm:ss}}}+08:00","id":{"n":[{{{i}}}]}}""").ToList();

        var answers = Run("\uFEFF" + string.Join("\r\n\n", asked)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        answers.Length.ShouldBe(5000);
        var due = answers.Select(a => JsonDocument.Parse(a).RootElement.GetProperty("due").GetString()).ToList();
        due.ShouldBe(due.Order(StringComparer.Ordinal));
        due[^1].ShouldBe("2027-07-26");
    }

    [Fact]
    public void The_walk_as_JSON_ends_on_the_date_it_explains()
    {
        var answer = JsonDocument.Parse(Run("""{"service":29,"class":"normatif","received":"2026-03-11T10:00:00+08:00"}""", "--explain").Out).RootElement;
        var walk = answer.GetProperty("walk").EnumerateArray().ToList();

        walk.Count.ShouldBe(15);
        walk[8].GetRawText().ShouldBe("""{"on":"2026-03-19","counted":false,"why":"national","name":"Hari Suci Nyepi Tahun Baru Saka 1948"}""");
        walk[^1].GetRawText().ShouldBe("""{"on":"2026-03-25","counted":true,"n":5,"due":true}""");
        answer.GetProperty("due").GetString().ShouldBe("2026-03-25");
        answer.GetProperty("source").GetString()!.ShouldContain("layanan 29");
    }

    [Fact]
    public void One_question_is_told_in_Indonesian() => Run("", "--service", "29", "--class", "normatif", "--received", "2026-03-11T10:00:00+08:00", "--explain").Out.ShouldBe("""
        Diterima Rab, 11 Mar 2026 10.00 WITA; dihitung 5 hari kerja.
          Rab 11 Mar: hari penerimaan, tidak dihitung
          Kam 12 Mar - Jum 13 Mar: hari 1-2
          Sab 14 Mar - Min 15 Mar: akhir pekan
          Sen 16 Mar - Sel 17 Mar: hari 3-4
          Rab 18 Mar: cuti bersama: Hari Suci Nyepi Tahun Baru Saka 1948
          Kam 19 Mar: libur nasional: Hari Suci Nyepi Tahun Baru Saka 1948
          Jum 20 Mar: cuti bersama: Idul Fitri 1447 Hijriah
          Sab 21 Mar: libur nasional: Idul Fitri 1447 Hijriah (hari pertama)
          Min 22 Mar: libur nasional: Idul Fitri 1447 Hijriah (hari kedua)
          Sen 23 Mar - Sel 24 Mar: cuti bersama: Idul Fitri 1447 Hijriah
          Rab 25 Mar: hari 5 (jatuh tempo)
        Jatuh tempo Rab, 25 Mar 2026.
        Dasar: PermenPANRB 62/2018; Kep. Sekda 188/216/K.sekda/2023, Lampiran II, layanan 29, WAKTU PELAYANAN (PANRB-5/2025)

        """, StringCompareShould.IgnoreLineEndings);

    [Fact]
    public void One_question_is_told_in_English() => Run("", "--service", "18", "--received", "2026-11-20T16:10:00+08:00", "--explain", "--lang", "en").Out.ShouldBe("""
        Received Fri, 20 Nov 2026 16:10 WITA; counted in 60 office minutes.
          Fri 20 Nov 16:10-16:30: counted, up to minute 20
          Fri 20 Nov 16:30-24:00: outside office hours
          Sat 21 Nov - Sun 22 Nov: weekend
          Mon 23 Nov 00:00-07:30: outside office hours
          Mon 23 Nov 07:30-08:10: counted, up to minute 60 (due)
        Due Mon, 23 Nov 2026 08:10 WITA.
        Basis: Kep. Sekda 188/216/K.sekda/2023, Lampiran II, layanan 18, WAKTU PELAYANAN

        """, StringCompareShould.IgnoreLineEndings);

    [Fact]
    public void Both_languages_tell_the_same_walk_for_every_service()
    {
        for (var service = 1; service <= 34; service++)
        {
            string[] question =
            [
                "--service", $"{service}", "--received", "2026-03-11T10:00:00+08:00", "--event", "2026-08-17", "--pause", "2026-03-13/2026-03-17", "--explain",
                .. service is 17 or 29 ? new[] { "--class", "berkadar-pengawasan" } : [],
            ];
            var indonesian = Run("", question);
            var english = Run("", [.. question, "--lang", "en"]);

            indonesian.Code.ShouldBe(0, indonesian.People);
            Numbers(english.Out).ShouldBe(Numbers(indonesian.Out), $"service {service}");
            english.Out.Split('\n').Length.ShouldBe(indonesian.Out.Split('\n').Length);
        }
    }

    /// <summary>Days, hours and counts in the order in which they are told, without the basis, which is the decree's own text.</summary>
    private static List<string> Numbers(string told) =>
        [.. told.Split('\n').Where(line => !line.StartsWith("Dasar", StringComparison.Ordinal) && !line.StartsWith("Basis", StringComparison.Ordinal) && !line.StartsWith("Cat", StringComparison.Ordinal) && !line.StartsWith("Note", StringComparison.Ordinal))
            .SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, "[0-9]+").Select(m => m.Value))];

    [Fact]
    public void A_refused_question_says_why_on_the_error_stream()
    {
        var run = Run("", "--service", "17", "--received", "2026-11-20T16:10:00+08:00");

        run.Code.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.People.ShouldContain("layanan 17");
    }

    [Fact]
    public void The_calendar_of_an_earlier_day_gives_the_date_of_that_day() =>
        Run("", "--service", "17", "--class", "ringan", "--received", "2025-08-15T09:00:00+08:00", "--as-of", "2025-08-06", "--json").Out
            .ShouldContain("\"due\":\"2025-08-18\"");

    private static List<string> Lines(params string[] lines) =>
        [.. Run(string.Join('\n', lines)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static (int Code, string Out, string People) Run(string input, params string[] args)
    {
        using var output = new MemoryStream();
        using var people = new StringWriter();
        var parsed = DeadlineVerb.Create().Parse(args);
        parsed.Errors.ShouldBeEmpty();

        var code = DeadlineVerb.Run(parsed, new MemoryStream(Encoding.UTF8.GetBytes(input)), output, people);

        return (code, Encoding.UTF8.GetString(output.ToArray()), people.ToString());
    }
}
