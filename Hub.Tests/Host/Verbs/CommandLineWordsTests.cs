using System.CommandLine;
using Hub.Domain;
using Hub.Host.Verbs;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Verbs;

/// <summary>The frame of the help and the parser's errors speak the language of the terminal; of one and of many each form is used.</summary>
public sealed class CommandLineWordsTests
{
    private static readonly string[] Theirs = ["Description:", "Usage:", "Arguments:", "Options:", "Commands:", "(REQUIRED)", "[default:", "[options]", "[command]", "Show help", "Show version", "Arguments passed", "...]]"];

    public static TheoryData<string> Verbs => [.. Names(VerbList.Root(), "")];

    [Theory, MemberData(nameof(Verbs))]
    public async Task The_help_of_a_verb_holds_no_word_of_the_parser(string verb)
    {
        var (exit, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));

        exit.ShouldBe(ExitCode.Done);
        said.ShouldContain("Pemakaian:");
        Theirs.Where(word => said.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty(said);
    }

    [Theory]
    [InlineData("import", "Masukan untuk perintah import belum disebut")]
    [InlineData("migrate", "Pilihan --to wajib diisi.")]
    [InlineData("deadline --lang fr", "fr tidak dikenal. Pilihan: id, en.")]
    [InlineData("deadline --service tiga", "tiga bukan nilai untuk --service")]
    [InlineData("audit", "Perintahnya belum disebut")]
    public async Task An_error_of_the_parser_is_worded_anew(string line, string sentence)
    {
        var (exit, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync(line.Split(' ')));

        exit.ShouldBe(ExitCode.WrongUsage);
        said.ShouldContain(sentence);
    }

    [Theory]
    [InlineData(1, "1 thing is not ready.")]
    [InlineData(2, "2 things are not ready.")]
    [InlineData(0, "0 things are not ready.")]
    public void One_and_many_have_their_forms(int count, string sentence) => Sentences.Fill("{0} {0:thing is|things are} not ready.", count).ShouldBe(sentence);

    private static IEnumerable<string> Names(Command command, string above) =>
        command.Subcommands.SelectMany(c => Names(c, $"{above} {c.Name}".Trim())).Prepend(above);
}
