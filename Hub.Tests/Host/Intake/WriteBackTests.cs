using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Certify;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>Answers to the sources: a source that is down delays, never loses; an answer whose confirmation was lost is there once.</summary>
public sealed class WriteBackTests
{
    [Theory]
    [InlineData("lapor", Fault.Unavailable)]
    [InlineData("lapor", Fault.DropAfterAcceptance)]
    [InlineData("sihab", Fault.Unavailable)]
    [InlineData("sihab", Fault.DropAfterAcceptance)]
    [InlineData("si-evgan", Fault.DropAfterAcceptance)]
    public async Task An_answer_arrives_once_after_trouble(string connector, Fault fault)
    {
        await using var stand = await Stand.OpenAsync(connector);
        stand.Lane.Begin(new Scene { Name = "tenang", About = "", Items = 1 });
        await stand.RunAsync(LaneEnd.AtRest);
        stand.Lane.Begin(new Scene { Name = "gangguan", About = "", Items = 0, Fault = fault, Answers = 6 });
        stand.Lane.Replay();

        await stand.RunAsync(LaneEnd.AtRest, answers: true);

        await using var db = stand.Lane.Database().Open();
        var row = await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, TestContext.Current.CancellationToken);
        (row.Recipient, row.State).ShouldBe((connector, OutboxState.Sent));
        row.Answer.ShouldNotBeNull("the source's answer is kept");
        row.Attempts.ShouldBeGreaterThan(0);
        stand.Lane.Stage.Effects.ShouldHaveSingleItem();
    }
}
