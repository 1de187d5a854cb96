using System.Globalization;
using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Letters;
using Hub.Domain.Routing;
using Hub.Tests.Support;

namespace Hub.Tests.Domain.Routing;

/// <summary>Requests by a writer on whom nobody trained, beside the checkout: for measuring only.</summary>
public sealed class RequestSampleTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    [Fact]
    public void On_requests_by_a_stranger_the_route_is_right_where_it_is_sent()
    {
        var router = Router.Embedded(Catalogue);
        var rows = File.ReadLines(Path.Combine(Need.Corpus("requests"), "sample.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Select(row => new Sampled(row, router)).ToList();
        var (decidable, open) = (rows.Where(r => r.IsDecidable).ToList(), rows.Where(r => !r.IsDecidable).ToList());
        var sent = decidable.Where(r => !r.Decision.Triage).ToList();

        var figures = new
        {
            Sent = sent.Count,
            Right = Share(sent, r => r.Guess == r.Bureau),
            First = Share(decidable, r => r.Guess == r.Bureau),
            Triage = Share(decidable, r => r.Decision.Triage),
            Held = Share(open, r => r.Decision.Triage),
            Kind = Share([.. rows.Where(r => r.Kind is not null)], r => KindCode.Of(r.Decision.Kind) == r.Kind),
        };
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString()!);

        figures.Right.ShouldBeGreaterThanOrEqualTo(0.95);
        figures.First.ShouldBeGreaterThanOrEqualTo(0.85);
        figures.Triage.ShouldBeLessThanOrEqualTo(0.2);
        figures.Held.ShouldBeGreaterThanOrEqualTo(0.7);
        figures.Kind.ShouldBeGreaterThanOrEqualTo(0.84);
    }

    private static double Share(IReadOnlyCollection<Sampled> rows, Func<Sampled, bool> holds) => rows.Count == 0 ? 0 : rows.Count(holds) / (double)rows.Count;

    private sealed class Sampled(JsonElement row, Router router)
    {
        public RoutingDecision Decision { get; } = router.Decide(Question(row));

        public string? Bureau { get; } = Text(row, "bureau");

        /// <summary>One of the nine answers for it, and a careful person would not ask first.</summary>
        public bool IsDecidable => Bureau is not null && !row.GetProperty("triage").GetBoolean();

        public string? Guess => Decision.NotOurs is null ? Decision.Bureau : null;

        public string? Kind => Text(row, "kind") switch
        {
            "complaint" => "pengaduan",
            "request" => "permohonan",
            "information" => "permintaan-informasi",
            "aspiration" => "aspirasi",
            "report" => "laporan",
            _ => null,
        };

        private static RoutingQuestion Question(JsonElement row)
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
}
