using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Domain.Submissions;
using Hub.Host.Intake;
using Hub.Mocks;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Connectors.Sample;

/// <summary>What a new coded system costs: its folder, one line in the catalogue, its fake and its cases. Nothing of the hub knows its name.</summary>
public sealed class SampleConnectorTests
{
    public static TheoryData<string> All => Cases.Of("Sample");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public void An_item_reads_as_its_case_says(string name) =>
        Cases.Check("Sample", name, new SampleConnector(new SourceContext("uji", TimeProvider.System), new SampleOptions { Address = "https://sumber.example/" }));

    [Fact]
    public async Task A_hub_that_knows_the_new_kind_makes_tickets_of_its_items()
    {
        using var fake = FakeServer.Start(new FakeOptions { Now = DateTimeOffset.UnixEpoch });
        fake.Answer("GET", "/entries", request => FakeAnswer.Json(request["after"] == "0"
            ? new JsonArray(new JsonObject { ["number"] = 7, ["guest"] = "Rahma", ["about"] = "Loket tutup", ["words"] = "Pukul 14.00 loket sudah tutup.", ["service"] = 3 })
            : []));
        await using var hub = await HubFixture.StartAsync(
            new Dictionary<string, string?> { ["Hub:Sources:buku:Kind"] = "sample", ["Hub:Sources:buku:Options:Address"] = fake.Address.ToString() },
            builder => builder.Services.AddSingleton(new ConnectorCatalog([.. ConnectorCatalog.Shipped.Kinds, SampleConnector.Kind])));

        await hub.Get<Pass>().RunAsync([], "uji", Token);

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Clocks).SingleAsync(Token);
        (ticket.System, ticket.Scope, ticket.ExternalId, ticket.Kind, ticket.Bureau).ShouldBe(("sample", "sample", "7", SubmissionKind.Complaint, "kesra"));
        ticket.Clocks.Select(c => c.Rule).ShouldNotContain("lapor-response");
    }
}
