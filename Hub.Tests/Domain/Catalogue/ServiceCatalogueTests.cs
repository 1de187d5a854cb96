using System.Text;
using Hub.Domain.Catalogue;

namespace Hub.Tests.Domain.Catalogue;

public sealed class ServiceCatalogueTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    [Fact]
    public void The_decree_has_nine_bureaus_and_thirty_four_services()
    {
        Catalogue.Bureaus.Count.ShouldBe(9);
        Catalogue.Services.Select(s => s.Number).ShouldBe(Enumerable.Range(1, 34));
        Catalogue.Services.ShouldAllBe(s => s.Requirements.Count > 0 && s.Procedure.Count > 0 && s.Products.Count > 0);
    }

    [Fact]
    public void Ten_inboxes_may_route_and_the_misprinted_one_may_not()
    {
        var inboxes = Catalogue.Bureaus.SelectMany(b => b.Inboxes).ToList();

        inboxes.Count.ShouldBe(10);
        inboxes.ShouldNotContain("perkonomian.kaltara@gmail.com");
    }

    [Theory]
    [InlineData("\"bureau\": \"kesra\"", "\"bureau\": \"kesar\"", "sihab", "kesar")]
    [InlineData("\"number\": 2,", "\"number\": 7,", "services[1].number 7")]
    [InlineData("\"classTable\": \"lapor\",\n   \"legalBasis\"", "\"classTable\": \"lapar\",\n   \"legalBasis\"", "layanan 29", "lapar")]
    [InlineData("\"classTable\": \"lapor\"", "\"classTable\": \"lapar\"", "systems[0]", "lapar")]
    [InlineData("\"code\": \"spse\"", "\"verifies\": true, \"code\": \"spse\"", "systems[1]", "hanya satu")]
    [InlineData("\"code\": \"hukum\"", "\"code\": \"kesra\"", "bureaus[2].code", "dua kali")]
    [InlineData("\"requirements\"", "\"persyaratan\"", "services[0]")]
    public void A_wrong_line_is_named(string from, string to, params string[] parts)
    {
        var json = Embedded();
        var at = json.IndexOf(from, StringComparison.Ordinal);
        at.ShouldBePositive();
        json = json[..at] + to + json[(at + from.Length)..];

        var fault = Should.Throw<CatalogueException>(() => ServiceCatalogue.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "catalogue.json"));

        fault.Message.ShouldStartWith("catalogue.json");
        parts.ShouldAllBe(part => fault.Message.Contains(part));
    }

    private static string Embedded()
    {
        using var reader = new StreamReader(typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!);
        return reader.ReadToEnd();
    }
}
