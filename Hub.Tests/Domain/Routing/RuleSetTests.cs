using System.Text;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Tests.Domain.Routing;

public sealed class RuleSetTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    [Fact]
    public void The_set_can_be_written_and_read_again()
    {
        var rules = RuleSet.Embedded(Catalogue);

        var again = Load(rules.ToJson());

        again.Version.ShouldBe(rules.Version);
        again.ToJson().ShouldBe(rules.ToJson());
        again.Rules.ShouldAllBe(r => r.Owner.Length > 0 && r.Note.Length > 0);
    }

    [Theory]
    [InlineData("""{"id":"A B"}""", "rules[0].id", "A B")]
    [InlineData("""{"owner":" "}""", "aturan \"satu\"", "\"owner\"")]
    [InlineData("""{"note":""}""", "aturan \"satu\"", "\"note\"")]
    [InlineData("""{"when":{}}""", "aturan \"satu\"", "\"when\"")]
    [InlineData("""{"when":{"words":[{"any":["??"]}]}}""", "\"when.words[0]\"", "??")]
    [InlineData("""{"when":{"words":[{"near":{"words":["satu"],"within":3}}]}}""", "when.words[0].near")]
    [InlineData("""{"when":{"to":[" "]}}""", "\"when.to\"")]
    [InlineData("""{"then":{}}""", "\"then\" kosong")]
    [InlineData("""{"then":{"bureau":"kesar"}}""", "\"then.bureau\"", "kesar")]
    [InlineData("""{"then":{"service":99}}""", "\"then.service\"", "99")]
    [InlineData("""{"then":{"bureau":"umum","service":3}}""", "\"then.service\"", "bukan milik")]
    [InlineData("""{"then":{"bureau":"umum","notOurs":"PLN"}}""", "\"then.notOurs\"")]
    [InlineData("""{"then":{"kind":"keluhan"}}""", "\"then.kind\"", "pengaduan")]
    [InlineData("""{"then":{"class":"berat"}}""", "\"then.class\"", "berat")]
    [InlineData("""{"then":{"bureau":"umum","odds":0}}""", "\"then.odds\"")]
    [InlineData("""{"whom":"umum"}""", "rules[0]", "whom")]
    public void A_wrong_rule_is_named_with_its_field(string change, params string[] parts)
    {
        var fault = Should.Throw<RuleException>(() => Load(Changed(change)));

        fault.Message.ShouldStartWith("aturan.json");
        fault.Message.ShouldEndWith(".");
        parts.ShouldAllBe(part => fault.Message.Contains(part, StringComparison.Ordinal), fault.Message);
    }

    [Fact]
    public void Two_rules_cannot_share_an_id()
    {
        var rule = RuleSet.Embedded(Catalogue).Rules[0];

        Should.Throw<RuleException>(() => RuleSet.Of(1, [rule, rule], Catalogue)).Message.ShouldContain("dua kali");
    }

    [Theory]
    [InlineData("""{"words":[{"any":["meminjam"]}]}""", true)]
    [InlineData("""{"words":[{"any":["meminjam"],"exact":true}]}""", false)]
    [InlineData("""{"words":[{"any":["ruang rapat"]}]}""", true)]
    [InlineData("""{"words":[{"any":["rapat ruang"]}]}""", false)]
    [InlineData("""{"words":[{"all":["ruang","rapat","pinjam"]}]}""", true)]
    [InlineData("""{"words":[{"all":["ruang","mobil"]}]}""", false)]
    [InlineData("""{"words":[{"any":["ruang"],"none":["senin"]}]}""", false)]
    [InlineData("""{"words":[{"near":{"words":["pinjam","senin"],"within":6}}]}""", true)]
    [InlineData("""{"words":[{"near":{"words":["pinjam","senin"],"within":3}}]}""", false)]
    [InlineData("""{"words":[{"any":["senin"],"in":"subject"}]}""", false)]
    [InlineData("""{"words":[{"any":["senin"],"in":"body"}]}""", true)]
    [InlineData("""{"system":["lapor"]}""", false)]
    [InlineData("""{"to":["UMPERSETDAPROV@gmail.com"]}""", true)]
    [InlineData("""{"category":["sarana"]}""", true)]
    [InlineData("""{"area":["tanjung selor"]}""", true)]
    [InlineData("""{"area":["tarakan"]}""", false)]
    [InlineData("""{"organisation":["dinas kesehatan"]}""", true)]
    [InlineData("""{"letterCode":["B-KESRA"]}""", true)]
    [InlineData("""{"letterCode":["BO"]}""", false)]
    [InlineData("""{"reporter":"office"}""", true)]
    [InlineData("""{"reporter":"person"}""", false)]
    [InlineData("""{"service":[27]}""", false)]
    [InlineData("""{"to":["umpersetdaprov@gmail.com"],"words":[{"any":["mobil"]}]}""", false)]
    public void A_condition_holds_or_not(string when, bool holds)
    {
        var rules = Load($$$"""{"version":1,"rules":[{"id":"satu","order":1,"owner":"a","note":"b","when":{{{when}}},"then":{"bureau":"hukum"}}]}""");
        var question = new RoutingQuestion
        {
            System = "email", To = "umpersetdaprov@gmail.com", Subject = "Peminjaman ruang rapat", Body = "Mohon peminjaman ruang rapat untuk hari Senin.",
            Category = "Sarana dan prasarana", Area = "Kec. Tanjung Selor", Organisation = "Dinas Kesehatan", LetterNumber = "400/1/ BKESRA /2025",
        };

        var decision = new Router(Catalogue, rules).Decide(question);

        decision.Matched.Contains("satu").ShouldBe(holds);
        (decision.Rule == "satu").ShouldBe(holds);
    }

    private static string Changed(string change)
    {
        var rule = System.Text.Json.Nodes.JsonNode.Parse("""{"id":"satu","order":1,"owner":"Biro Organisasi","note":"uji","when":{"system":["email"]},"then":{"bureau":"umum"}}""")!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
        {
            rule[name] = value?.DeepClone();
        }

        return $$"""{"version":1,"rules":[{{rule.ToJsonString()}}]}""";
    }

    private static RuleSet Load(string json) => RuleSet.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "aturan.json", Catalogue);
}
