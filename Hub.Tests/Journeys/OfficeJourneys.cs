using System.Text;
using Hub.Tests.Support;
using Microsoft.Playwright;

namespace Hub.Tests.Journeys;

/// <summary>Journeys d to g and i, in one office: staff in the browser, two people on one ticket, the verifier, the citizen, both languages without JavaScript.</summary>
public sealed class OfficeJourneys(ShippedOffice office) : IClassFixture<ShippedOffice>
{
    private const string Grant = "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di Tanjung Selor.";

    [Fact]
    public async Task D_staff_find_what_waits_accept_it_and_answer_with_a_file_that_reaches_the_citizen()
    {
        const string Citizen = "dewi@warga.example";
        var number = await office.WriteAsync(Citizen, "Permohonan bantuan hibah rumah ibadah", Grant);
        var rina = await office.SignInAsync("rina", "d");

        await rina.FollowAsync("Tiket");
        await rina.GoAsync(rina.Page.Locator($"a[href^='/tickets/{number}']").First);
        await rina.PressAsync("Terima tiket ini");
        await rina.TypeAsync("Jawab pelapor", "Terlampir formulir hibah yang perlu diisi.");
        await rina.Page.Locator("#answer-files").SetInputFilesAsync(new FilePayload { Name = "formulir-hibah.pdf", MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n") });
        await rina.PressAsync("Kirim dan selesaikan");
        await rina.ReadsAsync("Terlampir formulir hibah");

        var answer = await office.Mail(Citizen).FindAsync(m => m.TextBody!.Contains("Terlampir formulir hibah", StringComparison.Ordinal));
        answer.Attachments.Select(a => a.ContentDisposition!.FileName).ShouldContain("formulir-hibah.pdf");
        await office.CheckMailsAsync(Citizen, "rina@contoh.id", "staf.kesra@contoh.id");
        await rina.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task E_of_two_people_on_one_ticket_the_second_sees_the_first_and_loses_no_word()
    {
        const string Citizen = "eko@warga.example";
        var number = await office.WriteAsync(Citizen, "Proposal hibah panti asuhan", Grant);
        var (rina, andi) = (await office.SignInAsync("rina", "e"), await office.SignInAsync("andi", "e"));
        await rina.OpenAsync($"/tickets/{number}");
        await andi.OpenAsync($"/tickets/{number}");

        await rina.TypeAsync("Jawab pelapor", "Berkas Anda sudah lengkap.");
        await rina.PressAsync("Kirim jawaban");
        await andi.TypeAsync("Jawab pelapor", "Mohon lengkapi surat domisili.");
        await andi.PressAsync("Kirim jawaban");

        await andi.ReadsAsync("Berkas Anda sudah lengkap.");
        (await andi.Page.Locator("#answer-text").InputValueAsync()).ShouldBe("Mohon lengkapi surat domisili.");
        var mails = await office.Mail(Citizen).InboxAsync(all => all.Any(m => m.TextBody!.Contains("sudah lengkap", StringComparison.Ordinal)));
        mails.ShouldNotContain(m => m.TextBody!.Contains("surat domisili", StringComparison.Ordinal));
        await rina.Page.Context.CloseAsync();
        await andi.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task F_the_verifier_triages_merges_reports_exports_and_prints()
    {
        var asked = await office.WriteAsync("fajar@warga.example", "Proposal hibah pondok pesantren", Grant);
        var again = await office.WriteAsync("fajar@warga.example", "Proposal hibah pondok pesantren (kedua)", Grant);
        await office.Mail("fitri@warga.example").WriteAsync(ShippedOffice.Inbox, "Halo", "Mau bertanya, terima kasih.");
        await office.Mail("fitri@warga.example").FindAsync(m => m.Subject!.Contains("KU-", StringComparison.Ordinal));
        var vera = await office.SignInAsync("vera", "f");

        await vera.FollowAsync("Triase");
        for (var i = 0; i < 20 && await vera.Page.GetByText("Mau bertanya, terima kasih.").CountAsync() == 0; i++)
        {
            // Others wait longer, and come first.
            await vera.FollowAsync("Lewati dahulu");
        }

        await vera.Page.Locator("#other").SelectOptionAsync("umum");
        await vera.PressAsync("Teruskan");
        await vera.ReadsAsync("Urungkan");

        await vera.OpenAsync($"/tickets/{again}");
        await vera.UnfoldAsync("Tindakan lain");
        await vera.TypeAsync("Tiket induk", asked);
        await vera.Page.Locator("#merge-reason").FillAsync("Permohonan yang sama.");
        await vera.PressAsync("Gabungkan");
        await vera.ReadsAsync(asked);

        await vera.FollowAsync("Laporan");
        var export = await vera.Page.RunAndWaitForDownloadAsync(() => vera.Page.Locator("a[href*='csv' i]").First.ClickAsync());
        (await File.ReadAllTextAsync(await export.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain(asked);
        PdfText.Of(await vera.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true })).ShouldContain("Kesra");
        await vera.OpenAsync("/tickets?status=All");
        PdfText.Of(await vera.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true })).ShouldContain(asked);
        await vera.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task G_a_citizen_writes_gets_a_receipt_tracks_on_an_old_phone_and_reads_the_answer()
    {
        const string Citizen = "gita@warga.example";
        var number = await office.WriteAsync(Citizen, "Bantuan hibah masjid desa", Grant);
        var receipt = await office.Mail(Citizen).FindAsync(m => m.TextBody!.Contains(number, StringComparison.Ordinal));
        var gita = await office.WalkerAsync("g", 360, script: false);

        await gita.OpenAsync(MailCheck.LinkIn(receipt, "/track"));
        await gita.TypeAsync("Kode lacak", MailCheck.TrackingCodeIn(receipt));
        await gita.PressAsync("Lacak");
        await gita.ReadsAsync("Biro Kesejahteraan Rakyat");

        var notice = await office.Mail("staf.kesra@contoh.id").FindAsync(m => m.Headers["X-Hub-Notice"] == "Assigned" && m.Subject!.Contains(number, StringComparison.Ordinal));
        await office.Mail("staf.kesra@contoh.id").AnswerAsync(notice, "SELESAI Permohonan Ibu kami setujui.");
        var answer = await office.Mail(Citizen).FindAsync(m => m.TextBody!.Contains("kami setujui", StringComparison.Ordinal));
        answer.References.ShouldNotBeEmpty("the answer stands in the citizen's own conversation");
        await office.CheckMailsAsync(Citizen);
        await gita.Page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("id", "Terima tiket ini", "Jawab pelapor", "Kirim jawaban")]
    [InlineData("en", "Accept this ticket", "Answer the reporter", "Send answer")]
    public async Task I_without_JavaScript_on_a_phone_a_clerk_works_in_either_language(string language, string accept, string answer, string send)
    {
        var number = await office.WriteAsync($"{language}@warga.example", $"Hibah sanggar seni {language}", Grant);
        var andi = await office.SignInAsync("andi", $"i-{language}", 360, script: false, language);

        await andi.OpenAsync($"/tickets/{number}");
        await andi.PressAsync(accept);
        await andi.TypeAsync(answer, $"Sudah kami terima ({language}).");
        await andi.PressAsync(send);

        await andi.ReadsAsync($"Sudah kami terima ({language}).");
        (await office.Mail($"{language}@warga.example").FindAsync(m => m.TextBody!.Contains($"Sudah kami terima ({language}).", StringComparison.Ordinal))).ShouldNotBeNull();
        await andi.Page.Context.CloseAsync();
    }
}
