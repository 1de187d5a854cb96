using System.CommandLine;
using System.Globalization;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Foundation.Texts;
using Hub.Host.Work.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hub.Host.Verbs;

/// <summary><c>route</c>: whose an item is, and why, JSON Lines in and out; with <c>train</c> and <c>eval</c> for text models of any labels.</summary>
public static class RouteVerb
{
    private static readonly Option<FileInfo?> Rules = new("--rules") { Description = VerbTexts.Say("RouteRules") };
    private static readonly Option<FileInfo?> Examples = new("--examples") { Description = VerbTexts.Say("RouteExamples") };
    private static readonly Option<FileInfo?> ModelFile = new("--model") { Description = VerbTexts.Say("RouteModel") };
    private static readonly Option<bool> NoModel = new("--no-model") { Description = VerbTexts.Say("RouteNoModel") };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("RouteJson") };
    private static readonly Option<string> Language = new("--lang") { Description = VerbTexts.Say("Language"), DefaultValueFactory = _ => TerminalLanguage.Spoken.Name, Recursive = true };

    public static Command Create()
    {
        Language.AcceptOnlyFromAmong("id", "en");
        var command = new Command("route", VerbTexts.Say("Route")
            + VerbTexts.Say("RouteSample"))
        {
            Rules, Examples, ModelFile, NoModel, AsJson, Language,
        };
        command.SetAction(parsed =>
        {
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            return Run(parsed, input, output, Console.Error);
        });
        command.Add(TrainVerb.Create());
        command.Add(EvalVerb.Create());
        return command;
    }

    /// <returns>0 done, 1 refused.</returns>
    internal static int Run(ParseResult parsed, Stream input, Stream output, TextWriter people)
    {
        var texts = Texts(parsed);
        var catalogue = ServiceCatalogue.Embedded();
        try
        {
            var rules = parsed.GetValue(Rules) is FileInfo file ? Read(file, stream => RuleSet.Load(stream, file.Name, catalogue)) : RuleSet.Embedded(catalogue);
            return new RouteLines(new Router(catalogue, rules, Model(parsed, catalogue)), catalogue, texts).Answer(input, output);
        }
        catch (Exception refusal) when (refusal is RuleException or InvalidDataException)
        {
            people.WriteLine(refusal.Message);
            return 1;
        }
    }

    /// <summary>The texts without a host around them, in the language that was asked for.</summary>
    internal static IStringLocalizer<RouteTexts> Texts(ParseResult parsed)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(parsed.GetValue(Language) ?? "id");
        return new StringLocalizer<RouteTexts>(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));
    }

    /// <exception cref="RuleException">The file cannot be read.</exception>
    internal static T Load<T>(FileInfo file, Func<ReadOnlyMemory<byte>, T> load) => Read(file, _ => load(File.ReadAllBytes(file.FullName)));

    internal static T Read<T>(FileInfo file, Func<Stream, T> read)
    {
        try
        {
            using var stream = file.OpenRead();
            return read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RuleException.Of(e, "FileUnread", file.Name);
        }
    }

    private static RoutingModel? Model(ParseResult parsed, ServiceCatalogue catalogue)
    {
        if (parsed.GetValue(NoModel))
        {
            return null;
        }

        if (parsed.GetValue(ModelFile) is FileInfo model)
        {
            return Load(model, content => RoutingModel.Load(content, model.Name, catalogue));
        }

        return parsed.GetValue(Examples) is FileInfo file
            ? RoutingModel.Learn(Read(file, stream => RoutingExample.Load(stream, file.Name, catalogue)), catalogue)
            : RoutingModel.Embedded(catalogue);
    }
}
