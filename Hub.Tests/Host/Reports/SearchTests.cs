using Hub.Domain.Submissions;
using Hub.Host.Figures;
using Hub.Tests.Host.Pages;

namespace Hub.Tests.Host.Reports;

public sealed class SearchTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Theory]
    [InlineData("peminjaman ruang", "Kami hendak meminjam ruangan rapat")]
    [InlineData("meminjam", "Aula akan dipinjamkan")]
    [InlineData("perbaikan jalan", "Jalan mohon diperbaiki")]
    [InlineData("penyewaan", "Hendak menyewa gedung")]
    [InlineData("HIBAH", "Proposal hibah")]
    public async Task Forms_of_one_word_meet(string typed, string title)
    {
        await rooms.AddTicketAsync(title);

        (await rooms.GetAsync($"/tickets?status=All&q={Uri.EscapeDataString(typed)}")).ShouldContain(title);
    }

    [Fact]
    public async Task Words_that_are_not_there_find_nothing()
    {
        await rooms.AddTicketAsync("Jadwal kunjungan kerja");

        (await rooms.GetAsync("/tickets?status=All&q=jadwal%20kapal")).ShouldContain("Tidak ada tiket yang cocok");
    }

    [Fact]
    public async Task Secret_tickets_are_not_searched_even_when_the_flag_comes_later()
    {
        await rooms.AddTicketAsync("Gratifikasi terselubung", reporter: new Reporter { Secret = true });
        var later = await rooms.AddTicketAsync("Suapmenyuap lelang");
        await using (var db = rooms.Database.Open())
        {
            var ticket = db.Tickets.Single(t => t.Id == later.Id);
            ticket.Protect(false, true, "siti", RoomsFixture.Now);
            await db.SaveChangesAsync();
        }

        (await rooms.GetAsync("/tickets?status=All&q=gratifikasi")).ShouldContain("Tidak ada tiket yang cocok");
        (await rooms.GetAsync("/tickets?status=All&q=suapmenyuap")).ShouldContain("Tidak ada tiket yang cocok");
    }

    [Theory]
    [InlineData("\"*) OR secret:(")]
    [InlineData("NEAR(a b) AND NOT")]
    [InlineData("'; DROP TABLE tickets; --")]
    [InlineData("()")]
    public async Task Signs_of_a_query_language_are_only_signs(string typed)
    {
        (await rooms.GetAsync($"/tickets?q={Uri.EscapeDataString(typed)}")).ShouldContain("<h1>Tiket</h1>");
    }

    [Fact]
    public void A_question_carries_the_forms_of_its_words() =>
        ((string[])["pinjam", "meminjam", "dipinjam", "peminjam"]).ShouldBeSubsetOf(SearchWords.Forms("peminjaman"));
}
