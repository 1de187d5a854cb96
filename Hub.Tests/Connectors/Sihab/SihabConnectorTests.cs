using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Http;
using Hub.Connectors.Sihab;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Connectors.KaltaraApi;

namespace Hub.Tests.Connectors.Sihab;

public sealed class SihabConnectorTests : ConnectorContract
{
    private SihabFake Own => (SihabFake)Fake;

    protected override IFake Start(FakeOptions options) => SihabFake.Start(options, "kunci-uji");

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new MappedOptions { Address = Fake.Address.ToString(), ApiKey = "kunci-uji" };
        wire(options);
        return new MappedConnector(context with { Clock = new StartedClock(Now) }, options, "Sihab");
    }

    [Fact]
    public async Task A_status_that_went_backwards_is_a_new_version_of_the_same_item()
    {
        var connector = Connect();
        var first = await RunAsync(connector, null);
        Own.Change(833, new JsonObject { ["status"] = "Koreksi" });

        var later = await RunAsync(connector, first.Cursor);

        var change = later.Envelopes.Single(e => !first.Keys.Contains(e.Key));
        change.Key.ExternalId.ShouldBe("SIHAB/2026/000833");
        connector.Read(change).SourceStatus.ShouldBe("Koreksi");
    }

    [Fact]
    public async Task A_reply_is_written_once_however_often_it_is_sent()
    {
        var replies = (IReplies)Connect();
        var reply = new Reply { ExternalId = "SIHAB/2026/000801", Kind = ReplyKind.FirstResponse, Text = "Proposal diterima Biro Kesra.", IdempotencyKey = "KU-1/1" };

        await replies.ReplyAsync(reply, Token);
        await replies.ReplyAsync(reply, Token);

        var effect = Own.Effects.ShouldHaveSingleItem();
        effect.Id.ShouldBe("801");
        ((string?)effect.Set["status"]).ShouldBe("Verifikasi Berkas");
        ((string?)effect.Set["catatan"]).ShouldBe("Proposal diterima Biro Kesra.");
    }

    [Theory]
    [InlineData(ReplyKind.FirstResponse)]
    [InlineData(ReplyKind.Finished)]
    public async Task No_answer_decides_on_a_grant(ReplyKind kind)
    {
        await ((IReplies)Connect()).ReplyAsync(new Reply { ExternalId = "SIHAB/2026/000801", Kind = kind, Text = "Maaf, belum dapat dipenuhi tahun ini.", IdempotencyKey = "KU-1/2" }, Token);

        ((string?)Own.Effects.ShouldHaveSingleItem().Set["status"]).ShouldBe("Verifikasi Berkas");
    }

    /// <summary>The flag is there already, and the hub has not read it.</summary>
    [Fact]
    public async Task Words_that_were_looked_through_without_a_flag_wait_where_the_item_has_one()
    {
        var reply = new Reply { ExternalId = "SIHAB/2026/000801", Kind = ReplyKind.FirstResponse, Text = "Proposal Ibu Zubaidah diterima.", IdempotencyKey = "KU-1/1" };
        Own.Items.Change("801", new JsonObject { ["anonim"] = true });

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token));
        (failure.Kind, failure.Said.Code).ShouldBe((FailureKind.Transient, "WireTexts.FlagAtSource"));
        Own.Effects.ShouldBeEmpty();

        await ((IReplies)Connect()).ReplyAsync(reply with { Text = "Proposal diterima.", Guarded = true }, Token);
        ((string?)Own.Effects.ShouldHaveSingleItem().Set["catatan"]).ShouldBe("Proposal diterima.");
    }

    [Fact]
    public async Task They_wait_too_where_the_applicant_asks_for_no_name()
    {
        var reply = new Reply { ExternalId = "SIHAB/2026/000801", Kind = ReplyKind.FirstResponse, Text = "Proposal Ibu Zubaidah diterima.", IdempotencyKey = "KU-1/1" };
        Own.Items.Change("801", new JsonObject { ["pemohon"] = new JsonObject { ["nama"] = "Anonim" } });

        (await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token))).Said.Code.ShouldBe("WireTexts.FlagAtSource");
        Own.Effects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_to_an_item_that_is_gone_is_refused_with_its_number()
    {
        var reply = new Reply { ExternalId = "SIHAB/2020/1", Kind = ReplyKind.Finished, Text = "x", IdempotencyKey = "k" };

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token));

        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Message.ShouldContain("SIHAB/2020/1");
    }

    [Fact]
    public async Task Small_portions_bring_everything_and_the_cursor_does_not_jump()
    {
        var connector = Connect(o => ((MappedOptions)o).PortionSize = 7);

        var run = await RunAsync(connector, null);

        run.Ids.Count.ShouldBe(44);
        run.Total.ShouldBe(44);
    }
}
