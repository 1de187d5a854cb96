using System.Text;
using System.Text.Json;
using Hub.Host.Verbs;

namespace Hub.Tests.Host.Routing;

public sealed class RouteVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-route-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_line_in_is_a_line_out_with_the_fields_of_the_contract()
    {
        var answer = Route("""{"source":"email","to":"umpersetdaprov@gmail.com","subject":"Peminjaman ruang rapat","body":"Mohon izin memakai ruang rapat Tenguyun hari Senin."}""").Single();

        answer.GetProperty("bureau").GetString().ShouldBe("umum");
        answer.GetProperty("service").GetInt32().ShouldBe(27);
        answer.GetProperty("kind").GetString().ShouldBe("permohonan");
        answer.GetProperty("class").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("score").GetDouble().ShouldBeGreaterThan(0.9);
        answer.GetProperty("triage").GetBoolean().ShouldBeFalse();
        answer.GetProperty("runnerUp").GetProperty("bureau").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("why").EnumerateArray().Select(w => w.GetString()!).ShouldContain(w => w.StartsWith("Diterima di umpersetdaprov@gmail.com", StringComparison.Ordinal));
    }

    [Fact]
    public void The_grounds_are_said_in_english_when_asked_for()
    {
        var answer = Route("""{"to":"birohukumkaltara@gmail.com","subject":"Gugatan","body":"Mohon pendampingan perkara litigasi di pengadilan tata usaha negara."}""", "--lang", "en").Single();

        answer.GetProperty("why").EnumerateArray().Select(w => w.GetString()).ShouldContain("It was received at birohukumkaltara@gmail.com.");
    }

    [Theory]
    [InlineData("{", "Baris 2")]
    [InlineData("[1]", "Baris 2")]
    [InlineData("null", "Baris 2")]
    [InlineData("""{"subject":5}""", "subject")]
    [InlineData("""{"kind":"keluhan","body":"a"}""", "kind")]
    [InlineData("""{"service":77,"body":"a"}""", "service")]
    [InlineData("""{"class":"berat","body":"a"}""", "class")]
    [InlineData("{}", "kosong")]
    public void A_wrong_line_is_answered_with_an_error_and_the_run_goes_on(string wrong, string part)
    {
        const string Good = """{"body":"Mohon data inflasi"}""";

        var answers = Route($"{Good}\n{wrong}\n{Good}", "--no-model");

        answers.Count.ShouldBe(3);
        answers[1].GetProperty("error").GetString()!.ShouldContain(part);
        answers[2].GetProperty("bureau").GetString().ShouldBe("perekonomian");
    }

    [Fact]
    public void A_wrong_rule_file_is_refused_with_one_sentence()
    {
        var file = Path.Combine(folder.FullName, "aturan.json");
        File.WriteAllText(file, """{"version":1,"rules":[{"id":"a","order":1,"owner":"x","note":"y","when":{"to":["a@b"]},"then":{"bureau":"zzz"}}]}""");
        var people = new StringWriter();

        Run("{}", people, "--rules", file).Code.ShouldBe(1);

        people.ToString().Trim().ShouldBe("aturan.json: aturan \"a\", isian \"then.bureau\": biro \"zzz\" tidak dikenal.");
    }

    [Fact]
    public void A_model_is_trained_saved_and_measured_beside_its_baselines()
    {
        var (train, test, model) = (Rows("latih.jsonl", 0), Rows("uji.jsonl", 1), Path.Combine(folder.FullName, "model.bin"));

        Verb(["train", "--data", train, "--text-field", "isi", "--label-field", "unit", "--out", model]).Code.ShouldBe(0);
        var (code, output, _) = Verb(["eval", "--data", test, "--train", train, "--model", model, "--text-field", "isi", "--label-field", "unit", "--json"]);

        code.ShouldBe(0);
        using var report = JsonDocument.Parse(output);
        report.RootElement.GetProperty("rows").GetInt32().ShouldBe(40);
        report.RootElement.GetProperty("twinsLeftOut").GetInt32().ShouldBe(1);
        var scores = report.RootElement.GetProperty("scores").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("accuracy").GetDouble());
        scores.Keys.ShouldBe(["model", "naive-bayes", "keyword", "majority"]);
        scores["model"].ShouldBe(1);
        scores["majority"].ShouldBe(0.5);
    }

    [Theory]
    [InlineData("eval", "--data", "tidak-ada.jsonl", "--model", "m.bin")]
    [InlineData("train", "--data", "tidak-ada.jsonl", "--out", "m.bin")]
    public void A_missing_file_is_one_sentence(params string[] args)
    {
        var (code, output, error) = Verb(args);

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.Trim().ShouldBe("Berkas tidak-ada.jsonl tidak dapat dibaca.");
    }

    [Fact]
    public void A_misspelt_option_of_the_training_is_wrong_usage()
    {
        RouteVerb.Create().Parse(["train", "--data", "latih.jsonl", "--out", "m.bin", "--text-feld", "isi"]).Errors.ShouldContain(e => e.Message.Contains("--text-feld"));
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        var file = Rows("bukan-model.jsonl", 0);

        var (code, _, error) = Verb(["eval", "--data", file, "--model", file, "--text-field", "isi", "--label-field", "unit"]);

        code.ShouldBe(1);
        error.Trim().ShouldBe("bukan-model.jsonl: bukan berkas model.");
    }

    private string Rows(string name, int offset)
    {
        var file = Path.Combine(folder.FullName, name);
        var rows = Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? $$"""{"isi":"pinjam ruang rapat nomor {{(2 * i) + offset}} untuk panitia","unit":"umum"}"""
            : $$"""{"isi":"draf keputusan gubernur ke {{(2 * i) + offset}} diperiksa","unit":"hukum"}""");
        File.WriteAllLines(file, rows.Append("""{"isi":"pinjam ruang kembar","unit":"umum"}"""));
        return file;
    }

    private static List<JsonElement> Route(string lines, params string[] args)
    {
        var (code, output) = Run(lines, TextWriter.Null, args);
        code.ShouldBe(0);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static (int Code, string Output) Run(string lines, TextWriter people, params string[] args)
    {
        using var output = new MemoryStream();
        var code = RouteVerb.Run(RouteVerb.Create().Parse(args), new MemoryStream(Encoding.UTF8.GetBytes(lines)), output, people);
        return (code, Encoding.UTF8.GetString(output.ToArray()));
    }

    private static (int Code, string Output, string Error) Verb(string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = RouteVerb.Create().Parse(args).Invoke(new System.CommandLine.InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
