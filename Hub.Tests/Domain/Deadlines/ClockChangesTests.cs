using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Deadlines;

/// <summary>
/// Every change of a ticket that touches a clock, with the intervals that result. A LAPOR! complaint of Mon 2 Nov 2026, 09:00, class
/// tidak-berkadar-pengawasan, at Biro Kesra; each line reads: rule, first day..due day, state; <c>*</c> is the headline.
/// </summary>
public sealed class ClockChangesTests
{
    private static readonly Dictionary<string, Action<Ticket>> Steps = new(StringComparer.Ordinal)
    {
        ["accepted 3 Nov"] = t => t.Accept("kesra", At("2026-11-03 10:00")),
        ["asked 5 Nov"] = t => t.AskReporter("kesra", "KTP?", At("2026-11-05 10:00")),
        ["completed 10 Nov"] = t => t.Complete("kesra", At("2026-11-10 15:00")),
        ["asked again 12 Nov"] = t => t.AskReporter("kesra", "KK?", At("2026-11-12 10:00")),
        ["completed 13 Nov"] = t => t.Complete("kesra", At("2026-11-13 08:00")),
        ["answered 6 Nov"] = t => t.Answer("kesra", "Kami periksa.", At("2026-11-06 14:00")),
        ["class changed 6 Nov"] = t => t.Reclassify(SubmissionKind.Complaint, null, "berkadar-pengawasan", "siti", At("2026-11-06 09:00")),
        ["kind changed 6 Nov"] = t => t.Reclassify(SubmissionKind.InformationRequest, null, null, "siti", At("2026-11-06 09:00")),
        ["service 17 known 6 Nov"] = t => t.Reclassify(SubmissionKind.Complaint, 17, "tidak-berkadar-pengawasan", "siti", At("2026-11-06 09:00")),
        ["handed to Hukum 5 Nov"] = t => t.Assign(new Placement("hukum", t.Service, t.Class), "siti", "bidang hukum", At("2026-11-05 11:00")),
        ["given back 5 Nov"] = t => t.GiveBack("kesra", "bukan bidang kami", At("2026-11-05 11:00")),
        ["not ours 5 Nov"] = t => t.DeclareNotOurs("Kabupaten Bulungan", "siti", "surat 1", At("2026-11-05 11:00")),
        ["automatic mail 6 Nov"] = t => t.Remark(new Happening.AutomaticMail(), "hub", null, At("2026-11-06 01:00")),
        ["resolved 18 Nov"] = t => t.Resolve("kesra", "Selesai.", At("2026-11-18 10:00")),
        ["resolved 23 Nov"] = t => t.Resolve("kesra", "Selesai.", At("2026-11-23 10:00")),
        ["reporter wrote 19 Nov"] = t => t.HearReporter("Belum.", At("2026-11-19 20:00")),
        ["answered 20 Nov"] = t => t.Answer("kesra", "Kami ulangi.", At("2026-11-20 10:00")),
        ["closed 3 Dec"] = t => t.Close("hub", null, At("2026-12-03 00:00")),
        ["given back 9 Nov"] = t => t.GiveBack("kesra", "bukan bidang kami", At("2026-11-09 11:00")),
        ["handed to Hukum 6 Nov"] = t => t.Assign(new Placement("hukum", t.Service, t.Class), "siti", "bidang hukum", At("2026-11-06 11:00")),
        ["merged 5 Nov"] = t => t.MergeInto(Opened(), "siti", "sama", At("2026-11-05 09:00")),
        ["unmerged 9 Nov"] = t => t.Unmerge("siti", "ternyata lain", At("2026-11-09 09:00")),
        ["opened again at the source 12 Nov"] = t => t.Update(Letter with { SourceState = SourceState.Open, SourceStatus = "Ditanggapi oleh Pelapor" }, At("2026-11-12 09:00")),
        ["9 Nov decreed joint leave"] = _ => { },
        ["closed 10 Nov"] = t => t.Close("source", "Ditutup oleh Admin", At("2026-11-10 10:00")),
    };

    [Theory]
    [InlineData("", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("accepted 3 Nov", """
        custody 11-02..11-04 done 11-03
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("asked 5 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..12-21 paused 11-05
        uu25-completion 11-05..12-05 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("asked 5 Nov, completed 10 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-25 open
        uu25-completion 11-05..12-05 done 11-10
        uu25-decision 11-10..01-09 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("asked 5 Nov, completed 10 Nov, asked again 12 Nov, completed 13 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-26 open
        uu25-completion 11-12..12-12 done 11-13
        uu25-decision 11-13..01-12 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("answered 6 Nov", """
        custody 11-02..11-04 done 11-06 late
        lapor-response 11-02..11-09 done 11-06
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open *
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 done 11-06
        """)]
    [InlineData("automatic mail 6 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("class changed 6 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/berkadar-pengawasan 11-02..01-29 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("asked 5 Nov, completed 10 Nov, class changed 6 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/berkadar-pengawasan 11-02..02-03 open
        uu25-completion 11-05..12-05 done 11-10
        uu25-decision 11-10..01-09 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("kind changed 6 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open
        lapor/permintaan-informasi 11-02..11-09 open *
        """)]
    [InlineData("service 17 known 6 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        service-17/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("accepted 3 Nov, handed to Hukum 5 Nov", """
        custody 11-05..11-09 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("given back 5 Nov", """
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        triage 11-05..11-06 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("not ours 5 Nov", """
        custody 11-02..11-04 returned 11-05
        lapor-response 11-02..11-09 returned 11-05
        lapor/tidak-berkadar-pengawasan 11-02..11-20 returned 11-05 *
        uu25-decision 11-02..01-01 returned 11-05
        uu25-reply 11-02..11-16 returned 11-05
        """)]
    [InlineData("resolved 18 Nov", """
        custody 11-02..11-04 done 11-18 late
        lapor-close 11-18..12-02 open
        lapor-response 11-02..11-09 done 11-18 late
        lapor/tidak-berkadar-pengawasan 11-02..11-20 done 11-18 *
        uu25-decision 11-02..01-01 done 11-18
        uu25-reply 11-02..11-16 done 11-18 late
        """)]
    [InlineData("answered 6 Nov, resolved 23 Nov", """
        custody 11-02..11-04 done 11-06 late
        lapor-close 11-23..12-07 open
        lapor-response 11-02..11-09 done 11-06
        lapor/tidak-berkadar-pengawasan 11-02..11-20 done 11-23 late *
        uu25-decision 11-02..01-01 done 11-23
        uu25-reply 11-02..11-16 done 11-06
        """)]
    [InlineData("answered 6 Nov, resolved 18 Nov, reporter wrote 19 Nov", """
        custody 11-02..11-04 done 11-06 late
        lapor-response 11-19..11-26 open
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open *
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 done 11-06
        """)]
    [InlineData("answered 6 Nov, resolved 18 Nov, reporter wrote 19 Nov, answered 20 Nov", """
        custody 11-02..11-04 done 11-06 late
        lapor-response 11-19..11-26 done 11-20
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open *
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 done 11-06
        """)]
    [InlineData("answered 6 Nov, resolved 18 Nov, closed 3 Dec", """
        custody 11-02..11-04 done 11-06 late
        lapor-close 11-18..12-02 done 12-03
        lapor-response 11-02..11-09 done 11-06
        lapor/tidak-berkadar-pengawasan 11-02..11-20 done 11-18 *
        uu25-decision 11-02..01-01 done 11-18
        uu25-reply 11-02..11-16 done 11-06
        """)]
    [InlineData("closed 10 Nov", """
        custody 11-02..11-04 closed 11-10 late
        lapor-response 11-02..11-09 closed 11-10 late
        lapor/tidak-berkadar-pengawasan 11-02..11-20 closed 11-10 *
        uu25-decision 11-02..01-01 closed 11-10
        uu25-reply 11-02..11-16 closed 11-10
        """)]
    [InlineData("asked 5 Nov, answered 6 Nov", """
        custody 11-02..11-04 done 11-06 late
        lapor-response 11-02..11-09 done 11-06
        lapor/tidak-berkadar-pengawasan 11-02..12-21 paused 11-05 *
        uu25-completion 11-05..12-05 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("asked 5 Nov, reporter wrote 19 Nov, answered 20 Nov", """
        custody 11-02..11-04 done 11-20 late
        lapor-response 11-02..11-09 done 11-20 late
        lapor/tidak-berkadar-pengawasan 11-02..12-07 open *
        uu25-completion 11-05..12-05 done 11-20
        uu25-decision 11-20..01-19 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("given back 5 Nov, handed to Hukum 6 Nov", """
        custody 11-06..11-10 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("asked 5 Nov, given back 9 Nov", """
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-24 open
        triage 11-09..11-10 open
        uu25-completion 11-05..12-05 done 11-09
        uu25-decision 11-09..01-08 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("merged 5 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("asked 5 Nov, merged 5 Nov, unmerged 9 Nov, completed 10 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-09 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-25 open
        uu25-completion 11-05..12-05 done 11-10
        uu25-decision 11-10..01-09 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    [InlineData("closed 10 Nov, opened again at the source 12 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-12..11-19 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-20 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("9 Nov decreed joint leave", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-10 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-23 open
        uu25-decision 11-02..01-01 open
        uu25-reply 11-02..11-16 open
        """)]
    [InlineData("asked 5 Nov, 9 Nov decreed joint leave, completed 10 Nov", """
        custody 11-02..11-04 open
        lapor-response 11-02..11-10 open *
        lapor/tidak-berkadar-pengawasan 11-02..11-25 open
        uu25-completion 11-05..12-05 done 11-10
        uu25-decision 11-10..01-09 open
        uu25-reply 11-02..11-16 done 11-05
        """)]
    public void A_change_gives_these_intervals(string steps, string intervals)
    {
        var ticket = Opened();
        foreach (var step in steps.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            Steps[step](ticket);
        }

        var clocks = Clocks.For(TicketHistory.FactsOf(ticket), Data.Standards, steps.Contains("decreed", StringComparison.Ordinal) ? Data.Calendar.With(Leave) : Data.Calendar);

        string.Join('\n', clocks.Select(Say).Order(StringComparer.Ordinal)).ShouldBe(intervals.ReplaceLineEndings("\n"));
        clocks.Count(c => c.Binding).ShouldBe(1);
    }

    [Fact]
    public void Withdrawal_ends_everything_without_being_late()
    {
        var facts = TicketHistory.FactsOf(Opened()) with { WithdrawnAt = At("2026-12-15 09:00") };

        var clocks = Clocks.For(facts, Data.Standards, Data.Calendar);

        clocks.ShouldAllBe(c => c.Outcome == ClockOutcome.Withdrawn && !c.IsLate(At("2027-06-01 00:00")));
    }

    [Fact]
    public void Service_10_waits_for_the_ministry_and_counts_from_the_letter_that_was_sent()
    {
        var facts = new ClockFacts { System = "email", Kind = SubmissionKind.Request, Service = 10, ReceivedAt = At("2026-11-02 09:00") };

        Clocks.For(facts, Data.Standards, Data.Calendar).Select(Say).ShouldBe(["service-10/assumed 11-02..11-23 open *"]);
        Clocks.For(facts with { AnsweredAt = At("2026-11-06 09:00"), Waits = [Asked("2026-11-06")] }, Data.Standards, Data.Calendar)
            .Select(Say).ShouldBe(["service-10 11-06..11-27 open *", "waiting/ditjen-otda 11-06..11-27 open"]);
        Clocks.For(facts with { Waits = [Asked("2026-11-06", "2026-11-12")] }, Data.Standards, Data.Calendar)
            .Select(Say).ShouldBe(["service-10 11-06..11-27 done 11-12 *", "waiting/ditjen-otda 11-06..11-27 done 11-12"]);
    }

    [Fact]
    public void A_term_stops_for_the_authorities_that_its_standard_names_and_for_no_other()
    {
        var facts = new ClockFacts { System = "email", Kind = SubmissionKind.Request, Service = 8, ReceivedAt = At("2026-11-02 09:00") };
        string Due(params Wait[] waits) => Say(Clocks.Headline(Clocks.For(facts with { Waits = waits }, Data.Standards, Data.Calendar)));

        Due().ShouldBe("service-8 11-02..11-23 open *");
        // Wednesday to Tuesday: the 5th, 6th, 9th and 10th are not counted.
        Due(Asked("2026-11-04", "2026-11-10")).ShouldBe("service-8 11-02..11-27 open *");
        // A court is none of those that a draft waits for.
        Due(Asked("2026-11-04", "2026-11-10") with { Authority = "waiting/pengadilan" }).ShouldBe("service-8 11-02..11-23 open *");
        // Nobody answers: after the fifteen days that the ministry is expected to take the count goes on.
        Due(Asked("2026-11-04")).ShouldBe("service-8 11-02..12-14 paused 11-04 *");
    }

    [Fact]
    public void The_wait_reminds_to_ask_again_and_stops_what_it_stops()
    {
        var clocks = Clocks.For(
            new ClockFacts { System = "email", Kind = SubmissionKind.Request, Service = 8, ReceivedAt = At("2026-11-02 09:00"), Waits = [Asked("2026-11-04")] }, Data.Standards, Data.Calendar);
        var wait = clocks.Single(c => c.Kind == ClockKind.Waiting);
        var reminded = new RemindedClock { Id = 1, Version = 1, Kind = wait.Kind, StartedAt = wait.StartedAt, Since = wait.StartedAt, Deadline = wait.Deadline };

        ReminderLadder.Rungs(reminded, Data.Calendar, At("2026-12-10 09:00")).Select(r => $"{r.Level} {r.Role} {Hub.Domain.Wita.DateOf(r.PlannedAt):MM-dd}")
            .ShouldBe(["due Staff 11-25", "late-1 Staff 11-26", "late-6 Staff 12-03", "late-11 Staff 12-10"]);
        reminded.Speaks.ShouldBeTrue();
        clocks.Single(c => c.Rule == "service-8").PausedSince.ShouldBe(new DateOnly(2026, 11, 4));
    }

    [Fact]
    public void The_end_that_a_source_gives_a_stage_is_its_own_clock_and_no_calendar_moves_it()
    {
        var facts = new ClockFacts { System = "spse", Kind = SubmissionKind.Request, Service = 19, ReceivedAt = At("2026-11-02 09:00"), StageEndsAt = At("2026-11-07 15:30") };

        var clock = Clocks.For(facts, Data.Standards, Data.Calendar).ShouldHaveSingleItem();

        (clock.Rule, clock.Kind, clock.Deadline.DueOn, clock.Deadline.LateAt).ShouldBe(("stage", ClockKind.Stage, new DateOnly(2026, 11, 7), At("2026-11-07 15:30")));
        var ticket = new RunningTicket(1, new(2026, 11, 2), null, Standstills.None, [clock]);
        Amendment.Recount(ticket, new Basis(Data.Standards, Data.Calendar.With(Leave))).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, true, "uu30-art53/assumed")]
    [InlineData(null, false, "unpromised")]
    [InlineData(19, true, "unpromised")]
    [InlineData(29, true, "unpromised")]
    public void Article_53_holds_only_for_what_applies_for_a_decision(int? service, bool decision, string rule)
    {
        var facts = new ClockFacts { System = "email", Kind = SubmissionKind.Request, Service = service, ReceivedAt = At("2026-11-02 09:00"), AsksDecision = decision };

        Clocks.Headline(Clocks.For(facts, Data.Standards, Data.Calendar)).Rule.ShouldBe(rule);
    }

    [Theory]
    [InlineData("Mohon penerbitan izin kegiatan di halaman kantor", true)]
    [InlineData("Permohonan rekomendasi perjalanan dinas luar negeri", true)]
    [InlineData("Bersama ini kami mengajukan persetujuan desain", true)]
    [InlineData("Pengumuman tender pembangunan jalan", false)]
    [InlineData("Mohon informasi jadwal layanan", false)]
    [InlineData("Laporan realisasi fisik bulan Oktober", false)]
    public void Words_that_apply_for_a_decision_are_known(string text, bool decision) => DecisionWords.Ask(text).ShouldBe(decision);

    private static Wait Asked(string since, string? until = null) => new("waiting/ditjen-otda", At($"{since} 00:00"), until is null ? null : At($"{until} 09:00"));

    [Fact]
    public void A_PPID_request_is_extended_from_its_first_due_date_and_never_pauses()
    {
        var facts = new ClockFacts
        {
            System = "email", Kind = SubmissionKind.InformationRequest, Ppid = true, ReceivedAt = At("2026-11-02 09:00"),
            Pauses = [new(new(2026, 11, 5), new(2026, 11, 10))],
        };

        Clocks.For(facts, Data.Standards, Data.Calendar).Select(Say).ShouldBe(["ppid 11-02..11-16 open *"]);
        Clocks.For(facts with { PpidExtended = true }, Data.Standards, Data.Calendar).Select(Say).ShouldBe(["ppid-extended 11-02..11-25 open *"]);
    }

    private static readonly CalendarAct Leave = new()
    {
        Id = "uji-9-nov", Number = "SKB uji", SignedOn = new(2026, 11, 4), About = "9 November", Adds = [new(new(2026, 11, 9), "Cuti bersama uji", HolidayKind.JointLeave)],
    };

    private static Submission Letter => new() { Title = "Hibah", Body = "…", ReceivedAt = At("2026-11-02 09:00") };

    private static Ticket Opened()
    {
        var route = new RoutingDecision
        {
            Bureau = "kesra", Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 1, Triage = false, Why = [new("words", ["hibah"])],
        };
        return Ticket.Open(new TicketOrigin("KU-2026-000001", "lapor", "lapor", "lapor", "1"), Letter, route, At("2026-11-02 09:05"));
    }

    private static string Say(Clock clock)
    {
        var state = clock switch
        {
            { Outcome: ClockOutcome outcome, EndedAt: DateTimeOffset at } => $"{outcome.ToString().ToLowerInvariant()} {Hub.Domain.Wita.DateOf(at):MM-dd}{(clock.IsLate(at) ? " late" : "")}",
            { PausedSince: DateOnly since } => $"paused {since:MM-dd}",
            _ => "open",
        };
        return $"{clock.Rule} {Hub.Domain.Wita.DateOf(clock.StartedAt):MM-dd}..{clock.Deadline.DueOn:MM-dd} {state}{(clock.Binding ? " *" : "")}";
    }

    private static DateTimeOffset At(string local) => Data.Wita(local);
}
