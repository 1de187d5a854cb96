using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Texts;
using Hub.Host.Storage;
using Hub.Host.Work.Deadlines;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hub.Host.Verbs;

/// <summary><c>deadline</c>: by when, and why. One question by options, or JSON Lines from standard input.</summary>
public static class DeadlineVerb
{
    private static readonly Option<int?> Service = new("--service") { Description = VerbTexts.Say("DeadlineService") };
    private static readonly Option<string?> Class = new("--class") { Description = VerbTexts.Say("DeadlineClass") };
    private static readonly Option<string?> Rule = new("--rule") { Description = VerbTexts.Say("DeadlineRule") };
    private static readonly Option<string?> Received = new("--received") { Description = VerbTexts.Say("DeadlineReceived") };
    private static readonly Option<string?> Event = new("--event") { Description = VerbTexts.Say("DeadlineEvent") };
    private static readonly Option<string[]> Pause = new("--pause") { Description = VerbTexts.Say("DeadlinePause"), AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Extended = new("--extended") { Description = VerbTexts.Say("DeadlineExtended") };
    private static readonly Option<bool> Explain = new("--explain") { Description = VerbTexts.Say("DeadlineExplain") };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("AnswerAsObject") };
    private static readonly Option<string> Language = new("--lang") { Description = VerbTexts.Say("Language"), DefaultValueFactory = _ => TerminalLanguage.Spoken.Name };
    private static readonly Option<FileInfo?> CalendarFile = new("--calendar") { Description = VerbTexts.Say("DeadlineCalendar") };
    private static readonly Option<FileInfo?> StandardsFile = new("--standards") { Description = VerbTexts.Say("DeadlineStandards") };
    private static readonly Option<DirectoryInfo?> Data = new("--data") { Description = VerbTexts.Say("DeadlineData") };
    private static readonly Option<string?> Connection = new("--connection") { Description = VerbTexts.Say("DeadlineConnection") };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = VerbTexts.Say("DeadlineAsOf") };

    public static Command Create()
    {
        Language.AcceptOnlyFromAmong("id", "en");
        var command = new Command("deadline", VerbTexts.Say("Deadline")
            + VerbTexts.Say("DeadlineSample"))
        {
            Service, Class, Rule, Received, Event, Pause, Extended, Explain, AsJson, Language, CalendarFile, StandardsFile, Data, Connection, AsOf,
        };
        command.SetAction(parsed =>
        {
            using var output = Console.OpenStandardOutput();
            using var input = Console.OpenStandardInput();
            return Run(parsed, input, output, Console.Error);
        });
        return command;
    }

    /// <returns>0 done, 1 refused, 2 wrong usage.</returns>
    internal static int Run(ParseResult parsed, Stream input, Stream output, TextWriter people)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(parsed.GetValue(Language)!);
        var texts = Texts();
        DeadlineAnswers answers;
        try
        {
            var basis = LoadBasis(parsed);
            answers = new DeadlineAnswers(basis.Standards, AsKnown(parsed, basis.Calendar));
        }
        catch (Exception refusal) when (refusal is CalendarException or StartupRefusal)
        {
            people.WriteLine(refusal.Message);
            return 1;
        }

        return IsOneQuestion(parsed)
            ? new OneDeadline(answers, texts, parsed.GetValue(AsJson), parsed.GetValue(Explain)).Answer(Line(parsed), output, people)
            : new DeadlineLines(answers, texts, parsed.GetValue(Explain)).Answer(input, output, people);
    }

    /// <summary>The texts without a host around them.</summary>
    internal static IStringLocalizer<DeadlineTexts> Texts() => new StringLocalizer<DeadlineTexts>(
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    private static bool IsOneQuestion(ParseResult parsed) =>
        parsed.GetResult(Service) is not null || parsed.GetResult(Rule) is not null || parsed.GetResult(Received) is not null || parsed.GetResult(Class) is not null;

    /// <summary>What ships with the program, or what a hub has approved, or other files.</summary>
    private static Basis LoadBasis(ParseResult parsed)
    {
        var basis = StoreOf(parsed) is Database hub ? BasisInForce.OfAsync(hub, CancellationToken.None).GetAwaiter().GetResult() : Basis.Embedded();
        return new Basis(
            parsed.GetValue(StandardsFile) is FileInfo standards ? Open(standards, Standards.Load) : basis.Standards,
            parsed.GetValue(CalendarFile) is FileInfo calendar ? Open(calendar, WorkingCalendar.Load) : basis.Calendar);
    }

    private static Database? StoreOf(ParseResult parsed)
    {
        if (parsed.GetValue(Connection) is string connection)
        {
            return new Database(StoreKind.Postgres, connection);
        }

        if (parsed.GetValue(Data) is not DirectoryInfo folder)
        {
            return null;
        }

        var file = Path.Combine(folder.FullName, "hub.db");
        return File.Exists(file) ? new Database(StoreKind.Sqlite, Database.SqliteFile(file)) : throw CalendarException.Of("NoStore", folder.FullName);
    }

    private static WorkingCalendar AsKnown(ParseResult parsed, WorkingCalendar calendar) => parsed.GetValue(AsOf) switch
    {
        null => calendar,
        string text when IsoInstant.TryDate(text, out var date) => calendar.AsOf(date),
        string text => throw CalendarException.Of("NoAsOf", text),
    };

    private static T Open<T>(FileInfo file, Func<Stream, string, T> load)
    {
        try
        {
            using var stream = file.OpenRead();
            return load(stream, file.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CalendarException.Of(e, "FileUnread", file.Name);
        }
    }

    /// <summary>The options as the line they stand for, so that both entrances are read and refused alike.</summary>
    private static byte[] Line(ParseResult parsed)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            WriteNumber(json, "service", parsed.GetValue(Service));
            WriteText(json, "class", parsed.GetValue(Class));
            WriteText(json, "rule", parsed.GetValue(Rule));
            WriteText(json, "received", parsed.GetValue(Received));
            WriteText(json, "event", parsed.GetValue(Event));
            json.WriteBoolean("extended", parsed.GetValue(Extended));
            json.WriteStartArray("pauses");
            foreach (var pause in parsed.GetValue(Pause) ?? [])
            {
                var (from, to) = pause.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? (pause[..slash], pause[(slash + 1)..]) : (pause, "");
                json.WriteStartObject();
                WriteText(json, "from", from);
                WriteText(json, "to", to.Length == 0 ? null : to);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return line.ToArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is int number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
