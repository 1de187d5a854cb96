using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Deadlines;

public sealed class AmendmentTests
{
    private static readonly WorkingCalendar Before = Data.Calendar.AsOf(new(2025, 8, 6));
    private static readonly CalendarAct Act = Data.Calendar.Acts.Single(a => a.Id == "skb-2025-1");

    private static readonly Basis Amended = new CalendarAmendment(Act).After(new Basis(Data.Standards, Before));

    [Fact]
    public void The_leave_of_18_August_moves_every_open_clock_that_counts_over_it()
    {
        var ticket = Ticket("2025-08-11 09:00", SubmissionKind.Complaint);

        var moved = Amendment.Recount(ticket, Amended)!;

        moved.Moves.Select(m => $"{m.Old.Rule} {m.Old.Deadline.DueOn:MM-dd} -> {m.New.Deadline.DueOn:MM-dd}").ShouldBe(
            ["lapor/tidak-berkadar-pengawasan 08-29 -> 09-01", "lapor-response 08-18 -> 08-19"]);
        moved.NewHeadline.Rule.ShouldBe("lapor-response");
        moved.Clocks.Select(c => c.Rule).ShouldBe(ticket.Clocks.Select(c => c.Rule));
    }

    [Fact]
    public void A_ticket_that_does_not_count_over_the_day_stays() =>
        Amendment.Recount(Ticket("2025-07-01 09:00", SubmissionKind.InformationRequest), Amended).ShouldBeNull();

    [Fact]
    public void What_has_ended_keeps_its_date()
    {
        var ticket = Ticket("2025-08-11 09:00", SubmissionKind.Complaint, answered: "2025-08-12 10:00");

        Amendment.Recount(ticket, Amended)!.Moves.ShouldHaveSingleItem().Old.Rule.ShouldBe("lapor/tidak-berkadar-pengawasan");
    }

    [Fact]
    public void The_preview_is_what_computing_everything_anew_would_give()
    {
        var amended = Amended.Calendar;
        for (var day = 0; day < 90; day++)
        {
            foreach (var kind in Enum.GetValues<SubmissionKind>())
            {
                var facts = Facts(Data.Wita("2025-06-01 10:00").AddDays(day), kind);
                var clocks = Clocks.For(facts, Data.Standards, Before);
                var ticket = new RunningTicket(1, Hub.Domain.Wita.DateOf(facts.ReceivedAt), null, new Standstills(facts.Pauses, facts.Waits), clocks);

                var recounted = Amendment.Recount(ticket, Amended)?.Clocks ?? clocks;

                recounted.ShouldBe(Clocks.For(facts, Data.Standards, amended));
            }
        }
    }

    [Theory]
    [InlineData("2025-08-17", "sudah hari libur")]
    [InlineData("2031-08-17", "2031")]
    public void An_act_that_does_not_fit_is_refused(string date, string part) =>
        Should.Throw<CalendarException>(() => Before.With(Act with { Id = "skb-baru", Adds = [new(DateOnly.Parse(date), "Cuti", HolidayKind.JointLeave)] }))
            .Message.ShouldContain(part);

    private static RunningTicket Ticket(string received, SubmissionKind kind, string? answered = null)
    {
        var facts = Facts(Data.Wita(received), kind) with { Pauses = [], AnsweredAt = answered is null ? null : Data.Wita(answered) };
        return new(1, Hub.Domain.Wita.DateOf(facts.ReceivedAt), null, Standstills.None, Clocks.For(facts, Data.Standards, Before));
    }

    private static ClockFacts Facts(DateTimeOffset received, SubmissionKind kind) => new()
    {
        System = "lapor",
        Kind = kind,
        Class = "tidak-berkadar-pengawasan",
        Service = kind == SubmissionKind.Request ? 5 : null,
        ReceivedAt = received,
        Pauses = [new(Hub.Domain.Wita.DateOf(received).AddDays(3), Hub.Domain.Wita.DateOf(received).AddDays(8))],
    };
}
