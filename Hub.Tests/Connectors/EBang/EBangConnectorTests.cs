using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Http;
using Hub.Connectors.EBang;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Hub.Mocks.EBang;
using Hub.Tests.Connectors.KaltaraApi;

namespace Hub.Tests.Connectors.EBang;

public sealed class EBangConnectorTests : ConnectorContract
{
    private EBangFake Own => (EBangFake)Fake;

    protected override IFake Start(FakeOptions options) => EBangFake.Start(options, "kunci-uji");

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new EBangOptions { Address = Fake.Address.ToString(), ApiKey = "kunci-uji" };
        wire(options);
        return new MappedConnector(context with { Clock = new StartedClock(Now) }, options, "EBang");
    }

    [Fact]
    public async Task A_report_that_is_due_and_absent_stands_as_an_open_report()
    {
        var june = new DateTimeOffset(2026, 6, 12, 2, 0, 0, TimeSpan.Zero);
        using var fake = EBangFake.Start(new FakeOptions { Now = june, Clock = new StartedClock(june) }, "kunci-uji");
        var connector = new MappedConnector(new SourceContext("uji", new StartedClock(june)), new EBangOptions { Address = fake.Address.ToString(), ApiKey = "kunci-uji", SpacingMs = 0 }, "EBang");
        var run = await RunAsync(connector, null);

        var submission = connector.Read(run.Envelopes.Single(e => e.Key.ExternalId == "4.01.01:2026:04:4.01.03.1.01.0003"));

        (submission.Kind, submission.SourceState).ShouldBe((SubmissionKind.Report, SourceState.Open));
        submission.SourceStatus.ShouldBe("Belum Lapor");
        submission.Title.ShouldBe("Realisasi April 2026: Pengendalian dan Evaluasi Program (Sekretariat Daerah)");
        submission.ReceivedAt.ShouldBe(new DateTimeOffset(2026, 5, 20, 16, 0, 0, TimeSpan.Zero), "the day after the 20th, office time");
    }

    [Fact]
    public async Task A_month_that_did_not_change_is_not_handed_over_again()
    {
        var connector = Connect();
        var first = await RunAsync(connector, null);

        (await RunAsync(connector, first.Cursor)).Envelopes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_budget_revision_changes_a_past_month()
    {
        var connector = Connect();
        var first = await RunAsync(connector, null);
        Own.Change(501, new JsonObject { ["pagu"] = 13100000000 });

        var later = await RunAsync(connector, first.Cursor);

        var change = later.Envelopes.Single(e => !first.Keys.Contains(e.Key));
        first.Ids.ShouldContain(change.Key.ExternalId);
        connector.Read(change).Facts.ShouldContain(KeyValuePair.Create("Pagu", "Rp 13.100.000.000"));
    }
}
