using Hub.Host.Outbox;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>Answers to the sources: a source that is down delays, never loses; an answer whose confirmation was lost is there once.</summary>
public sealed class WriteBackTests
{
    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.DropAfterAcceptance)]
    public async Task An_answer_arrives_once_after_trouble(Fault fault)
    {
        using var folder = new TemporaryFolder();
        await using var world = await World.StartAsync(folder.Path, ["lapor", "sihab", "si-evgan"], Token);
        await PassAsync(world);
        await world.AnswerAsync(Token);
        world.Play(new Scene { Name = "gangguan", About = "", Fault = fault, Answers = 6 });

        await PassAsync(world);
        world.Calm();
        await PassAsync(world);
        await PassAsync(world);

        await using var db = world.Database.Open();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Source).ToListAsync(Token);
        rows.Select(r => (r.Recipient, r.State)).ShouldBe([("lapor", OutboxState.Sent), ("sihab", OutboxState.Sent), ("si-evgan", OutboxState.Sent)], ignoreOrder: true);
        rows.ShouldAllBe(r => r.Answer != null, "the source's answer is kept");
        foreach (var stage in world.Stages)
        {
            stage.Effects.ShouldHaveSingleItem();
        }
    }

    private static async Task PassAsync(World world)
    {
        world.Clock.Move(TimeSpan.FromHours(1));
        var end = await world.Process.RunAsync(world.Clock.Ahead, null, null, Token);
        end.ExitCode.ShouldBeInRange(0, 1, end.Output);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
