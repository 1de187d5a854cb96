using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Http;
using Hub.Connectors.SiEvgan;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Hub.Mocks.SiEvgan;
using Hub.Tests.Connectors.KaltaraApi;

namespace Hub.Tests.Connectors.SiEvgan;

public sealed class SiEvganConnectorTests : ConnectorContract
{
    private SiEvganFake Own => (SiEvganFake)Fake;

    protected override IFake Start(FakeOptions options) => SiEvganFake.Start(options, "kunci-uji");

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new MappedOptions { Address = Fake.Address.ToString(), ApiKey = "kunci-uji" };
        wire(options);
        return new MappedConnector(context with { Clock = new StartedClock(Now) }, options, "SiEvgan");
    }

    [Fact]
    public async Task A_resubmission_keeps_its_number_and_is_a_new_version()
    {
        var connector = Connect();
        var first = await RunAsync(connector, null);
        Own.Change(321, new JsonObject { ["status"] = "Diajukan Ulang", ["pengajuan_ke"] = 2 });

        var later = await RunAsync(connector, first.Cursor);

        var change = later.Envelopes.Single(e => !first.Keys.Contains(e.Key));
        first.Ids.ShouldContain(change.Key.ExternalId);
        connector.Read(change).Facts.ShouldContain(KeyValuePair.Create("Pengajuan ke", "2"));
    }

    [Fact]
    public async Task Returning_an_application_needs_and_keeps_the_note()
    {
        var replies = (IReplies)Connect();
        var reply = new Reply { ExternalId = "EVG-2026-0031", Kind = ReplyKind.NotOurs, Text = "Perda belum dilampirkan.", IdempotencyKey = "KU-2/1" };

        await replies.ReplyAsync(reply, Token);
        var repeat = await replies.ReplyAsync(reply with { IdempotencyKey = "KU-2/2" }, Token);

        Own.Effects.ShouldHaveSingleItem().Kind.ShouldBe("kembalikan");
        repeat.ShouldBe("Sudah tercatat di sumber.");
        (await Should.ThrowAsync<ConnectorFailure>(() => replies.ReplyAsync(reply with { Text = " ", IdempotencyKey = "KU-2/3" }, Token))).Kind.ShouldBe(FailureKind.Refused);
    }

    [Fact]
    public async Task A_kind_of_reply_that_the_source_does_not_know_is_refused()
    {
        var reply = new Reply { ExternalId = "EVG-2026-0031", Kind = ReplyKind.FollowUp, Text = "x", IdempotencyKey = "k" };

        (await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token))).Kind.ShouldBe(FailureKind.Refused);
    }
}
