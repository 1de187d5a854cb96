using System.CommandLine;
using System.Text;
using Hub.Domain.Deadlines;
using Hub.Host.Verbs;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <content>What the program prints in the terminal: no verb knows a reader to whom a name or a secret word may be shown.</content>
public sealed partial class PlantedTests
{
    /// <summary>What is not run over the planted store, with all below it, and why.</summary>
    private static readonly Dictionary<string, string> Silent = new(StringComparer.Ordinal)
    {
        ["serve"] = "its pages are walked; it prints addresses alone",
        ["mail read"] = "prints the file that its caller gives, reads no store",
        ["route"] = "answers lines and learns from examples that its caller gives, reads no store",
        ["seed"] = "makes up tickets, reads none",
        ["bench"] = "measures a store of its own",
        ["migrate"] = "prints names of tables, counts and hashes; a MovedTable holds nothing else",
    };

    [Fact]
    public async Task No_verb_prints_who_wrote_or_a_secret_word()
    {
        await WipeAsync();
        var walked = new HashSet<string>(StringComparer.Ordinal);
        var faults = new List<string>();
        await foreach (var (verb, exit, said) in SaidByVerbsAsync())
        {
            walked.Add(NameOf(verb));
            exit.ShouldNotBe(ExitCode.WrongUsage, said);
            said.ShouldNotBeNullOrWhiteSpace(string.Join(' ', verb));
            faults.AddRange(Leaked(said).Select(mark => $"{string.Join(' ', verb.Where(static w => !w.Contains(':', StringComparison.Ordinal)))}: {mark}"));
        }

        faults.ShouldBeEmpty();
        Search(Files(folder.File("cadangan"))).ShouldBeEmpty();
        var left = Names(VerbList.Root(), "").ToLookup(static name => Silent.Keys.FirstOrDefault(why => $"{name} ".StartsWith($"{why} ", StringComparison.Ordinal)));
        left[null].ShouldBe(walked, ignoreOrder: true, "a verb is walked, or it is told why not");
        Silent.Keys.Except(left.Select(static verbs => verbs.Key)).ShouldBeEmpty("what is told of is there");
    }

    /// <summary>In this process and on the planted store, the log at its most talkative.</summary>
    private async IAsyncEnumerable<(string[] Verb, int Exit, string Said)> SaidByVerbsAsync()
    {
        var act = folder.File("libur.json");
        await File.WriteAllTextAsync(act, new CalendarAct { Id = "uji-2027", Number = "Keputusan uji", SignedOn = new DateOnly(2026, 11, 20), About = "libur", Adds = [new Holiday(new DateOnly(2026, 12, 1), "Libur", HolidayKind.National)] }.ToJson(), Token);
        var mail = folder.File("surat.eml");
        await File.WriteAllTextAsync(mail, All[2].ToMail(), Token);
        string[] given = [$"--Hub:Data={folder.Path}", "--Hub:AllowPrivateNetworks=true", "--Serilog:MinimumLevel:Default=Debug", .. settings.Where(static s => !s.Key.StartsWith("Serilog", StringComparison.Ordinal)).Select(static s => $"--{s.Key}={s.Value}")];
        string[][] verbs =
        [
            ["doctor", .. given], ["audit", "verify", .. given], ["audit", "verify", "--json", .. given], ["reconcile", .. given], ["reconcile", "--verify", .. given],
            ["replay", "lapor", .. given], ["replay", "email-organisasi", .. given], ["replay", "sihab", .. given], ["backfill", "sihab", .. given], ["import", "email-organisasi", mail, .. given],
            ["calendar", "preview", act, .. given], ["calendar", "preview", act, "--json", .. given], ["calendar", "apply", act, "--actor", "siti", .. given], ["pass", .. given], ["setup-admin", .. given],
            ["backup", "--to", folder.File("cadangan"), .. given],
        ];
        foreach (var verb in verbs)
        {
            yield return await SaidAsync(verb, () => VerbList.RunAsync(verb));
        }

        File.Delete(mail);
        var copy = Directory.GetFiles(folder.File("cadangan"), "*.backup", SearchOption.TopDirectoryOnly).ShouldHaveSingleItem();
        using var elsewhere = new TemporaryFolder();
        foreach (var verb in (string[][])[["backup", "verify", copy], ["restore", copy, $"--Hub:Data={elsewhere.File("data")}"]])
        {
            yield return await SaidAsync(verb, () => VerbList.RunAsync(verb));
        }

        string[] deadline = ["deadline", "--data", folder.Path, "--service", "1", "--received", "2026-11-20T09:00:00+08:00", "--explain"];
        yield return await SaidAsync(deadline, () =>
        {
            using var output = new MemoryStream();
            var exit = DeadlineVerb.Run(VerbList.Root().Parse(deadline), Stream.Null, output, Console.Error);
            Console.Out.Write(Encoding.UTF8.GetString(output.ToArray()));
            return Task.FromResult(exit);
        });
    }

    private static async Task<(string[] Verb, int Exit, string Said)> SaidAsync(string[] verb, Func<Task<int>> act)
    {
        var (exit, said) = await HeardConsole.DuringAsync(act);
        return (verb, exit, said);
    }

    private static string NameOf(string[] verb) => Names(VerbList.Root(), "").Where(name => $"{string.Join(' ', verb)} ".StartsWith($"{name} ", StringComparison.Ordinal)).MaxBy(static name => name.Length)!;

    /// <summary>Every verb that does something, with the words before it.</summary>
    private static IEnumerable<string> Names(Command command, string before) =>
        from verb in command.Subcommands
        let name = before + verb.Name
        from each in Names(verb, $"{name} ").Concat(verb.Action is null ? [] : [name])
        select each;
}
