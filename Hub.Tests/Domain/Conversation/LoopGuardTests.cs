using Hub.Domain.Conversation;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Conversation;

public sealed class LoopGuardTests
{
    [Fact]
    public void Two_hubs_that_answer_each_other_stop_within_the_cap()
    {
        var guard = new LoopGuard();
        var sent = 0;

        // The worst partner: strips every mark of automatic mail, and answers at once.
        while (sent < 1000 && guard.Check(new(sent, sent, sent)) is null)
        {
            sent++;
        }

        sent.ShouldBe(guard.PerTicketAndAddress);
        guard.Check(new(sent, sent, sent)).ShouldBe(LoopCap.TicketAndAddress);
    }

    [Theory]
    [InlineData(0, 20, 0, LoopCap.Address)]
    [InlineData(0, 0, 40, LoopCap.Ticket)]
    [InlineData(5, 19, 39, null)]
    public void Each_cap_holds_by_itself(int ticketAndAddress, int address, int ticket, LoopCap? cap) =>
        new LoopGuard().Check(new(ticketAndAddress, address, ticket)).ShouldBe(cap);

    [Fact]
    public void Automatic_mail_is_never_answered()
    {
        LoopGuard.MayAnswer(new Mail(), isOwn: false).ShouldBeTrue();
        LoopGuard.MayAnswer(new Mail(), isOwn: true).ShouldBeFalse();
        LoopGuard.MayAnswer(new Mail { IsAutomatic = true }, isOwn: false).ShouldBeFalse();
        LoopGuard.MayAnswer(new Mail { IsBounce = true }, isOwn: false).ShouldBeFalse();
        LoopGuard.MayAnswer(new Mail { IsList = true }, isOwn: false).ShouldBeFalse();
    }
}
