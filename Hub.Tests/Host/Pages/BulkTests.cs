using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

public sealed class BulkTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Fact]
    public async Task Chosen_tickets_are_accepted_and_what_is_refused_is_named()
    {
        var (first, second) = (await rooms.AddTicketAsync("Pilihan pertama"), await rooms.AddTicketAsync("Pilihan kedua"));
        var waiting = await rooms.AddTicketAsync("Menunggu data", then: t => t.AskReporter("andi", "Fotokopi KTP?", RoomsFixture.Now));

        var page = await rooms.PostAsync("/tickets", "bulk", ("act", "accept"), ("pick", first.Number), ("pick", second.Number), ("pick", waiting.Number));

        page.ShouldContain("2 tiket diubah.");
        page.ShouldContain("1 tiket tidak diubah");
        page.ShouldContain("Tiket ini tidak sedang menunggu diterima.");
        (await StatusesAsync(first, second)).ShouldAllBe(s => s == TicketStatus.InProgress);
    }

    [Fact]
    public async Task What_was_accepted_already_is_neither_counted_nor_written_down_again()
    {
        var (first, second) = (await rooms.AddTicketAsync("Sudah diterima"), await rooms.AddTicketAsync("Belum diterima"));
        await rooms.PostAsync("/tickets", "bulk", ("act", "accept"), ("pick", first.Number));

        (await rooms.PostAsync("/tickets", "bulk", ("act", "accept"), ("pick", first.Number), ("pick", second.Number))).ShouldContain("1 tiket diubah.");

        await using var db = rooms.Database.Open();
        (await db.Audit.CountAsync(e => e.Action == "ticket.Accept" && e.Subject == first.Number)).ShouldBe(1);
    }

    [Fact]
    public async Task The_verifier_passes_chosen_tickets_on_with_a_reason()
    {
        var ticket = await rooms.AddTicketAsync("Salah alamat");

        await rooms.PostAsync("/tickets", "bulk", ("act", "assign"), ("bureau", "hukum"), ("reason", "Produk hukum"), ("pick", ticket.Number));

        await using var db = rooms.Database.Open();
        var stored = await db.Tickets.Include(t => t.Events).SingleAsync(t => t.Id == ticket.Id);
        stored.Bureau.ShouldBe("hukum");
        stored.Events.ShouldContain(e => e.Kind == TicketEventKind.Reassigned && e.Text == "Produk hukum" && e.Actor == "siti");
    }

    [Fact]
    public async Task Staff_can_neither_choose_anothers_ticket_nor_pass_their_own_on()
    {
        var (own, foreign) = (await rooms.AddTicketAsync("Milik kesra"), await rooms.AddTicketAsync("Milik umum", "umum"));

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
        {
            (await rooms.GetAsync("/tickets")).ShouldNotContain("id=\"bulk-bureau\"");
            (await rooms.PostAsync("/tickets", "bulk", ("act", "accept"), ("pick", foreign.Number))).ShouldContain("0 tiket diubah.");
            (await rooms.PostAsync("/tickets", "bulk", ("act", "assign"), ("bureau", "hukum"), ("pick", own.Number))).ShouldContain("0 tiket diubah.");
        });

        (await StatusesAsync(own, foreign)).ShouldAllBe(s => s == TicketStatus.New);
    }

    [Fact]
    public async Task Nothing_chosen_says_so()
    {
        await rooms.AddTicketAsync("Ada yang dapat dipilih");

        (await rooms.PostAsync("/tickets", "bulk", ("act", "accept"))).ShouldContain("Pilih dahulu sedikitnya satu tiket.");
    }

    [Fact]
    public async Task A_filter_gets_a_name_is_found_again_by_its_owner_alone_and_is_forgotten()
    {
        const string Address = "/tickets?bureau=kesra&status=Open&due=Late";
        await rooms.PostAsync(Address, "keep", ("name", "Kesra <b>telat</b>"));

        (await rooms.GetAsync("/tickets")).ShouldContain("Kesra &lt;b&gt;telat&lt;/b&gt;");
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () => (await rooms.GetAsync("/tickets")).ShouldNotContain("telat&lt;"));
        await rooms.PostAsync(Address, "forget", ("name", "Kesra <b>telat</b>"));
        (await rooms.GetAsync("/tickets")).ShouldNotContain("telat&lt;");
    }

    [Fact]
    public async Task A_filter_without_a_name_is_refused_in_words() =>
        (await rooms.PostAsync("/tickets?due=Late&bureau=umum", "keep", ("name", " "))).ShouldContain("Tulis nama saringan");

    private async Task<List<TicketStatus>> StatusesAsync(params Ticket[] tickets)
    {
        await using var db = rooms.Database.Open();
        var ids = tickets.Select(t => t.Id).ToList();
        return await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => t.Status).ToListAsync();
    }
}
