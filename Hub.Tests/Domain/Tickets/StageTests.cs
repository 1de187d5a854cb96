using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class StageTests
{
    [Theory]
    [InlineData(TicketStatus.Triage, false, Stage.Received)]
    [InlineData(TicketStatus.New, false, Stage.Routed)]
    [InlineData(TicketStatus.WaitingForReporter, false, Stage.Accepted)]
    [InlineData(TicketStatus.InProgress, true, Stage.Answered)]
    [InlineData(TicketStatus.Resolved, true, Stage.Finished)]
    [InlineData(TicketStatus.Closed, false, Stage.Closed)]
    [InlineData(TicketStatus.NotOurs, true, Stage.Received)]
    [InlineData(TicketStatus.Merged, true, null)]
    public void A_ticket_stands_at_one_stage(TicketStatus status, bool isAnswered, Stage? expected) => Stages.Of(status, isAnswered).ShouldBe(expected);

    [Fact]
    public void Who_came_far_has_passed_what_is_before()
    {
        foreach (var (earlier, later) in Enum.GetValues<Stage>().Zip(Enum.GetValues<Stage>().Skip(1)))
        {
            Stages.Reaching(later, isAnswered: true).ShouldBeSubsetOf(Stages.Reaching(earlier, isAnswered: true));
            Stages.Reaching(later, isAnswered: false).ShouldBeSubsetOf(Stages.Reaching(earlier, isAnswered: false));
        }
    }
}
