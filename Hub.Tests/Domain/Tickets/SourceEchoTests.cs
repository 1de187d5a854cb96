using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>What a source says after our own answer is its echo, not news.</summary>
public sealed class SourceEchoTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 2, 9, 0, 0, Wita.Offset);

    [Theory]
    [InlineData(SourceState.Open, "Terverifikasi", SourceState.InProgress, "Dalam Proses", TicketStatus.Resolved)]
    [InlineData(SourceState.InProgress, "Dalam Proses", SourceState.InProgress, "Ditindaklanjuti oleh Instansi", TicketStatus.Resolved)]
    [InlineData(SourceState.InProgress, "Dalam Proses", SourceState.InProgress, "Dalam Proses", TicketStatus.Resolved)]
    [InlineData(SourceState.InProgress, "Dalam Proses", SourceState.Closed, "Selesai", TicketStatus.Closed)]
    [InlineData(SourceState.InProgress, "Dalam Proses", SourceState.Open, "Ditanggapi oleh Pelapor", TicketStatus.InProgress)]
    [InlineData(SourceState.Open, "Terverifikasi", SourceState.Open, "Ditanggapi oleh Pelapor", TicketStatus.InProgress)]
    public void Only_who_opens_it_again_at_the_source_reopens_it(SourceState before, string said, SourceState after, string says, TicketStatus status)
    {
        var ticket = Open(Item(before, said));
        ticket.Resolve("andi", "Sudah diperbaiki.", Received.AddDays(1));

        ticket.Update(Item(after, says) with { Facts = [new("Tindak lanjut", "1")] }, Received.AddDays(1).AddSeconds(12));

        (ticket.Status, ticket.Reopened).ShouldBe((status, status == TicketStatus.InProgress ? 1 : 0));
    }

    private static Submission Item(SourceState state, string status) => new() { Title = "Lampu jalan", Body = "Padam.", ReceivedAt = Received, SourceState = state, SourceStatus = status };

    private static Ticket Open(Submission submission)
    {
        var route = new RoutingDecision { Bureau = "umum", Kind = SubmissionKind.Complaint, Score = 1, Triage = false, Why = [new Reason("words", [])] };
        return Ticket.Open(new TicketOrigin("KU-2026-000001", "lapor", "lapor", "lapor", "1"), submission, route, Received);
    }
}
