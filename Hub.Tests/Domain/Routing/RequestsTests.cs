using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

/// <summary>The decree's 34 services in the words of citizens and offices: at least ten hand-made requests each, none of them among the training examples.</summary>
public sealed class RequestsTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Lazy<Router> Router = new(() => Hub.Domain.Routing.Router.Embedded(Catalogue));
    private static readonly Lazy<IReadOnlyList<RoutingExample>> Requests = new(() => RoutingExample.Load(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Domain", "Routing", "requests.jsonl")), "requests.jsonl", Catalogue));

    [Fact]
    public void There_are_ten_requests_for_every_service()
    {
        foreach (var service in Catalogue.Services)
        {
            Requests.Value.Count(r => r.Service == service.Number).ShouldBeGreaterThanOrEqualTo(10, service.Name);
        }
    }

    [Fact]
    public void Of_what_goes_on_without_a_person_19_in_20_reach_the_right_bureau()
    {
        var rows = Requests.Value.Select(request => (request, Decision: Router.Value.Decide(Question(request)))).ToList();
        var ours = rows.Where(r => r.request.Service is not null).ToList();
        var sent = ours.Where(r => !r.Decision.Triage).ToList();
        var others = rows.Where(r => r.request.Service is null).ToList();
        var bureau = sent.Count(r => r.Decision.Bureau == Catalogue.FindService(r.request.Service)!.Bureau) / (double)sent.Count;
        var service = sent.Count(r => r.Decision.Service == r.request.Service) / (double)sent.Count;
        var triage = 1 - (sent.Count / (double)ours.Count);
        var allBureau = ours.Count(r => r.Decision.Bureau == Catalogue.FindService(r.request.Service)!.Bureau && r.Decision.NotOurs is null) / (double)ours.Count;
        var kind = rows.Count(r => KindCode.Of(r.Decision.Kind) == r.request.Kind) / (double)rows.Count;

        foreach (var (request, d) in rows.Where(r => r.request.Service is not null && (r.Decision.Triage || r.Decision.Service != r.request.Service)))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{(d.Triage ? "T" : d.Bureau == Catalogue.FindService(request.Service)!.Bureau ? "s" : "B")} want {request.Service} got {d.Bureau}/{d.Service} {d.NotOurs} {d.Score:0.00} | {request.Text} | {string.Join("; ", d.Why.Select(w => w.Code + ":" + string.Join(",", w.Values)))}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"ours {ours.Count}, sent {sent.Count}, bureau {bureau:P1}, service {service:P1}, triage {triage:P1}, bureau of all {allBureau:P1}, kind {kind:P1}; others {others.Count}: triaged {others.Count(o => o.Decision.Triage)}, named {others.Count(o => o.Decision.NotOurs is not null)}");
        bureau.ShouldBeGreaterThanOrEqualTo(0.95);
        service.ShouldBeGreaterThanOrEqualTo(0.85);
        triage.ShouldBeLessThanOrEqualTo(0.25);
    }

    private static RoutingQuestion Question(RoutingExample request) => new() { System = "email", Body = request.Text };
}
