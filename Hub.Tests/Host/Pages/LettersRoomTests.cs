using System.Net;
using Hub.Domain.Letters;
using Hub.Domain.Submissions;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Pages;

public sealed class LettersRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly Letter Boats = new()
    {
        File = "surat.pdf", Number = "523/0412/DKP/III/2026", On = new(2026, 3, 18), Grade = "Segera", Subject = "Undangan rapat kapal nelayan", From = "DINAS KELAUTAN DAN PERIKANAN",
        To = "Kepala Biro Umum", Copies = ["Gubernur Kalimantan Utara"], EventOn = new(2026, 4, 16),
    };

    [Fact]
    public async Task A_ticket_shows_what_its_letter_says()
    {
        var ticket = await rooms.AddTicketAsync("Surat terlampir", letter: Boats);

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));

        foreach (var said in (string[])["523/0412/DKP/III/2026", "Rab, 18 Mar 2026", "Undangan rapat kapal nelayan", "DINAS KELAUTAN DAN PERIKANAN", "Kepala Biro Umum", "Gubernur Kalimantan Utara", "Kam, 16 Apr 2026", "Dibaca dari surat.pdf."])
        {
            page.ShouldContain(said);
        }
    }

    [Fact]
    public async Task The_register_lists_letters_and_can_be_taken_away()
    {
        await rooms.AddTicketAsync("Surat terlampir", letter: Boats with { Number = "523/0413/DKP/III/2026" });
        await rooms.AddTicketAsync("Tanpa surat");

        WebUtility.HtmlDecode(await rooms.GetAsync("/letters")).ShouldContain("523/0413/DKP/III/2026");
        (await rooms.GetAsync("/letters")).ShouldNotContain("Tanpa surat");
        (await rooms.GetAsync("/letters/export.csv")).ShouldContain("523/0413/DKP/III/2026");
        using var client = rooms.Client();
        (await client.GetByteArrayAsync("/letters/export.xlsx", TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(1_000);
        (await rooms.GetAsync("/letters?to=2026-01-01")).ShouldNotContain("523/0413/DKP/III/2026");
    }

    [Fact]
    public async Task The_letter_of_a_protected_ticket_is_blotted_and_of_a_secret_one_not_listed()
    {
        var named = Boats with { Number = "001/TERLINDUNG/2026", From = "LEMBAGA MARIANA CONTOH", Subject = "Pengaduan Mariana Contoh" };
        await rooms.AddTicketAsync("Anonim", reporter: new Reporter { Name = "Mariana Contoh", Anonymous = true }, letter: named);
        await rooms.AddTicketAsync("Rahasia", reporter: new Reporter { Name = "Mariana Contoh", Secret = true }, letter: named with { Number = "002/TERLINDUNG/2026" });

        foreach (var path in (string[])["/letters", "/letters/export.csv"])
        {
            var list = WebUtility.HtmlDecode(await rooms.GetAsync(path));
            list.ShouldNotContain("Mariana", Case.Insensitive);
            list.ShouldNotContain("TERLINDUNG/2026");
        }
    }

    [Fact]
    public async Task Staff_see_the_letters_of_their_bureau()
    {
        await rooms.AddTicketAsync("Surat", bureau: "hukum", letter: Boats with { Number = "188/0077/HUKUM/2026" });

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () => (await rooms.GetAsync("/letters")).ShouldNotContain("188/0077/HUKUM/2026"));
    }
}
