using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

public sealed class TriageRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Not_our_authority_is_an_outcome_with_target_and_evidence_that_ends_our_clocks()
    {
        var ticket = await rooms.AddTicketAsync("Listrik padam di kampung kami", bureau: null);

        await rooms.PostAsync("/triage", "not-ours", ("number", ticket.Number), ("target", "PLN"), ("evidence", "Jaringan listrik diurus PLN."));

        await using var db = rooms.Database.Open();
        var stored = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == ticket.Number, Token);
        (stored.Status, stored.ClosedAt).ShouldBe((TicketStatus.NotOurs, RoomsFixture.Now));
        stored.Clocks.Where(c => !c.Informational).ShouldAllBe(c => c.EndedAt == RoomsFixture.Now);
        var declared = stored.Events.Single(e => e.Kind == TicketEventKind.NotOurs);
        (declared.Actor, declared.Text, declared.Data).ShouldBe(("siti", "Jaringan listrik diurus PLN.", """{"target":"PLN"}"""));
    }

    [Fact]
    public async Task Without_target_or_evidence_nothing_is_declared()
    {
        var ticket = await rooms.AddTicketAsync("Air tidak mengalir", bureau: null);

        (await rooms.PostAsync("/triage", "not-ours", ("number", ticket.Number), ("target", "PDAM"), ("evidence", " "))).ShouldContain("Isi alasan dahulu.");

        await using var db = rooms.Database.Open();
        (await db.Tickets.Where(t => t.Number == ticket.Number).Select(t => t.Status).SingleAsync(Token)).ShouldBe(TicketStatus.Triage);
    }

    [Fact]
    public async Task The_queue_shows_its_own_clock_and_how_many_are_past_it()
    {
        var late = RoomsFixture.Now.AddHours(-2);
        await rooms.AddTicketAsync("Parkir liar", bureau: null, due: new DateOnly(2026, 3, 26), then: t => t.SetClocks(
        [
            Clock(ClockKind.Promise, "service-3", new DateOnly(2026, 3, 26), RoomsFixture.Now.AddDays(2), binding: true),
            Clock(ClockKind.Triage, "triage", new DateOnly(2026, 3, 24), late, binding: false),
        ]));

        var page = await rooms.GetAsync("/triage");

        page.ShouldContain("Putuskan paling lambat");
        page.ShouldContain("24 Mar 2026");
        page.ShouldContain("1 lewat tenggat triase");
    }

    private static Clock Clock(ClockKind kind, string rule, DateOnly due, DateTimeOffset late, bool binding) => new()
    {
        Kind = kind, Rule = rule, StartedAt = RoomsFixture.Now.AddDays(-2), Deadline = new Deadline { DueOn = due, LateAt = late }, Binding = binding,
    };
}
