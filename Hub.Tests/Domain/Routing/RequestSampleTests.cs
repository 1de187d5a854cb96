using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Tests.Support;

namespace Hub.Tests.Domain.Routing;

/// <summary>Requests by a writer on whom nobody trained, beside the checkout: for measuring only.</summary>
public sealed class RequestSampleTests
{
    private static readonly Lazy<IReadOnlyList<LabelledRequest>> Sample =
        new(() => LabelledRequest.All(Path.Combine(Need.Corpus("requests"), "sample.jsonl"), Router.Embedded(ServiceCatalogue.Embedded())));

    [Fact]
    public void On_requests_by_a_stranger_the_route_is_right_where_it_is_sent()
    {
        var figures = LabelledFigures.Of(Sample.Value);

        figures.Right.ShouldBeGreaterThanOrEqualTo(0.95);
        figures.First.ShouldBeGreaterThanOrEqualTo(0.9);
        figures.Triage.ShouldBeLessThanOrEqualTo(0.2);
        figures.Held.ShouldBeGreaterThanOrEqualTo(0.85);
        figures.Kind.ShouldBeGreaterThanOrEqualTo(0.86);
    }

    [Fact]
    public void Who_needs_protection_gets_it() =>
        Sample.Value.Where(r => r.NeedsProtection && !r.IsProtected).Select(r => r.Words).ShouldBeEmpty();
}
