using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

public sealed class SplitRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Grant = "Kami mohon pencairan dana hibah untuk pembangunan masjid di desa kami.";
    private const string Room = "Selain itu kami ingin meminjam ruang rapat lantai 2 dan kursi untuk rapat panitia hari Senin.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Triage_offers_the_parts_with_their_bureaus_and_one_confirmation_divides_them()
    {
        var ticket = await AddAsync("several-matters", due: new DateOnly(2026, 3, 26));
        var page = await rooms.GetAsync("/triage");
        page.ShouldContain("Bagi menjadi beberapa tiket");
        page.ShouldContain(Room);
        page.ShouldContain("value=\"kesra/3\" selected");

        var after = await rooms.PostAsync($"/tickets/{ticket.Number}", "split", ("text-0", Grant), ("place-0", "kesra/3"), ("text-1", Room), ("place-1", "umum/27"), ("text-2", ""), ("place-2", ""));

        await using var db = rooms.Database.Open();
        var whole = await db.Tickets.Include(t => t.Events).SingleAsync(t => t.Number == ticket.Number, Token);
        var part = whole.Parts.ShouldHaveSingleItem();
        after.ShouldContain($"Dibagi. Setiap urusan lain sekarang tiket sendiri, dan stafnya diberi tahu: <a href=\"/tickets/{part}\">{part}</a>");
        (await rooms.GetAsync($"/tickets/{part}")).ShouldContain($"href=\"/tickets/{ticket.Number}\"");
        var code = rooms.Services.GetRequiredService<TrackingCode>().Of(ticket.Number);
        var tracked = await rooms.PostAsync("/track", "track", ("number", ticket.Number), ("code", code));
        tracked.ShouldContain("Urusan lain dalam laporan ini");
        tracked.ShouldContain(part);
    }

    [Fact]
    public async Task What_was_typed_stays_when_it_is_refused()
    {
        var ticket = await AddAsync("no-match");
        (await rooms.GetAsync("/tickets/" + ticket.Number)).ShouldContain("Bagi menjadi beberapa tiket");

        var page = await rooms.PostAsync($"/tickets/{ticket.Number}", "split", ("text-0", Grant), ("place-0", "kesra/3"), ("text-1", "Ruang saja."), ("place-1", ""));

        page.ShouldContain("tidak dikenal");
        page.ShouldContain("Ruang saja.");
        await using var db = rooms.Database.Open();
        (await db.Tickets.Include(t => t.Events).SingleAsync(t => t.Number == ticket.Number, Token)).Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bureau_is_not_offered_what_only_the_verifier_may()
    {
        var ticket = await AddAsync("words", "kesra");

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () => (await rooms.GetAsync("/tickets/" + ticket.Number)).ShouldNotContain("Bagi menjadi beberapa tiket"));
    }

    private Task<Ticket> AddAsync(string ground, string? bureau = null, DateOnly? due = null) => rooms.AddTicketAsync(
        "Dua permohonan", bureau, due, body: $"{Grant} {Room}",
        then: t => typeof(Ticket).GetProperty(nameof(Ticket.Route))!.SetValue(t, t.Route with { Why = [new Reason(ground, ["kesra", "umum"])] }));
}
