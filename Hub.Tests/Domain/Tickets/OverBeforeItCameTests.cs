using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>What came over from a source keeps the source's own times; the minute of the import is none of them.</summary>
public sealed class OverBeforeItCameTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Answered = new(2026, 3, 4, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Ended = new(2026, 3, 5, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, Wita.Offset);

    [Theory]
    [InlineData(SourceState.Closed, TicketStatus.Closed)]
    [InlineData(SourceState.Archived, TicketStatus.Archived)]
    [InlineData(SourceState.Returned, TicketStatus.NotOurs)]
    public void Where_the_source_does_not_say_when_it_ended_nobody_knows(SourceState state, TicketStatus status)
    {
        var ticket = Opened(Item with { SourceState = state });

        ticket.Status.ShouldBe(status);
        ticket.ClosedAt.ShouldBeNull();
        ticket.EndIsUnknown.ShouldBeTrue();
        ticket.LateAt.ShouldBeNull();
        ticket.DueOn.ShouldBe(new DateOnly(2026, 3, 9));
        ticket.Clocks.ShouldAllBe(c => !c.IsOpen && c.WasMet == null);
    }

    [Theory]
    [InlineData(SourceState.Closed)]
    [InlineData(SourceState.Archived)]
    [InlineData(SourceState.Returned)]
    public void The_source_s_own_time_counts(SourceState state)
    {
        var ticket = Opened(Item with { SourceState = state, EndedAt = Ended });

        ticket.ClosedAt.ShouldBe(Ended);
        ticket.EndIsUnknown.ShouldBeFalse();
    }

    [Fact]
    public void A_time_that_becomes_known_later_is_taken_once()
    {
        var ticket = Opened(Item with { SourceState = SourceState.Closed });

        ticket.Update(Item with { SourceState = SourceState.Closed, EndedAt = Ended }, Now.AddDays(1)).ShouldBeTrue();
        ticket.Update(Item with { SourceState = SourceState.Closed, EndedAt = Ended }, Now.AddDays(2)).ShouldBeFalse();

        Counted(ticket).ClosedAt.ShouldBe(Ended);
        ticket.LateAt.ShouldNotBeNull();
        ticket.Clocks.ShouldAllBe(c => c.Kind != ClockKind.Class || c.WasMet == true);
    }

    [Fact]
    public void What_ended_at_its_source_while_it_was_here_is_not_known_either()
    {
        var ticket = Opened(Item);
        ticket.LateAt.ShouldNotBeNull();

        ticket.Update(Item with { SourceState = SourceState.Closed, SourceStatus = "Ditutup oleh Sistem" }, Now.AddDays(1));

        Counted(ticket).ClosedAt.ShouldBeNull();
        ticket.LateAt.ShouldBeNull();
    }

    [Fact]
    public void An_answer_given_at_the_source_counts_as_of_its_own_time()
    {
        var ticket = Opened(Item with { SourceState = SourceState.InProgress, Answers = [Answered, Ended] });

        ticket.FirstResponseAt.ShouldBe(Answered);
        ticket.Clocks.Single(c => c.Binding).EndedAt.ShouldBe(Answered);
        ticket.Events.Single(e => e.Kind == TicketEventKind.Answered).ShouldSatisfyAllConditions(e => e.At.ShouldBe(Answered), e => e.Actor.ShouldBe("source"));
    }

    [Fact]
    public void The_echo_of_our_own_answer_is_no_answer_of_the_source()
    {
        var ticket = Opened(Item);
        ticket.Answer("siti", "Sudah.", Now);

        ticket.Update(Item with { Answers = [Now.AddMinutes(1)] }, Now.AddMinutes(5)).ShouldBeFalse();

        ticket.FirstResponseAt.ShouldBe(Now);
    }

    [Fact]
    public void After_a_reopening_the_source_s_next_answer_ends_the_wait()
    {
        var ticket = Opened(Item with { Answers = [Answered] });
        ticket.Resolve("siti", "Selesai.", Now);
        ticket.Reopen("siti", Now.AddDays(1));

        ticket.Update(Item with { Answers = [Answered, Now.AddDays(2)] }, Now.AddDays(3)).ShouldBeTrue();

        ticket.FirstResponseAt.ShouldBe(Answered);
        TicketHistory.FactsOf(ticket).AnsweredAgainAt.ShouldBe(Now.AddDays(2));
    }

    [Fact]
    public void What_needs_no_triage_any_more_stands_with_the_likeliest_bureau()
    {
        Opened(Item with { SourceState = SourceState.Closed }, triage: true).Bureau.ShouldBe("kesra");
        Opened(Item, triage: true).Bureau.ShouldBeNull();
    }

    private static Submission Item => new() { Title = "Judul", Body = "Isi", ReceivedAt = Received };

    private static Ticket Opened(Submission submission, bool triage = false)
    {
        var route = new RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.InformationRequest, Score = 0.5, Triage = triage, Why = [new Reason("words", ["hibah"])] };
        return Counted(Ticket.Open(new TicketOrigin("KU-2026-000001", "email", "email-kesra", "email-kesra", "1"), submission, route, Now));
    }

    private static Ticket Counted(Ticket ticket)
    {
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), Standards.Embedded(), WorkingCalendar.Embedded()));
        return ticket;
    }
}
