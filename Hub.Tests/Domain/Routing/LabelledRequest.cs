using System.Globalization;
using System.Text.Json;
using Hub.Domain.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

/// <summary>A request with the right answer beside it, as <c>requests/sample.jsonl</c> writes them, and what the router says.</summary>
internal sealed class LabelledRequest(JsonElement row, Router router)
{
    private readonly RoutingQuestion question = Read(row);

    public RoutingDecision Decision => field ??= router.Decide(question);

    public string Words => $"{question.Subject}\n{question.Body}";

    public string? Bureau { get; } = Text(row, "bureau");

    /// <summary>One of the nine answers for it, and a careful person would not ask first.</summary>
    public bool IsDecidable => Bureau is not null && !row.GetProperty("triage").GetBoolean();

    public bool NeedsProtection => row.GetProperty("protect").GetBoolean();

    public bool IsProtected => ProtectionReader.Read(Words) is not null;

    public bool IsRight => Decision.NotOurs is null && Decision.Bureau == Bureau;

    public string? Kind => Text(row, "kind") switch
    {
        "complaint" => "pengaduan",
        "request" => "permohonan",
        "information" => "permintaan-informasi",
        "aspiration" => "aspirasi",
        "report" => "laporan",
        _ => null,
    };

    public static IReadOnlyList<LabelledRequest> All(string path, Router router) =>
        [.. File.ReadLines(path).Select(line => new LabelledRequest(JsonDocument.Parse(line).RootElement, router))];

    private static RoutingQuestion Read(JsonElement row)
    {
        var letter = row.GetProperty("attachments").EnumerateArray().Select(file => Text(file, "text")).FirstOrDefault(text => text is { Length: > 0 });
        var read = letter is null ? null : LetterReader.Read(letter, DateOnly.Parse(Text(row, "received")!, CultureInfo.InvariantCulture));
        return new RoutingQuestion
        {
            System = Text(row, "source")!, To = Text(row, "to"), Subject = Text(row, "subject") ?? "", Body = $"{Text(row, "body")}\n\n{letter}".Trim(), Category = Text(row, "category"),
            LetterNumber = read?.Number, Organisation = read?.From,
        };
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

/// <summary>How a router does on labelled requests, as shares.</summary>
internal sealed record LabelledFigures(double Sent, double Right, double First, double Triage, double Held, double Kind)
{
    public static LabelledFigures Of(IReadOnlyList<LabelledRequest> rows)
    {
        var decidable = rows.Where(r => r.IsDecidable).ToList();
        var figures = new LabelledFigures(
            Sent: Share(rows, r => !r.Decision.Triage),
            Right: Share([.. rows.Where(r => !r.Decision.Triage)], r => r.IsRight),
            First: Share(decidable, r => r.IsRight),
            Triage: Share(decidable, r => r.Decision.Triage),
            Held: Share([.. rows.Where(r => !r.IsDecidable)], r => r.Decision.Triage),
            Kind: Share([.. rows.Where(r => r.Kind is not null)], r => KindCode.Of(r.Decision.Kind) == r.Kind));
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString());
        return figures;
    }

    private static double Share(IReadOnlyCollection<LabelledRequest> rows, Func<LabelledRequest, bool> holds) => rows.Count == 0 ? 0 : rows.Count(holds) / (double)rows.Count;
}
