using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Connectors.Spse;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Hub.Mocks.Spse;

namespace Hub.Tests.Connectors.Spse;

public class InaprocConnectorTests : ConnectorContract
{
    protected override IFake Start(FakeOptions options) => SpseFake.Start(options);

    protected override IReadOnlyList<string> Secrets => [SpseFake.Token];

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new InaprocOptions { Address = ((SpseFake)Fake).Inaproc, Token = SpseFake.Token, KodeKlpd = SpseFake.KodeKlpd, Tahun = Now.Year, Limit = 9 };
        wire(options);
        return new InaprocConnector(context, options);
    }

    [Fact]
    public async Task A_repeated_package_is_one_item_with_several_versions_the_newest_last()
    {
        var connector = Connect();

        var repeated = (await RunAsync(connector, null)).Envelopes
            .Where(e => e.Key.ExternalId.StartsWith("tender:", StringComparison.Ordinal))
            .GroupBy(e => e.Key.ExternalId).First(g => g.Count(e => e.Key.Version.Contains("pengumuman", StringComparison.Ordinal)) == 3);

        repeated.Select(e => e.Key.Version[..2]).ShouldBe(["v1", "v2", "v3"]);
        connector.Read(repeated.Last()).Facts.ShouldContain(f => f.Key == "Alasan diulang");
    }

    [Fact]
    public async Task An_objection_period_is_a_request_that_is_due_at_its_end()
    {
        var connector = Connect();

        var stages = (await RunAsync(connector, null)).Envelopes
            .Where(e => e.Key.ExternalId.StartsWith("jadwal:", StringComparison.Ordinal)).Select(connector.Read).ToArray();

        stages.Length.ShouldBeGreaterThanOrEqualTo(6);
        stages.ShouldAllBe(s => s.Kind == SubmissionKind.Request && s.StageEndsAt != null);
        stages.ShouldContain(s => s.SourceState == SourceState.Closed);
    }

    [Fact]
    public async Task Every_money_form_and_date_form_of_the_source_is_understood()
    {
        var connector = Connect();
        var run = await RunAsync(connector, null);

        var packages = run.Envelopes.Where(e => !e.Key.ExternalId.StartsWith("jadwal:", StringComparison.Ordinal)).ToArray();

        packages.ShouldAllBe(e => e.ReceivedAt < Now && e.ReceivedAt > Now.AddDays(-70));
        packages.Select(connector.Read).ShouldAllBe(s => s.Facts.Any(f => f.Key == "Pagu" && f.Value.StartsWith("Rp ", StringComparison.Ordinal)));
        packages.SelectMany(e => connector.Read(e).Drifts).ShouldBeEmpty();
    }
}

public class IsbConnectorTests : ConnectorContract
{
    protected override IFake Start(FakeOptions options) => SpseFake.Start(options);

    protected override bool HasPages => false;

    protected override IReadOnlyList<string> Secrets => [SpseFake.IsbKey];

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = Options(SpseFake.IsbKey);
        wire(options);
        return new IsbConnector(context, options);
    }

    [Fact]
    public async Task A_wrong_service_address_is_named()
    {
        using var connector = new IsbConnector(new SourceContext("uji", TimeProvider.System), Options("11111111-aaaa-bbbb-cccc-000000000999"));

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => connector.FetchAsync(null, Token));

        failure.Kind.ShouldBe(FailureKind.Credentials);
        failure.Message.ShouldContain("URL-NOT-DEFINED");
        failure.Message.ShouldNotContain("11111111");
    }

    [Fact]
    public async Task The_date_of_the_nightly_copy_makes_no_new_version()
    {
        var first = await RunAsync(Connect(), null);
        using var tomorrow = SpseFake.Start(new FakeOptions { Now = Now, Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now.AddMinutes(15 * 60)) });
        var options = Options(SpseFake.IsbKey);
        options.Address = tomorrow.Isb;
        using var connector = new IsbConnector(new SourceContext("uji", TimeProvider.System), options);

        var second = await RunAsync(connector, null);

        first.Keys.Except(second.Keys).ShouldBeEmpty();
        second.Envelopes.Select(e => System.Text.Encoding.UTF8.GetString(e.Raw.Span)).ShouldContain(raw => raw.Contains("\"_event_date\":\"2026-03-13\"", StringComparison.Ordinal));
    }

    private IsbOptions Options(string key) => new()
    {
        Address = ((SpseFake)Fake).Isb,
        KdLpse = SpseFake.KdLpse,
        Tahun = Now.Year,
        BatchSize = 10,
        SpacingMs = 0,
        TenderPengumuman = $"{key}/json/1013/SPSE-TenderPengumuman",
        TenderSelesai = $"{key}/json/1014/SPSE-TenderSelesai",
        NonTenderPengumuman = $"{key}/json/1016/SPSE-NonTenderPengumuman",
        NonTenderSelesai = $"{key}/json/1017/SPSE-NonTenderSelesai",
        JadwalTahapanTender = $"{key}/json/1068/SPSE-JadwalTahapanTender",
    };
}

public class GridConnectorTests : ConnectorContract
{
    protected override IFake Start(FakeOptions options) => SpseFake.Start(options);

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new GridOptions { Address = ((SpseFake)Fake).Grid, Tahun = Now.Year, PageSize = 11, Pencatatan = true };
        wire(options);
        return new GridConnector(context, options);
    }

    [Fact]
    public async Task A_tender_has_the_same_name_in_all_three_transports()
    {
        var grid = (await RunAsync(Connect(), null)).Ids;
        using var connector = new InaprocConnector(
            new SourceContext("uji", TimeProvider.System),
            new InaprocOptions { Address = ((SpseFake)Fake).Inaproc, Token = SpseFake.Token, KodeKlpd = SpseFake.KodeKlpd, Tahun = Now.Year, SpacingMs = 0 });

        var inaproc = (await RunAsync(connector, null)).Ids;

        inaproc.Where(i => !i.StartsWith("jadwal:", StringComparison.Ordinal)).ShouldBeSubsetOf(grid);
    }

    [Fact]
    public async Task Short_money_is_written_out_and_badges_vanish_from_names()
    {
        var connector = Connect();

        var read = (await RunAsync(connector, null)).Envelopes.Select(connector.Read).ToArray();

        read.ShouldContain(s => s.Title == "Belanja jasa internet kantor penghubung" && s.Facts.Any(f => f.Key == "Pagu" && f.Value == "Rp 3.800.000"));
        read.ShouldAllBe(s => !s.Title.Contains('<'));
    }
}
