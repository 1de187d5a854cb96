using Hub.Domain.Envelopes;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>One item that cannot be read: all others arrive, and it stands in quarantine with cause, owner and stub ticket.</summary>
public sealed class PoisonTests
{
    [Theory]
    [InlineData("sihab")]
    [InlineData("si-evgan")]
    public async Task A_poison_item_stops_no_other(string connector)
    {
        using var folder = new TemporaryFolder();
        await using var world = await World.StartAsync(folder.Path, [connector], Token);
        var stage = world.Stages.Single();
        stage.AddPoison(1, world.Clock.GetUtcNow());
        stage.Add(2, world.Clock.GetUtcNow());

        (await world.Process.RunAsync(world.Clock.Ahead, null, null, Token)).ExitCode.ShouldBe(0);

        await using var db = world.Database.Open();
        var aside = await db.Envelopes.SingleAsync(e => e.Status == EnvelopeStatus.Quarantined, Token);
        aside.Cause.ShouldNotBeNullOrWhiteSpace();
        aside.Owner.ShouldNotBeNullOrWhiteSpace();
        (await db.Tickets.SingleAsync(t => t.Id == aside.TicketId, Token)).IsStub.ShouldBeTrue();
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, Token)).ShouldBe(0);
        (await db.Tickets.CountAsync(t => !t.IsStub, Token)).ShouldBe((await world.IdsAsync(stage, Token)).Count - 1);
    }

    [Fact]
    public async Task A_row_of_lapor_without_its_number_is_set_aside_and_its_report_comes_with_the_nightly_statement()
    {
        using var folder = new TemporaryFolder();
        await using var world = await World.StartAsync(folder.Path, ["lapor"], Token);
        var stage = world.Stages.Single();
        stage.Play(new Scene { Name = "rusak", About = "", Fault = Fault.MalformedItem, Answers = 1 });

        await world.Process.RunAsync(world.Clock.Ahead, null, null, Token);
        await using var db = world.Database.Open();
        var ids = await world.IdsAsync(stage, Token);
        (await db.Tickets.CountAsync(t => !t.IsStub, Token)).ShouldBe(ids.Count - 1);
        (await db.Envelopes.SingleAsync(e => e.Status == EnvelopeStatus.Quarantined, Token)).Cause.ShouldNotBeNullOrWhiteSpace();

        (await world.StateAsync(Token)).ShouldBe(1);

        (await db.Tickets.Where(t => !t.IsStub).Select(t => t.ExternalId).ToListAsync(Token)).ShouldBe(ids, ignoreOrder: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
