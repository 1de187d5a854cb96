using System.Text;
using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Work.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary>Answers questions line by line; a wrong line gets an error object and the run goes on.</summary>
internal sealed class RouteLines(Router router, ServiceCatalogue catalogue, IStringLocalizer<RouteTexts> texts)
{
    private readonly RouteSentences sentences = new(texts, catalogue);

    /// <returns>Always 0: what is wrong with a line is said on that line.</returns>
    public int Answer(Stream input, Stream output)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false));
        using var writer = new StreamWriter(output, new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
        for (var number = 1; reader.ReadLine() is string line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var (question, error) = Read(line, number);
            writer.WriteLine(error is null ? Say(question!) : JsonSerializer.Serialize(new { error }, RouteJson.Options));
        }

        return 0;
    }

    private string Say(RoutingQuestion question) => JsonSerializer.Serialize(RouteAnswer.Of(router.Decide(question), sentences), RouteJson.Options);

    private (RoutingQuestion? Question, string? Error) Read(string text, int number)
    {
        RouteLine? line;
        try
        {
            line = JsonSerializer.Deserialize<RouteLine>(text, RouteJson.Options);
        }
        catch (JsonException wrong)
        {
            return (null, wrong.Path is { Length: > 2 } path ? texts["bad-field", number, path[2..]] : texts["bad-line", number]);
        }

        if (line is null)
        {
            return (null, texts["bad-line", number]);
        }

        if (WrongField(line) is string field)
        {
            return (null, texts["bad-field", number, field]);
        }

        return string.IsNullOrWhiteSpace(line.Subject) && string.IsNullOrWhiteSpace(line.Body) && line.To is null && line.Source is null
            ? (null, texts["empty-line", number])
            : (line.Question(), null);
    }

    private string? WrongField(RouteLine line)
    {
        if (line.Kind is not null && KindCode.Read(line.Kind) is null)
        {
            return "kind";
        }

        if (line.Service is not null && catalogue.FindService(line.Service) is null)
        {
            return "service";
        }

        return line.Class is not null && catalogue.Classes.Values.All(table => table.All(c => c.Code != line.Class)) ? "class" : null;
    }
}
