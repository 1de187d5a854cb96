using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task A_ticket_is_found_by_the_last_digits_of_its_number(int width)
    {
        var ticket = await rooms.AddTicketAsync("Angka terakhir");
        var digits = int.Parse(ticket.Number.Split('-')[^1]).ToString($"D{width}");

        (await rooms.GetAsync($"/tickets?status=All&q={digits}")).ShouldContain(ticket.Number);
    }

    [Fact]
    public async Task A_number_is_found_as_people_type_it_and_by_how_it_begins()
    {
        var ticket = await rooms.AddTicketAsync("Nomor diketik");
        var running = int.Parse(ticket.Number.Split('-')[^1]);

        foreach (var typed in new[] { $"ku 2026 {running}", $"2026-{running:000000}", ticket.Number[..^2], ticket.Number[3..^2], $"KU2026{running:000000}" })
        {
            (await rooms.GetAsync($"/tickets?status=All&q={Uri.EscapeDataString(typed)}")).ShouldContain("Nomor diketik", customMessage: typed);
            (await rooms.GetAsync($"/tickets/export.csv?status=All&q={Uri.EscapeDataString(typed)}")).ShouldContain("Nomor diketik", customMessage: typed);
        }

        (await rooms.GetAsync("/tickets?status=All&q=KU-2025-0000")).ShouldContain("Tidak ada tiket yang cocok");
    }

    [Fact]
    public async Task A_ticket_is_found_by_a_file_of_its_answer_however_its_name_is_typed_and_nothing_found_says_what_is_not_searched()
    {
        await rooms.AddTicketAsync("Dijawab dengan berkas", then: t => t.Attach(new("Surat Balasan.pdf", "application/pdf", "ef", 1, null, RoomsFixture.Now, 2)));

        (await rooms.GetAsync("/tickets?status=All&q=surat%20balasan.pdf")).ShouldContain("Dijawab dengan berkas");
        (await rooms.GetAsync("/tickets?status=All&q=surat%20balasan")).ShouldContain("Dijawab dengan berkas");
        (await rooms.GetAsync("/tickets?status=All&q=Rina%20Contoh")).ShouldContain("Nama pelapor tersimpan tersegel");
        (await rooms.GetAsync("/tickets?status=Triage&bureau=umum")).ShouldNotContain("Nama pelapor tersimpan tersegel");
    }

    [Fact]
    public async Task A_ticket_is_found_by_the_name_of_its_file_and_a_secret_one_is_not()
    {
        await rooms.AddTicketAsync("Berkas biasa", then: t => t.Attach(new("Proposal-Hibah 2026.pdf", "application/pdf", "ab", 1, null, RoomsFixture.Now)));
        await rooms.AddTicketAsync("Berkas rahasia", reporter: new Reporter { Secret = true }, then: t => t.Attach(new("Bukti-Suap.pdf", "application/pdf", "cd", 1, null, RoomsFixture.Now)));

        (await rooms.GetAsync("/tickets?status=All&q=2026.pdf")).ShouldContain("Berkas biasa");
        (await rooms.GetAsync("/tickets?status=All&q=Suap.pdf")).ShouldContain("Tidak ada tiket yang cocok");
    }

    [Fact]
    public async Task A_ticket_is_found_by_the_address_of_its_sender_and_a_protected_one_is_not()
    {
        var open = await rooms.AddTicketAsync("Dari Budi");
        var hidden = await rooms.AddTicketAsync("Juga dari Budi", reporter: new Reporter { Anonymous = true });
        await using (var db = rooms.Database.Open())
        {
            var vault = rooms.Services.GetRequiredService<ReporterVault>();
            foreach (var number in new[] { open.Number, hidden.Number })
            {
                await vault.KeepAsync(db, await db.Tickets.SingleAsync(t => t.Number == number), new Reporter { Email = "Budi@contoh.id" }, CancellationToken.None);
            }

            await db.SaveChangesAsync();
        }

        var page = await rooms.GetAsync("/tickets?status=All&q=budi%40contoh.id");

        page.ShouldContain("Dari Budi");
        page.ShouldNotContain("Juga dari Budi");
    }

    [Theory]
    [InlineData("0852-1111-2222")]
    [InlineData("+62 852 1111 2222")]
    [InlineData("085211112222")]
    public async Task A_ticket_is_found_by_the_telephone_of_its_sender_however_it_is_written(string typed)
    {
        var ticket = await SentByAsync("085211112222", new Reporter());

        (await rooms.GetAsync($"/tickets?status=All&q={Uri.EscapeDataString(typed)}")).ShouldContain(ticket.Number);
        (await rooms.GetAsync($"/tickets/export.csv?status=All&q={Uri.EscapeDataString(typed)}")).ShouldContain(ticket.Number);
    }

    [Theory]
    [InlineData("081255221100")]
    [InlineData("0812-5522-1100")]
    [InlineData("5522")]
    public async Task A_telephone_number_in_a_text_is_found_however_it_is_written(string typed)
    {
        var ticket = await rooms.AddTicketAsync("Mohon dihubungi", body: "Telepon saya 0812-5522-1100 setelah magrib.");

        (await rooms.GetAsync($"/tickets?status=All&q={typed}")).ShouldContain(ticket.Number);
    }

    [Theory]
    [InlineData("KU-2026-{0:000000}")]
    [InlineData("ku 2026 {0}")]
    public async Task A_whole_number_opens_its_ticket_though_it_is_over(string typed)
    {
        var ticket = await rooms.AddTicketAsync("Sudah selesai", then: t => t.Resolve("siti", "Selesai.", RoomsFixture.Now));
        var running = int.Parse(ticket.Number.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);

        (await rooms.GetAsync($"/tickets?q={Uri.EscapeDataString(string.Format(System.Globalization.CultureInfo.InvariantCulture, typed, running))}")).ShouldContain($"<h1>Sudah selesai</h1>");
        (await rooms.GetAsync($"/tickets?status=All&q={Uri.EscapeDataString($"ku {running}")}")).ShouldContain(ticket.Number);
    }

    /// <summary>The attack: to learn from a number or an address which tickets a person wrote.</summary>
    [Theory]
    [InlineData(Roles.Verifier, null, true)]
    [InlineData($"{Roles.Staff} {Roles.Identities}", "kesra", true)]
    [InlineData($"{Roles.Head} {Roles.Identities}", "kesra", true)]
    [InlineData(Roles.Staff, "kesra", false)]
    [InlineData(Roles.Head, "kesra", false)]
    [InlineData($"{Roles.Staff} {Roles.Identities}", "umum", false)]
    [InlineData(Roles.Leadership, null, false)]
    [InlineData(Roles.Administrator, null, false)]
    [InlineData(Roles.Auditor, null, false)]
    public async Task Who_may_not_know_the_sender_does_not_find_by_it(string roles, string? bureau, bool finds)
    {
        var open = await SentByAsync("085233334444", new Reporter());
        var hidden = new[] { await SentByAsync("085233334444", new Reporter { Anonymous = true }), await SentByAsync("085233334444", new Reporter { Secret = true }) };

        foreach (var typed in (string[])["0852 3333 4444", "pengirim@contoh.id"])
        {
            await rooms.ActAsAsync(new CurrentUser("orang", roles.Split(' ').ToHashSet(), bureau), async () =>
            {
                using var client = rooms.Client();
                var page = await (await client.GetAsync($"/tickets?status=All&q={Uri.EscapeDataString(typed)}")).Content.ReadAsStringAsync();
                page.Contains(open.Number, StringComparison.Ordinal).ShouldBe(finds);
                hidden.ShouldAllBe(t => !page.Contains(t.Number));
            });
        }
    }

    private async Task<Ticket> SentByAsync(string phone, Reporter flags)
    {
        var ticket = await rooms.AddTicketAsync("Dari telepon", reporter: flags);
        await using var db = rooms.Database.Open();
        await rooms.Services.GetRequiredService<ReporterVault>().KeepAsync(db, await db.Tickets.SingleAsync(t => t.Id == ticket.Id), flags with { Email = "pengirim@contoh.id", Phone = phone }, CancellationToken.None);
        await db.SaveChangesAsync();
        return ticket;
    }

    /// <summary>The attack: a source writes into its number who sent the item; the page blots it, and whoever guesses it whole was told that it is right.</summary>
    [Theory]
    [InlineData("6503014507850007", true, false)]
    [InlineData("SIHAB-Brimoteru-77", true, false)]
    [InlineData("SIHAB-2026-77", true, true)]
    [InlineData("6503014507850015", false, true)]
    public async Task A_number_at_the_source_that_tells_who_sent_a_protected_item_finds_nothing(string number, bool anonymous, bool finds)
    {
        var ticket = await rooms.AddTicketAsync("Bernomor asal", reporter: new Reporter { Name = "Brimoteru Zulvanka", Anonymous = anonymous });
        await using (var db = rooms.Database.Open())
        {
            await rooms.Services.GetRequiredService<ReporterVault>().KeepAsync(db, await db.Tickets.SingleAsync(t => t.Id == ticket.Id), new Reporter { Name = "Brimoteru Zulvanka", Anonymous = anonymous }, CancellationToken.None);
            await db.SaveChangesAsync();
            await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.ExternalId, number));
        }

        foreach (var who in new[] { RoomsFixture.Verifier, RoomsFixture.StaffOf("kesra") })
        {
            await rooms.ActAsAsync(who, async () =>
            {
                (await rooms.GetAsync($"/tickets?status=All&q={number}")).Contains(ticket.Number, StringComparison.Ordinal).ShouldBe(finds, who.Name);
                (await rooms.GetAsync($"/tickets/export.csv?status=All&q={number}")).Contains(ticket.Number, StringComparison.Ordinal).ShouldBe(finds, who.Name);
            });
        }
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
