using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Host.Verbs;
using Hub.Tests.House;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Verbs;

/// <summary>What help and documents show can be typed as it stands, and works on the folder that it names.</summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string> Examples => new(Help().Concat(Documents()).Distinct(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_understood_and_its_settings_are_settings(string example)
    {
        var words = Words(example);

        var parsed = VerbList.Root().Parse(words[1..]);

        parsed.Errors.Select(e => e.Message).ShouldBeEmpty();
        SettingTokens.Refusal(parsed).ShouldBeNull();
        SettingTokens.Of(parsed).ShouldBe(words.Where(w => w.StartsWith("--", StringComparison.Ordinal) && w.Contains(':', StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_verb_has_an_example() => VerbList.Root().Subcommands.Select(c => c.Name).Except(Help().Select(e => Words(e)[1])).ShouldBeEmpty();

    [Theory]
    [InlineData("pass", "--source", "kotak")]
    [InlineData("reconcile", "--source", "kotak")]
    [InlineData("backfill", "kotak", "--from", "2025-01-01", "--to", "2025-12-31")]
    [InlineData("replay", "kotak", "--id", "1")]
    public async Task A_verb_works_on_the_folder_that_it_is_given(params string[] verb)
    {
        using var folder = new TemporaryFolder();

        await VerbList.RunAsync(["pass", .. Settings(folder)]);
        await VerbList.RunAsync([.. verb, .. Settings(folder)]);

        await using var db = Open(folder);
        (await db.Sources.Select(s => s.Name).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(["kotak"]);
    }

    [Fact]
    public async Task A_pass_fetches_from_the_source_that_stands_before_the_settings()
    {
        using var folder = new TemporaryFolder();

        (await VerbList.RunAsync(["pass", "--source", "kotak", .. Settings(folder)])).ShouldBe(ExitCode.Refused, "nobody answers there");

        await using var db = Open(folder);
        (await db.Runs.SingleAsync(TestContext.Current.CancellationToken)).Source.ShouldBe("kotak");
    }

    [Theory]
    [InlineData("pass", "--source", "tidak-ada")]
    [InlineData("reconcile", "--source", "tidak-ada")]
    [InlineData("backfill", "tidak-ada")]
    public async Task A_source_that_does_not_exist_is_refused(params string[] verb)
    {
        using var folder = new TemporaryFolder();
        await VerbList.RunAsync(["pass", .. Settings(folder)]);

        (await VerbList.RunAsync([.. verb, .. Settings(folder)])).ShouldBe(ExitCode.Refused);
    }

    [Theory]
    [InlineData("pass", "--sumber", "kotak")]
    [InlineData("pass", "kotak")]
    [InlineData("backfill", "kotak", "--since", "2025-01-01")]
    [InlineData("serve", "--data", "x")]
    [InlineData("tidak-ada")]
    public async Task A_word_that_means_nothing_is_refused(params string[] words) => (await VerbList.RunAsync(words)).ShouldBe(ExitCode.WrongUsage);

    /// <summary>A verb reads settings or refuses them; none works on other data than it was given.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_verb_reads_settings_or_refuses_them(string verb)
    {
        var command = verb.Split(' ').Aggregate((Command)VerbList.Root(), static (of, name) => of.Subcommands.Single(c => c.Name == name));
        var words = command.Arguments.SelectMany(static a => Enumerable.Repeat(a.Name == "ACT" ? "a.json" : "a", a.Arity.MinimumNumberOfValues))
            .Concat(command.Options.Where(static o => o.Required).SelectMany(static o => new[] { o.Name, o.Name is "--to" ? "postgres" : "1" }));

        var parsed = VerbList.Root().Parse([.. verb.Split(' '), .. words, "--Hub:Data=/srv/hub"]);

        var refusal = SettingTokens.Refusal(parsed);
        (refusal is null).ShouldBe(Reading.Contains(verb), refusal);
        (refusal ?? verb).ShouldContain(verb);
    }

    /// <summary>Those that open the hub's own data by the settings.</summary>
    private static readonly HashSet<string> Reading =
    [
        "serve", "doctor", "calendar preview", "calendar apply", "import", "audit verify", "setup-admin", "pass", "reconcile", "backfill", "replay", "backup", "backup verify", "restore", "migrate",
    ];

    public static TheoryData<string> Verbs => new(Leaves(VerbList.Root(), ""));

    private static IEnumerable<string> Leaves(Command of, string path) => of.Subcommands.SelectMany(command =>
        Leaves(command, $"{path}{command.Name} ").Concat(command.Action is null ? [] : [$"{path}{command.Name}"]));

    [Fact]
    public async Task A_setting_for_a_verb_that_reads_none_ends_it()
    {
        using var folder = new TemporaryFolder();

        (await VerbList.RunAsync(["seed", "--tickets", "1", "--data", folder.File("data"), $"--Hub:Data={folder.Path}"])).ShouldBe(ExitCode.WrongUsage);

        Directory.Exists(folder.File("data")).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_a_folder_of_mails_only_the_mails_are_taken()
    {
        using var folder = new TemporaryFolder();
        using var mails = new TemporaryFolder();
        foreach (var name in new[] { "surat.eml", "daftar.jsonl", "catatan.txt", "1234.M5P6.setda7", "12." })
        {
            await File.WriteAllTextAsync(mails.File(name), $"From: Panitia <panitia@contoh.id>\r\nTo: kesra@setda.contoh\r\nSubject: {name}\r\nMessage-ID: <{name}@contoh.id>\r\n\r\nMohon bantuan.\r\n", Encoding.ASCII, TestContext.Current.CancellationToken);
        }

        (await VerbList.RunAsync(["import", "kotak", mails.Path, "--no-notices", .. Settings(folder)])).ShouldBe(ExitCode.Done);

        await using var db = Open(folder);
        (await db.Tickets.Select(t => t.Title).Order().ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(["12.", "1234.M5P6.setda7", "surat.eml"]);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Done, TestContext.Current.CancellationToken)).ShouldBe(3);
    }

    /// <summary>A dangling link and a loop of folders ended the verb in a stack trace, a pipe held it for ever.</summary>
    [Fact]
    public async Task What_is_no_file_in_a_folder_is_named_and_the_others_are_taken()
    {
        using var folder = new TemporaryFolder();
        using var mails = new TemporaryFolder();
        foreach (var name in (string[])["a.eml", "z.eml"])
        {
            await File.WriteAllTextAsync(mails.File(name), $"From: Panitia <panitia@contoh.id>\r\nTo: kesra@setda.contoh\r\nSubject: {name}\r\nMessage-ID: <{name}@contoh.id>\r\n\r\nMohon bantuan.\r\n", Encoding.ASCII, TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(mails.File("b.eml"), mails.File("tidak-ada.eml"));
        File.CreateSymbolicLink(mails.File("putar"), "..");
        using (var made = System.Diagnostics.Process.Start("mkfifo", mails.File("c.eml")))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (exit, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync(["import", "kotak", mails.Path, "--no-notices", .. Settings(folder)])).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain(VerbTexts.Say("ImportLink", mails.File("b.eml")));
        said.ShouldContain(VerbTexts.Say("ImportLink", mails.File("putar")));
        said.ShouldContain(VerbTexts.Say("ImportNoContent", mails.File("c.eml")));
        await using var db = Open(folder);
        (await db.Tickets.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    /// <summary>The sentence begins with the name by itself.</summary>
    [Fact]
    public async Task A_refused_file_is_named_once()
    {
        using var folder = new TemporaryFolder();
        var table = folder.File("besar.csv");
        await File.WriteAllTextAsync(table, $"nomor;uraian\n1;{new string('x', 300_000)}\n", TestContext.Current.CancellationToken);

        var (exit, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync(["import", "ekspor", table, "--Hub:Sources:ekspor:Kind=lapor-export", .. Settings(folder)]));

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain($"{table}: sebuah sel berisi teks");
    }

    private static string[] Settings(TemporaryFolder folder) =>
    [
        $"--Hub:Data={folder.Path}", "--Hub:AllowPrivateNetworks=true", "--Serilog:MinimumLevel:Default=Fatal", "--Hub:Sources:kotak:Kind=email", "--Hub:Sources:kotak:Options:Host=127.0.0.1",
        "--Hub:Sources:kotak:Options:Port=9", "--Hub:Sources:kotak:Options:Security=None", "--Hub:Sources:kotak:Options:User=kesra@setda.contoh", "--Hub:Sources:kotak:Options:Password=x",
    ];

    private static HubDbContext Open(TemporaryFolder folder) => new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db"))).Open();

    private static IEnumerable<string> Help() =>
        from file in new[] { "VerbTexts.resx", "VerbTexts.en.resx", "Bench/BenchTexts.resx", "Bench/BenchTexts.en.resx" }
        from text in XDocument.Parse(Tree.Read($"Hub.Host/Verbs/{file}")).Descendants("value")
        from Match example in Sample().Matches(text.Value.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal))
        from line in example.Groups["line"].Value.Split("; ")
        select line;

    /// <summary>Lines of their own; what stands in a sentence is a name.</summary>
    private static IEnumerable<string> Documents() =>
        from file in Tree.Files("docs", "*.md").Append("README.md")
        from line in Tree.Read(file).Split('\n')
        where line.StartsWith("hub ", StringComparison.Ordinal) && !line.Contains('`', StringComparison.Ordinal)
        select line;

    /// <summary>As a shell would: no comment, no redirection, nothing before a pipe.</summary>
    private static string[] Words(string example)
    {
        var command = example.Split('|')[^1];
        foreach (var end in new[] { " #", " <", " (" })
        {
            command = command.Split(end)[0];
        }

        return command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("(Contoh|Example): (?<line>(echo|hub) .*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();
}
