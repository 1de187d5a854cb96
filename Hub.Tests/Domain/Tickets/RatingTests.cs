using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class RatingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Stars_that_come_after_the_end_are_taken_and_reopen_nothing()
    {
        var ticket = Closed();

        ticket.Update(Said(4), Now.AddDays(3)).ShouldBeTrue();

        ticket.Rating.ShouldBe(4);
        ticket.Status.ShouldBe(TicketStatus.Closed);
        ticket.Events[^1].Kind.ShouldBe(TicketEventKind.SourceChanged);
    }

    [Fact]
    public void Stars_once_given_stay_when_another_source_of_the_system_has_none()
    {
        var ticket = Closed();
        ticket.Update(Said(2), Now.AddDays(3));

        ticket.Update(Said(null), Now.AddDays(4)).ShouldBeFalse();

        ticket.Rating.ShouldBe(2);
    }

    private static Ticket Closed()
    {
        var route = new RoutingDecision { Bureau = "umum", Kind = SubmissionKind.Complaint, Score = 0.9, Triage = false, Why = [] };
        return Ticket.Open(new TicketOrigin("KU-2026-000001", "lapor", "lapor", "lapor", "9165001"), Said(null), route, Now);
    }

    private static Submission Said(int? stars) => new()
    {
        Title = "Lampu mati", Body = "Lampu jalan mati.", ReceivedAt = Now.AddDays(-9), SourceStatus = "Selesai", SourceState = SourceState.Closed, Rating = stars,
    };
}
