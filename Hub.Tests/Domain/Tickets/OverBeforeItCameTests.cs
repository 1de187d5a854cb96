using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class OverBeforeItCameTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, Wita.Offset);

    [Theory]
    [InlineData(SourceState.Closed, TicketStatus.Closed, false)]
    [InlineData(SourceState.Archived, TicketStatus.Archived, false)]
    [InlineData(SourceState.Open, TicketStatus.New, true)]
    public void What_was_finished_at_its_source_before_it_came_is_neither_late_nor_on_time(SourceState state, TicketStatus status, bool canBeLate)
    {
        var ticket = Opened(state);

        ticket.Status.ShouldBe(status);
        ticket.LateAt.HasValue.ShouldBe(canBeLate);
        ticket.DueOn.ShouldBe(new DateOnly(2026, 3, 9));
    }

    [Fact]
    public void What_needs_no_triage_any_more_stands_with_the_likeliest_bureau()
    {
        Opened(SourceState.Closed, triage: true).Bureau.ShouldBe("kesra");
        Opened(SourceState.Open, triage: true).Bureau.ShouldBeNull();
    }

    private static Ticket Opened(SourceState state, bool triage = false)
    {
        var submission = new Submission { Title = "Judul", Body = "Isi", ReceivedAt = Received, SourceState = state, SourceStatus = "Ditutup oleh Sistem" };
        var route = new RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.InformationRequest, Score = 0.5, Triage = triage, Why = [new Reason("words", ["hibah"])] };
        var ticket = Ticket.Open(new TicketOrigin("KU-2026-000001", "email", "email-kesra", "email-kesra", "1"), submission, route, Now);
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), Standards.Embedded(), WorkingCalendar.Embedded()));
        return ticket;
    }
}
