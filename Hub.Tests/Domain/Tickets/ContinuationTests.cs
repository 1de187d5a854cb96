using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Within the window an item that its source opens again reopens its ticket; after the closing it goes on in a new one (R21).</summary>
public sealed class ContinuationTests
{
    private static readonly DateTimeOffset Received = new(2026, 9, 1, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Anew = new(2026, 11, 9, 10, 0, 0, Wita.Offset);

    [Theory]
    [InlineData(TicketStatus.Resolved, SubmissionKind.Complaint, false)]
    [InlineData(TicketStatus.Closed, SubmissionKind.Complaint, true)]
    [InlineData(TicketStatus.Archived, SubmissionKind.Complaint, true)]
    [InlineData(TicketStatus.NotOurs, SubmissionKind.Complaint, false)]
    [InlineData(TicketStatus.Closed, SubmissionKind.Report, false)]
    public void Only_what_was_closed_goes_on_in_a_ticket_of_its_own(TicketStatus status, SubmissionKind kind, bool isNew)
    {
        var ticket = Ended(status, kind);

        Decide(ticket, Item(SourceState.Open, "Ditanggapi oleh Pelapor")).ShouldBeOfType(isNew ? typeof(IntakeDecision.Continue) : typeof(IntakeDecision.Update));
    }

    [Theory]
    [InlineData(SourceState.InProgress, "Dalam Proses", SourceState.InProgress, "Ditindaklanjuti oleh Instansi", false)]
    [InlineData(SourceState.Closed, "Selesai", SourceState.InProgress, "Dalam Proses", true)]
    [InlineData(SourceState.Closed, "Selesai", SourceState.Closed, "Ditutup oleh Admin", false)]
    public void An_echo_continues_nothing(SourceState before, string said, SourceState after, string says, bool isNew)
    {
        var ticket = Open(Item(before, said), SubmissionKind.Complaint);
        if (ticket.IsOpen)
        {
            ticket.Close("siti", null, Received.AddDays(9));
        }

        (Decide(ticket, Item(after, says)) is IntakeDecision.Continue).ShouldBe(isNew);
    }

    [Fact]
    public void Its_terms_run_from_the_opening_and_old_answers_are_the_closed_tickets()
    {
        var closed = Ended(TicketStatus.Closed, SubmissionKind.Complaint);
        var version = Item(SourceState.Open, "Ditanggapi oleh Pelapor") with { SentAt = Received.AddDays(-3), Answers = [Received.AddDays(2)], EventOn = new DateOnly(2026, 9, 20) };

        var next = Counted(Ticket.Continue(closed, "lapor", version, Decide(closed, version).ShouldBeOfType<IntakeDecision.Continue>().Route, Anew));

        (next.ReceivedAt, next.FirstResponseAt, next.EventOn, next.IsLate(Anew)).ShouldBe((Anew, null, null, false));
        next.Clocks.ShouldAllBe(c => c.StartedAt >= Anew);
        (next.Bureau, next.Service, next.Status, next.Reopened).ShouldBe((closed.Bureau, closed.Service, TicketStatus.New, 0));
        next.Update(version with { SourceStatus = "Dalam Proses", SourceState = SourceState.InProgress }, Anew.AddDays(1));
        next.FirstResponseAt.ShouldBeNull();
        next.Update(version with { SourceStatus = "Dalam Proses", SourceState = SourceState.InProgress, Answers = [Received.AddDays(2), Anew.AddDays(2)] }, Anew.AddDays(3));
        next.FirstResponseAt.ShouldBe(Anew.AddDays(2));
    }

    [Fact]
    public void Each_goes_on_under_a_name_of_its_own_and_the_source_knows_all_by_one()
    {
        var first = Ended(TicketStatus.Closed, SubmissionKind.Complaint);
        var second = Next(first);
        var third = Next(second);

        (first.NextExternalId, second.ExternalId, third.ExternalId).ShouldBe((second.ExternalId, second.ExternalId, second.NextExternalId));
        new[] { first, second, third }.ShouldAllBe(t => t.SourceItem == "9165001" && !t.IsPart);
    }

    [Fact]
    public void What_goes_on_is_as_protected_as_what_was_closed()
    {
        var closed = Open(Item(SourceState.Closed, "Selesai") with { Protection = ProtectionGround.WhistleBlowing }, SubmissionKind.Complaint);

        var next = Next(closed);

        (next.Protection, next.Secret, next.Anonymous, next.Bureau, next.Status).ShouldBe((ProtectionGround.WhistleBlowing, true, true, null, TicketStatus.Triage));
        next.LiftProtection("vera", "Bukan pengaduan pegawai.", Anew);
        (next.Secret, next.Anonymous).ShouldBe((false, false), "the flags of the road alone");
        Next(next, ProtectionGround.WhistleBlowing).Protection.ShouldBeNull("a person decided on these words");
    }

    /// <summary>A later mail on a closed ticket says little; what the ticket was protected for is not said again.</summary>
    [Fact]
    public void So_is_what_a_mail_goes_on_with()
    {
        var closed = Open(Item(SourceState.Closed, "Selesai") with { Protection = ProtectionGround.Accusation }, SubmissionKind.Complaint);
        var mail = new Submission { Title = "Re: Lampu jalan", Body = "Sampai hari ini belum ada tindakan.", ReceivedAt = Anew };

        var next = Ticket.Open(new TicketOrigin("KU-2026-000002", "email", "email", "email", "2"), mail, Route(SubmissionKind.Complaint), Anew, closed);

        (next.Protection, next.Bureau).ShouldBe((ProtectionGround.Accusation, null));
    }

    private static Ticket Next(Ticket closed, ProtectionGround? mark = null)
    {
        if (closed.IsOpen)
        {
            closed.Close("siti", null, Anew);
        }

        return Ticket.Continue(closed, "lapor", Item(SourceState.Open, "Ditanggapi oleh Pelapor") with { Protection = mark }, Route(SubmissionKind.Complaint), Anew);
    }

    private static IntakeDecision Decide(Ticket known, Submission version) =>
        Intake.Decide(new IntakeQuestion { System = "lapor", Submission = version, Known = known }, _ => Route(SubmissionKind.Complaint));

    private static Ticket Ended(TicketStatus status, SubmissionKind kind)
    {
        var ticket = Open(Item(SourceState.InProgress, "Dalam Proses"), kind);
        switch (status)
        {
            case TicketStatus.Archived:
                ticket.Update(Item(SourceState.Archived, "Diarsipkan oleh Admin"), Received.AddDays(9));
                break;
            case TicketStatus.NotOurs:
                ticket.DeclareNotOurs("Pemerintah Kabupaten Bulungan", "siti", "surat", Received.AddDays(9));
                break;
            case TicketStatus.Closed:
                ticket.Close("siti", null, Received.AddDays(9));
                break;
            default:
                ticket.Resolve("andi", "Sudah diperbaiki.", Received.AddDays(9));
                break;
        }

        ticket.Status.ShouldBe(status);
        return ticket;
    }

    private static Submission Item(SourceState state, string status) => new() { Title = "Lampu jalan", Body = "Padam.", ReceivedAt = Received, SourceState = state, SourceStatus = status };

    private static RoutingDecision Route(SubmissionKind kind) => new() { Bureau = "umum", Service = 3, Kind = kind, Score = 1, Triage = false, Why = [new Reason("words", [])] };

    private static Ticket Open(Submission submission, SubmissionKind kind) => Ticket.Open(new TicketOrigin("KU-2026-000001", "lapor", "lapor", "lapor", "9165001"), submission, Route(kind), Received);

    private static Ticket Counted(Ticket ticket)
    {
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), Standards.Embedded(), WorkingCalendar.Embedded()));
        return ticket;
    }
}
