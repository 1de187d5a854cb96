using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Connectors.Lapor;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Hub.Mocks.Lapor;

namespace Hub.Tests.Connectors.Lapor;

public class LaporConnectorTests : ConnectorContract
{
    private LaporFake Lapor => (LaporFake)Fake;

    protected override IFake Start(FakeOptions options) => LaporFake.Start(options);

    protected override IReadOnlyList<string> Secrets => [LaporFake.AccessKey, LaporFake.Token];

    protected override IConnector Connect(SourceContext context, Action<WireOptions> wire)
    {
        var options = new LaporOptions
        {
            Address = Fake.Address,
            AccessKey = LaporFake.AccessKey,
            Token = LaporFake.Token,
            InstitutionId = LaporFake.InstitutionId,
            UserId = LaporFake.UserId,
            FirstResponseTemplate = "first_response",
            PageSize = 7,
            BatchSize = 10,
        };
        wire(options);
        return new LaporConnector(context, options);
    }

    [Fact]
    public async Task What_the_source_lists_is_what_was_taken()
    {
        var run = await RunAsync(Connect(), null);

        run.Ids.ShouldBe(Lapor.Ids.Select(i => i.ToString()), ignoreOrder: true);
        run.Total.ShouldBe(run.Ids.Count);
    }

    [Fact]
    public async Task A_change_at_the_source_is_a_new_version_of_the_same_report()
    {
        var first = await RunAsync(Connect(), null);
        var id = Lapor.Ids[3];

        Lapor.Change(id, data => data["status_name"] = "Selesai");

        var connector = Connect();
        var fresh = (await RunAsync(connector, first.Cursor)).Envelopes.Where(e => !first.Keys.Contains(e.Key)).ToArray();
        fresh.ShouldHaveSingleItem().Key.ExternalId.ShouldBe(id.ToString());
        connector.Read(fresh[0]).SourceState.ShouldBe(SourceState.Closed);
    }

    [Theory]
    [InlineData(ReplyKind.FirstResponse)]
    [InlineData(ReplyKind.FollowUp)]
    [InlineData(ReplyKind.Finished)]
    public async Task An_answer_is_written_once_however_often_it_is_sent(ReplyKind kind)
    {
        var reply = AnswerTo(Lapor.Ids[0]) with { Kind = kind };
        var replies = (IReplies)Connect();

        await replies.ReplyAsync(reply, Token);
        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        var effect = Lapor.Effects.ShouldHaveSingleItem();
        effect.Text.ShouldStartWith("Jalan akan ditambal pekan ini.");
        effect.Fields["template_code"].ShouldBe(kind == ReplyKind.FirstResponse ? "first_response" : "");
        effect.Fields["institution_from_id"].ShouldBe("151000");
    }

    [Fact]
    public async Task Two_answers_with_the_same_words_are_two_answers()
    {
        var replies = (IReplies)Connect();

        await replies.ReplyAsync(AnswerTo(Lapor.Ids[0]), Token);
        await replies.ReplyAsync(AnswerTo(Lapor.Ids[0]) with { IdempotencyKey = "lain" }, Token);

        Lapor.Effects.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_whose_confirmation_was_lost_is_not_written_again()
    {
        var reply = AnswerTo(Lapor.Ids[0]);
        Lapor.LoseNextConfirmation();
        await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token));

        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        Lapor.Effects.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attachments_are_uploaded_first_and_named_in_the_answer()
    {
        var reply = AnswerTo(Lapor.Ids[0]) with
        {
            Attachments =
            [
                new Attachment { Name = "foto.jpg", MediaType = "image/jpeg", Content = new byte[] { 1, 2, 3 } },
                new Attachment { Name = "berita acara.pdf", MediaType = "application/pdf", Content = "%PDF"u8.ToArray() },
            ],
        };

        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        Lapor.Effects.Select(e => e.Kind).ShouldBe(["upload", "upload", "followup"]);
        Lapor.Effects[2].Fields.Keys.Count(k => k.StartsWith("attachment[", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_secret_report_gets_a_secret_answer()
    {
        var connector = Connect();
        var secret = (await RunAsync(connector, null)).Envelopes.First(e => connector.Read(e).Reporter.Secret);

        await ((IReplies)connector).ReplyAsync(AnswerTo(long.Parse(secret.Key.ExternalId)) with { Guarded = true }, Token);

        Lapor.Effects.ShouldHaveSingleItem().Fields["is_secret"].ShouldBe("1");
    }

    [Fact]
    public async Task What_is_not_ours_is_passed_to_the_named_institution_once()
    {
        var reply = AnswerTo(Lapor.Ids[0]) with { Kind = ReplyKind.NotOurs, Target = "pemerintah kota tarakan" };

        await ((IReplies)Connect()).ReplyAsync(reply, Token);
        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        var effect = Lapor.Effects.ShouldHaveSingleItem();
        effect.Kind.ShouldBe("reject");
        effect.Fields["reason"].ShouldBe("151050");
    }

    [Fact]
    public async Task What_an_office_of_the_province_answers_is_a_disposition_and_no_refusal()
    {
        var reply = AnswerTo(Lapor.Ids[0]) with { Kind = ReplyKind.Disposition, Target = "151100" };

        await ((IReplies)Connect()).ReplyAsync(reply, Token);
        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        var effect = Lapor.Effects.ShouldHaveSingleItem();
        (effect.Kind, effect.Fields["institution_to_id"], effect.Fields["template_code"]).ShouldBe(("followup", "151100", "disposition"));
        effect.Fields["info_disposition"].ShouldBe(reply.Text);
    }

    [Theory]
    [InlineData(ReplyKind.NotOurs, "Laporan ini wewenang PLN. ")]
    [InlineData(ReplyKind.Disposition, "")]
    public async Task Whose_LAPOR_cannot_be_told_is_told_to_the_reporter_in_words_once(ReplyKind kind, string begins)
    {
        var reply = AnswerTo(Lapor.Ids[0]) with { Kind = kind, Target = "PLN" };

        var said = await ((IReplies)Connect()).ReplyAsync(reply, Token);
        await ((IReplies)Connect()).ReplyAsync(reply, Token);

        said.ToString().ShouldEndWith("instansi \"PLN\" tidak ada dalam daftar LAPOR, jadi laporan di sana tidak dipindahkan dan hanya dijawab dengan kata-kata");
        var effect = Lapor.Effects.ShouldHaveSingleItem();
        (effect.Kind, effect.Fields["institution_to_id"], effect.Fields["template_code"]).ShouldBe(("followup", "", ""));
        effect.Fields["content"].ShouldStartWith($"{begins}{reply.Text}");
    }

    [Fact]
    public async Task Not_ours_without_a_target_is_refused_in_one_sentence()
    {
        const string sentence = "LAPOR meminta instansi tujuan untuk \"bukan wewenang\"; isikan nama atau nomornya.";
        var reply = AnswerTo(Lapor.Ids[0]) with { Kind = ReplyKind.NotOurs, Target = null };

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => ((IReplies)Connect()).ReplyAsync(reply, Token));

        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Message.ShouldBe(sentence);
        Lapor.Effects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_that_cannot_be_fetched_waits_while_the_others_come_and_comes_later()
    {
        var poison = Lapor.Ids[5];
        Lapor.Break(poison);

        var first = await RunAsync(Connect(o => o.Attempts = 1), null);

        first.Ids.Count.ShouldBe(Lapor.Ids.Count - 1);
        first.Warnings.ShouldHaveSingleItem().ToString().ShouldContain(poison.ToString());
        Lapor.Mend(poison);
        (await RunAsync(Connect(), first.Cursor)).Ids.ShouldContain(poison.ToString());
    }

    [Fact]
    public async Task A_wrong_institution_is_found_by_the_probe()
    {
        using var connector = new LaporConnector(new SourceContext("uji", TimeProvider.System), new LaporOptions
        {
            Address = Fake.Address,
            AccessKey = LaporFake.AccessKey,
            Token = LaporFake.Token,
            InstitutionId = 999,
            UserId = 1,
            SpacingMs = 0,
        });

        var probe = await connector.ProbeAsync(Token);

        probe.Ok.ShouldBeFalse();
        probe.Detail.ToString().ShouldContain("InstitutionId 999");
    }

    private static Reply AnswerTo(long id) => new()
    {
        ExternalId = id.ToString(),
        Kind = ReplyKind.FollowUp,
        Text = "Jalan akan ditambal pekan ini.",
        IdempotencyKey = "KU-2026-000001/7",
    };
}
