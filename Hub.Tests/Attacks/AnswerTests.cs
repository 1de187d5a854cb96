using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>An answer that shows who wrote leaves only as its writer, asked, decided.</summary>
public sealed class AnswerTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Telling = "Sdr. B4mbang, NIK 6503 0145 0785 0002, sudah kami temui.";

    [Theory]
    [InlineData("answer", "text")]
    [InlineData("ask", "text")]
    [InlineData("refuse", "reason")]
    public async Task The_writer_is_asked_before_anything_is_done(string form, string field)
    {
        var ticket = await ProtectedAsync();

        var page = await rooms.PostAsync($"/tickets/{ticket.Number}", form, (field, Telling), ("last", "true"));

        page.ShouldContain("menunjukkan siapa yang menulis");
        page.ShouldContain("nama");
        page.ShouldContain("NIK");
        page.ShouldContain(Telling);
        page.ShouldContain("Serahkan kepada verifikator");
        (await LoadAsync(ticket)).Events.ShouldNotContain(e => e.Text == Telling);
    }

    [Fact]
    public async Task Blotted_it_leaves_without_what_shows_it()
    {
        var ticket = await ProtectedAsync();

        await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", Telling), ("last", "true"), ("wording", "Blotted"));

        var stored = await LoadAsync(ticket);
        stored.Status.ShouldBe(TicketStatus.Resolved);
        stored.Events[^1].Text.ShouldBe("Sdr. ▇▇▇▇, NIK ▇▇▇▇, sudah kami temui.");
        await using var db = rooms.Database.Open();
        (await db.Outbox.Where(m => m.TicketId == ticket.Id).ToListAsync()).Select(m => Seal.Payload(m, stored.Key)!).ShouldAllBe(p => !p.Contains("6503") && !p.Contains("B4mbang"));
    }

    [Fact]
    public async Task Handed_to_the_verifier_nothing_leaves_and_the_verifier_is_told()
    {
        var ticket = await ProtectedAsync();

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), () => rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", Telling), ("last", "true"), ("wording", "ToVerifier")));

        var stored = await LoadAsync(ticket);
        stored.Status.ShouldBe(TicketStatus.New);
        stored.Events[^1].Kind.ShouldBe(TicketEventKind.Drafted);
        await using var db = rooms.Database.Open();
        var told = await db.Outbox.Where(m => m.TicketId == ticket.Id).ToListAsync();
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(m => m.Bureau == "organisasi" && m.Purpose == NoticePurpose.Changed && !m.Payload.Contains("6503"));
    }

    [Fact]
    public async Task Only_the_verifier_sends_it_as_it_is_and_the_trail_says_so()
    {
        var ticket = await ProtectedAsync();
        var refused = "";
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () => refused = await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", Telling), ("last", "true"), ("wording", "AsTheyAre")));

        await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", Telling), ("last", "false"), ("wording", "AsTheyAre"));

        refused.ShouldContain("Hanya verifikator");
        var stored = await LoadAsync(ticket);
        stored.Events.Where(e => Seal.Open<Layers<EventTexts>>(stored, e.Sealed)?.Whole.Text == Telling).ShouldHaveSingleItem().Actor.ShouldBe("siti");
        stored.Events.ShouldAllBe(e => e.Text == null || !e.Text.Contains("6503"));
        await using var db = rooms.Database.Open();
        (await db.Audit.SingleAsync(a => a.Action == "ticket.disclosed" && a.Subject == ticket.Number)).Actor.ShouldBe("siti");
    }

    [Fact]
    public async Task Of_an_open_reporter_the_name_may_stand_and_the_number_of_a_paper_may_not()
    {
        var ticket = await rooms.AddTicketAsync("Laporan terbuka", reporter: new Reporter { Name = "Bambang Sutrisno" });

        (await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", Telling), ("last", "true"))).ShouldContain("menunjukkan siapa yang menulis");
        await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Yth. Bapak Bambang, sudah selesai."), ("last", "true"));

        (await LoadAsync(ticket)).Status.ShouldBe(TicketStatus.Resolved);
    }

    private TicketSeal Seal => (TicketSeal)rooms.Services.GetService(typeof(TicketSeal))!;

    private async Task<Ticket> ProtectedAsync()
    {
        var reporter = new Reporter { Name = "Bambang Sutrisno", Anonymous = true };
        var ticket = await rooms.AddTicketAsync("Pungutan di loket", reporter: reporter);
        await using var db = rooms.Database.Open();
        await ((ReporterVault)rooms.Services.GetService(typeof(ReporterVault))!).KeepAsync(db, ticket, reporter, CancellationToken.None);
        await db.SaveChangesAsync();
        return ticket;
    }

    private async Task<Ticket> LoadAsync(Ticket ticket)
    {
        await using var db = rooms.Database.Open();
        return await db.Tickets.Include(t => t.Events.OrderBy(e => e.Sequence)).SingleAsync(t => t.Number == ticket.Number);
    }
}
