using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Deadlines;

public sealed class ReminderLadderTests
{
    private static readonly HashSet<string> Nothing = [];

    [Fact]
    public void A_term_of_fourteen_working_days_climbs_the_ladder_of_R26() => Rungs(Clock("2026-11-02 09:00", "2026-11-20"), "2026-11-26 08:00").ShouldBe(
    [
        "2026-11-11 07:30 half Staff",
        "2026-11-17 07:30 before-3 Staff",
        "2026-11-19 07:30 before-1 Staff",
        "2026-11-20 07:30 due Staff",
        "2026-11-20 07:30 due Head",
        "2026-11-23 07:30 late-1 Staff",
        "2026-11-23 07:30 late-1 Organisation",
        "2026-11-24 07:30 late-2 Staff",
        "2026-11-25 07:30 late-3 Staff",
        "2026-11-25 07:30 late-3 Leadership",
        "2026-11-26 07:30 late-4 Staff",
    ]);

    [Theory]
    [InlineData("2026-11-20 09:00", "2026-11-23", "due")]
    [InlineData("2026-11-20 09:00", "2026-11-24", "before-1 due")]
    [InlineData("2026-11-20 09:00", "2026-11-27", "before-3 half before-1 due")]
    public void A_short_term_has_no_two_reminders_on_one_day(string start, string due, string levels) =>
        string.Join(' ', Rungs(Clock(start, due), due + " 12:00").Select(r => r.Split(' ')[2]).Distinct()).ShouldBe(levels);

    [Fact]
    public void In_Ramadan_the_day_begins_at_eight() => Rungs(Clock("2026-02-18 09:00", "2026-02-20"), "2026-02-20 12:00")[^1].ShouldStartWith("2026-02-20 08:00");

    [Fact]
    public void A_statute_is_told_apart_before_and_once_after() =>
        Rungs(Clock("2026-03-02 09:00", "2026-03-24") with { Kind = ClockKind.Statute, Binding = false }, "2026-04-24 12:00").ShouldBe(
        [
            "2026-03-12 08:00 before-3 Staff",
            "2026-03-12 08:00 before-3 Head",
            "2026-03-17 08:00 before-1 Staff",
            "2026-03-25 07:30 late-1 Organisation",
        ]);

    [Fact]
    public void Triage_reminds_only_those_who_triage() =>
        Rungs(Clock("2026-11-20 09:00", "2026-11-23") with { Kind = ClockKind.Triage, Binding = false }, "2026-11-26 08:00").ShouldBe(
            ["2026-11-23 07:30 due Staff", "2026-11-24 07:30 late-1 Staff", "2026-11-25 07:30 late-2 Staff", "2026-11-26 07:30 late-3 Staff"]);

    [Theory]
    [InlineData("2026-11-20 07:29", false)]
    [InlineData("2026-11-20 07:30", true)]
    [InlineData("2026-11-20 11:30", false)]
    [InlineData("2026-11-20 13:00", true)]
    [InlineData("2026-11-20 16:30", false)]
    [InlineData("2026-11-21 10:00", false)]
    public void Nothing_is_sent_at_night_in_breaks_and_on_days_off(string now, bool sent) =>
        ReminderLadder.Now(Clock("2026-11-02 09:00", "2026-11-20"), Data.Calendar, Data.Wita(now), Nothing).Any().ShouldBe(sent);

    [Fact]
    public void A_rung_goes_out_once_and_the_next_one_too()
    {
        var clock = Clock("2026-11-02 09:00", "2026-11-20");
        var sent = new HashSet<string>();
        var told = new List<string>();

        // The job runs every quarter of an hour for five weeks.
        for (var now = Data.Wita("2026-11-01 00:00"); now < Data.Wita("2026-12-06 00:00"); now = now.AddMinutes(15))
        {
            foreach (var reminder in ReminderLadder.Now(clock, Data.Calendar, now, sent))
            {
                sent.Add(reminder.Key).ShouldBeTrue();
                told.Add($"{reminder.Level} {reminder.Role}");
            }
        }

        told.ShouldBe(
        [
            "half Staff", "before-3 Staff", "before-1 Staff", "due Staff", "due Head", "late-1 Staff", "late-1 Organisation", "late-2 Staff",
            "late-3 Staff", "late-3 Leadership", "late-4 Staff", "late-5 Staff", "late-6 Staff", "late-7 Staff", "late-8 Staff", "late-9 Staff", "late-10 Staff",
        ]);
    }

    [Fact]
    public void After_a_standstill_only_the_highest_rung_of_each_role_goes_out() =>
        ReminderLadder.Now(Clock("2026-11-02 09:00", "2026-11-20"), Data.Calendar, Data.Wita("2026-11-25 09:00"), Nothing)
            .Select(r => $"{r.Level} {r.Role}").ShouldBe(["late-3 Staff", "due Head", "late-1 Organisation", "late-3 Leadership"]);

    [Fact]
    public void A_moved_clock_reminds_anew_but_makes_up_for_nothing()
    {
        var clock = Clock("2026-11-02 09:00", "2026-11-20");
        var sent = ReminderLadder.Now(clock, Data.Calendar, Data.Wita("2026-11-17 09:00"), Nothing).Select(r => r.Key).ToHashSet();
        var moved = clock with { Version = 2, Since = Data.Wita("2026-11-18 10:00"), Deadline = On("2026-11-23") };

        ReminderLadder.Now(moved, Data.Calendar, Data.Wita("2026-11-18 11:00"), sent).ShouldBeEmpty();
        ReminderLadder.Now(moved, Data.Calendar, Data.Wita("2026-11-20 08:00"), sent).ShouldHaveSingleItem().Key.ShouldBe("clock-7/v2/before-1/Staff");
    }

    [Fact]
    public void Clocks_that_ended_stand_still_or_only_inform_say_nothing()
    {
        var clock = Clock("2026-11-02 09:00", "2026-11-20");
        RemindedClock[] silent =
        [
            clock with { IsOpen = false }, clock with { IsPaused = true }, clock with { Informational = true }, clock with { Binding = false },
            clock with { Binding = false, Kind = ClockKind.Custody },
        ];

        silent.ShouldAllBe(c => ReminderLadder.Now(c, Data.Calendar, Data.Wita("2026-11-25 09:00"), Nothing).Count == 0);
    }

    [Fact]
    public void Sixty_minutes_end_with_a_reminder_at_that_minute() =>
        Rungs(Clock("2026-11-20 16:10", "2026-11-23") with { Deadline = Minutes("2026-11-20 16:10") }, "2026-11-24 08:00").ShouldBe(
            ["2026-11-23 08:10 due Staff", "2026-11-23 08:10 due Head", "2026-11-24 07:30 late-1 Staff", "2026-11-24 07:30 late-1 Organisation"]);

    private static RemindedClock Clock(string start, string due) => new()
    {
        Id = 7,
        Version = 1,
        Kind = ClockKind.Class,
        StartedAt = Data.Wita(start),
        Since = Data.Wita(start),
        Deadline = On(due),
        Binding = true,
    };

    private static Deadline On(string due) => new() { DueOn = DateOnly.Parse(due), LateAt = Data.Wita(due).AddDays(1) };

    private static Deadline Minutes(string start) => Reckoning.Due(new Term(60, TermUnit.Minute), Data.Wita(start), Data.Calendar, Pauses.None);

    private static List<string> Rungs(RemindedClock clock, string until) =>
        [.. ReminderLadder.Rungs(clock, Data.Calendar, Data.Wita(until)).Select(r => $"{r.PlannedAt:yyyy-MM-dd HH:mm} {r.Level} {r.Role}")];
}
