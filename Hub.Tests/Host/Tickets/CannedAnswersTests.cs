using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>Canned answers: kept by the head, shown filled on a ticket of that bureau, sent only by a person.</summary>
public sealed class CannedAnswersTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly CurrentUser Head = new("kepala", new HashSet<string>(StringComparer.Ordinal) { Roles.Head }, "kesra");

    [Fact]
    public async Task A_head_keeps_one_and_it_stands_filled_in_the_form_of_the_answer()
    {
        var ticket = await rooms.AddTicketAsync("Proposal hibah masjid");
        var other = await rooms.AddTicketAsync("Ruang rapat", bureau: "umum");
        await rooms.ActAsAsync(Head, async () =>
        {
            (await rooms.PostAsync("/answers", "answer", ("name", "Lengkap"), ("service", ""), ("text", "Permohonan {perihal} nomor {nomor} sudah lengkap."))).ShouldContain("Jawaban disimpan.");
            (await rooms.PostAsync("/answers", "answer", ("name", "Lengkap"), ("service", ""), ("text", "Lain."))).ShouldContain("sudah punya jawaban dengan nama itu");
        });

        await using var db = rooms.Database.Open();
        var kept = await db.CannedAnswers.SingleAsync(a => a.Name == "Lengkap", TestContext.Current.CancellationToken);
        kept.Bureau.ShouldBe("kesra", "a head keeps those of the own bureau, whatever a form says");
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
            (await rooms.GetAsync($"/tickets/{ticket.Number}?canned={kept.Id}")).ShouldContain($"Permohonan Proposal hibah masjid nomor {ticket.Number} sudah lengkap."));
        (await rooms.GetAsync($"/tickets/{other.Number}?canned={kept.Id}")).ShouldNotContain("sudah lengkap");
        (await db.TicketEvents.AnyAsync(e => e.Kind == TicketEventKind.Answered, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_place_that_no_ticket_fills_is_refused_by_its_name_and_those_that_there_are()
    {
        await rooms.ActAsAsync(Head, async () =>
            (await rooms.PostAsync("/answers", "answer", ("name", "Salah ketik"), ("service", ""), ("text", "Nomor {nomer} sudah lengkap."))).ShouldContain("Isi jawaban: {nomer} tidak diisi dari tiket dan akan terkirim begitu saja. Yang ada: {nomor}, {perihal}"));

        await using var db = rooms.Database.Open();
        (await db.CannedAnswers.AnyAsync(a => a.Name == "Salah ketik", TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Choosing_one_sends_what_stands_in_the_box_along_and_answers_nobody()
    {
        var ticket = await rooms.AddTicketAsync("Mohon jadwal");
        await using var db = rooms.Database.Open();
        db.CannedAnswers.Add(new Hub.Host.Storage.Rows.CannedAnswer { Bureau = "kesra", Name = "Jadwal", Text = "Jadwal {nomor} menyusul." });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var id = await db.CannedAnswers.Where(a => a.Name == "Jadwal").Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken);
        (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldContain($"name=\"canned\" value=\"{id}\" formnovalidate");

        (await rooms.PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Baru saja diketik."), ("canned", $"{id}"))).ReplaceLineEndings("\n").ShouldContain($">Baru saja diketik.\n\nJadwal {ticket.Number} menyusul.</textarea>");

        (await db.TicketEvents.AnyAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.Answered, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_a_protected_reporter_nothing_is_filled_in_that_shows_what_it_is_about()
    {
        var ticket = await rooms.AddTicketAsync("Pungutan oleh Budi Santoso", reporter: new Hub.Domain.Submissions.Reporter { Name = "Rina Contoh", Anonymous = true });
        await using var db = rooms.Database.Open();
        db.CannedAnswers.Add(new Hub.Host.Storage.Rows.CannedAnswer { Bureau = "kesra", Name = "Perihal", Text = "Tentang {perihal}." });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var id = await db.CannedAnswers.Where(a => a.Name == "Perihal").Select(a => a.Id).SingleAsync(TestContext.Current.CancellationToken);

        (await rooms.GetAsync($"/tickets/{ticket.Number}?canned={id}")).ShouldContain($"Tentang {ticket.Number}.");
    }
}
