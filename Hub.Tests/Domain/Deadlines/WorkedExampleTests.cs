using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Deadlines;

/// <summary>The 28 worked examples of the rules, each by its number; the walk is made with every one of them.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void E01_LAPOR_information_over_Nyepi_and_Idul_Fitri() => Due("lapor/permintaan-informasi", "2026-03-11 10:00").ShouldBe("2026-03-25");

    [Fact]
    public void E02_LAPOR_without_supervision_over_Idul_Fitri() => Due("lapor/tidak-berkadar-pengawasan", "2025-03-20 09:15").ShouldBe("2025-04-21");

    [Fact]
    public void E03_LAPOR_with_supervision_and_the_statute_beside_it()
    {
        Due("lapor/berkadar-pengawasan", "2026-02-02 08:00").ShouldBe("2026-05-08");
        Due("uu25-decision", "2026-02-02 08:00").ShouldBe("2026-04-03");
    }

    [Fact]
    public void E04_LAPOR_information_with_and_before_the_second_amendment()
    {
        Due("lapor/permintaan-informasi", "2023-06-26 13:00").ShouldBe("2023-07-06");
        Due("lapor/permintaan-informasi", "2023-06-26 13:00", Data.Calendar.AsOf(new(2023, 6, 15))).ShouldBe("2023-07-04");
    }

    [Fact]
    public void E05_LPSE_light_with_and_before_the_leave_of_18_August()
    {
        Due("service-17/ringan", "2025-08-15 09:00").ShouldBe("2025-08-19");
        Due("service-17/ringan", "2025-08-15 09:00", Data.Calendar.AsOf(new(2025, 8, 6))).ShouldBe("2025-08-18");
    }

    [Fact]
    public void E06_LPSE_light_over_the_regional_election() => Due("service-17/ringan", "2024-11-26 15:00").ShouldBe("2024-11-28");

    [Fact]
    public void E07_LAPOR_aspiration_over_the_general_election() => Due("lapor/aspirasi", "2024-02-07 14:00").ShouldBe("2024-02-19");

    [Fact]
    public void E08_First_response_to_a_report_of_Saturday_night() => Due("lapor-response", "2026-11-21 22:10").ShouldBe("2026-11-27");

    [Fact]
    public void E09_An_account_asked_for_after_midnight_office_time() =>
        On(Rule("service-15").Deadline(DateTimeOffset.Parse("2026-11-19T16:30Z"))).ShouldBe("2026-11-23");

    [Fact]
    public void E10_LAPOR_information_over_New_Year() => Due("lapor/permintaan-informasi", "2026-12-23 11:00").ShouldBe("2027-01-04");

    [Fact]
    public void E11_First_response_over_New_Year_and_Isra_Mikraj() => Due("lapor-response", "2026-12-30 09:00").ShouldBe("2027-01-08");

    [Fact]
    public void E12_LAPOR_without_supervision_after_office_hours() => Due("lapor/tidak-berkadar-pengawasan", "2027-03-05 16:45").ShouldBe("2027-04-06");

    [Fact]
    public void E13_First_instance_five_months_informational()
    {
        Due("service-9", "2026-09-30 08:00").ShouldBe("2027-03-01");
        Rule("service-9").Standard.Informational.ShouldBeTrue();
    }

    [Fact]
    public void E14_A_year_from_29_February() => Due("service-3", "2024-02-29 08:00").ShouldBe("2025-02-28");

    [Fact]
    public void E15_Four_weeks_that_end_on_Nyepi() => Due("service-5", "2026-02-19 08:00").ShouldBe("2026-03-25");

    [Fact]
    public void E16_Two_weeks_that_end_on_Idul_Adha() => Due("service-7", "2026-05-13 08:00").ShouldBe("2026-05-29");

    [Fact]
    public void E17_Emergency_aid_in_two_calendar_days() => Due("service-6", "2026-11-20 10:00").ShouldBe("2026-11-22");

    [Fact]
    public void E18_Both_protocol_marks_before_a_Monday_event()
    {
        var deadline = Rule("service-32").Deadline(Data.Wita("2026-08-03 09:00"), eventOn: new(2026, 8, 17));

        On(deadline).ShouldBe("2026-08-14");
        deadline.TargetOn.ShouldBe(new DateOnly(2026, 8, 14));
    }

    [Fact]
    public void E19_Sixty_minutes_over_the_weekend() => At("service-18", "2026-11-20 16:10").ShouldBe("2026-11-23T08:10+08:00");

    [Fact]
    public void E20_Sixty_minutes_over_the_break() => At("service-18", "2026-11-23 11:30").ShouldBe("2026-11-23T13:30+08:00");

    [Fact]
    public void E21_Statute_of_fourteen_days_warns_on_the_last_working_day_before()
    {
        Due("uu25-reply", "2026-03-10 09:00").ShouldBe("2026-03-24");
        Data.Calendar.WorkingDayBefore(new(2026, 3, 24)).ShouldBe(new DateOnly(2026, 3, 17));
    }

    [Fact]
    public void E22_Statute_of_sixty_days_from_the_complete_file() => Due("uu25-decision", "2026-10-01 00:00").ShouldBe("2026-11-30");

    [Fact]
    public void E23_LAPOR_closes_by_itself_at_the_end_of_the_tenth_working_day()
    {
        var deadline = Rule("lapor-close").Deadline(Data.Wita("2026-12-10 14:00"));

        On(deadline).ShouldBe("2026-12-28");
        deadline.LateAt.ShouldBe(DateTimeOffset.Parse("2026-12-28T16:00Z"));
    }

    [Fact]
    public void E24_LPSE_range_with_target_and_calendar_alternative()
    {
        var deadline = Rule("service-17/berkadar-pengawasan").Deadline(Data.Wita("2025-12-15 09:00"));

        On(deadline).ShouldBe("2026-01-30");
        deadline.TargetOn.ShouldBe(new DateOnly(2025, 12, 24));
        deadline.AlternativeOn.ShouldBe(new DateOnly(2026, 1, 14));
    }

    [Fact]
    public void E25_Financial_files_over_Idul_Fitri()
    {
        Due("service-24", "2024-04-05 15:00").ShouldBe("2024-04-18");
        var marks = Rule("service-24").Standard.Marks.Select(m => m.Amount);
        marks.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void E26_A_pause_for_missing_documents()
    {
        var pause = Pauses.Of([new(new(2026, 11, 5), new(2026, 11, 10))]);

        On(Rule("lapor/tidak-berkadar-pengawasan").Deadline(Data.Wita("2026-11-02 09:00"), pauses: pause)).ShouldBe("2026-11-25");
        Due("lapor/tidak-berkadar-pengawasan", "2026-11-02 09:00").ShouldBe("2026-11-20");
    }

    [Fact]
    public void E27_Three_times_twenty_four_hours() => At("pdp-3x24", "2026-11-20 17:20").ShouldBe("2026-11-23T17:20+08:00");

    [Fact]
    public void E28_A_LAPOR_row_read_in_western_time()
    {
        var read = new DateTimeOffset(2026, 11, 19, 23, 30, 0, TimeSpan.FromHours(7));

        On(Rule("lapor-response").Deadline(read)).ShouldBe("2026-11-27");
        Due("lapor-response", "2026-11-19 23:30").ShouldBe("2026-11-26");
    }

    private static string Due(string rule, string local, WorkingCalendar? calendar = null) => On(Rule(rule).Deadline(Data.Wita(local), calendar));

    private static string At(string rule, string local) => Rule(rule).Deadline(Data.Wita(local)).DueAt!.Value.ToString("yyyy-MM-dd'T'HH:mmzzz");

    private static string On(Deadline deadline) => deadline.DueOn.ToString("yyyy-MM-dd");

    private static Asked Rule(string key) => new(Data.Standards.Get(key, new(2026, 1, 1)));

    private sealed record Asked(ServiceStandard Standard)
    {
        public Deadline Deadline(DateTimeOffset at, WorkingCalendar? calendar = null, Pauses? pauses = null, DateOnly? eventOn = null) =>
            Walk.Explain(Standard.Term, at, calendar ?? Data.Calendar, pauses ?? Pauses.None, eventOn).Deadline;
    }
}
