using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Tests.Support;
using Microsoft.Playwright;
using MimeKit;

namespace Hub.Tests.Journeys;

/// <summary>What the law asks of a ticket, walked in the program as it ships: an accusation, a request under UU 14/2008, and the end of a matter.</summary>
public sealed partial class LawJourneys(ShippedOffice office) : IClassFixture<ShippedOffice>
{
    private const string Accused = "staf.kesra@contoh.id";
    private const string Verifiers = "staf.organisasi@contoh.id";
    private const string Inspector = "penghubung@inspektorat.example";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accusation_reaches_the_verifier_and_the_inspectorate_without_who_wrote_and_nobody_else()
    {
        const string Citizen = "saksi@warga.example";
        string[] identity = ["Wulansari", "6471017001900099", "0812-5555-0148", Citizen];
        var receipt = await FirstMailAsync(Citizen, "Laporan dari dalam", "Atasan saya di Biro Kesra menerima gratifikasi dari pemasok, rahasiakan identitas saya.\r\n\r\nWulansari Kencana\r\nNIK 6471017001900099\r\nTelp. 0812-5555-0148");
        var number = NumberIn(receipt);
        var told = await office.Mail(Verifiers).FindAsync(m => Is(m, "Triage", number));
        WordsOf(told).ShouldContain("Laporan terlindungi");
        NamesNobody(told, identity);

        var (rina, vera) = (await office.SignInAsync("rina", "hukum-a"), await office.SignInAsync("vera", "hukum-a"));
        await SeesNothingAsync(rina, number);
        var keeper = await office.SignInAsync("siti", "hukum-a");
        await keeper.OpenAsync($"/offices/{Office.Inspectorate}");
        await keeper.TypeAsync("Pejabat penghubung", "Ardi");
        await keeper.TypeAsync("Surel pejabat penghubung", Inspector);
        await keeper.PressAsync("Simpan");
        await keeper.Page.Context.CloseAsync();
        await vera.OpenAsync($"/tickets/{number}");
        await vera.ReadsAsync("Jalur terlindungi");
        await vera.PressAsync("Teruskan ke Inspektorat");

        var handed = await office.Mail(Inspector).FindAsync(m => Is(m, "Assigned", number));
        NamesNobody(handed, identity);
        NamesNobody(await office.Mail(Inspector).AnswerAsync(handed, "SELESAI Laporan telah diperiksa dan ditindaklanjuti."), identity);
        (await office.Mail(Citizen).FindAsync(m => Is(m, "Answer", number))).TextBody!.ShouldContain("telah diperiksa");

        await SeesNothingAsync(rina, number);
        foreach (var address in (string[])[Accused, "kepala.kesra@contoh.id", "rina@contoh.id"])
        {
            (await office.Mail(address).InboxAsync(_ => true)).ShouldNotContain(m => WordsOf(m).Contains(number, StringComparison.Ordinal), address);
        }

        await office.CheckMailsAsync(Citizen, Inspector);
        await rina.Page.Context.CloseAsync();
        await vera.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_LAPOR_classes_as_whistle_blowing_is_closed_to_all_but_the_verifier()
    {
        await office.Bench.AddAsync("lapor", new JsonObject { ["title"] = "Pengadaan perahu nelayan", ["content"] = "<p>Perahu hibah dibeli di bawah ukuran.</p>", ["classification_name"] = "Whistle-blowing" }, Token);
        var (rina, vera) = (await office.SignInAsync("rina", "hukum-l"), await office.SignInAsync("vera", "hukum-l"));

        var number = await ProtectedAsync(vera, "di bawah ukuran");
        await vera.ReadsAsync("Jalur terlindungi");
        await SeesNothingAsync(rina, number);
        await rina.OpenAsync("/tickets?status=All");
        (await rina.Page.Locator("main").InnerTextAsync()).ShouldNotContain(number);
        (await office.Mail(Accused).InboxAsync(_ => true)).ShouldNotContain(m => WordsOf(m).Contains(number, StringComparison.Ordinal));
        await rina.Page.Context.CloseAsync();
        await vera.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_request_under_the_act_is_extended_refused_with_its_ground_objected_to_and_disputed()
    {
        const string Applicant = "pemohon@warga.example";
        var receipt = await FirstMailAsync(Applicant, "Permintaan informasi publik", "Berdasarkan UU 14/2008 tentang Keterbukaan Informasi Publik saya meminta salinan daftar penerima bantuan hibah tahun 2025.");
        var (number, calendar) = (NumberIn(receipt), WorkingCalendar.Embedded());
        var due = calendar.AddWorkingDays(Wita.DateOf(receipt.Date), 10);
        var vera = await office.SignInAsync("vera", "hukum-b");
        await vera.OpenAsync($"/tickets/{number}");
        await vera.Page.Locator("#assign-bureau").SelectOptionAsync("organisasi");
        await vera.GoAsync(vera.Page.Locator("form:has(#assign-bureau) button").First);
        await SeesDayAsync(vera, number, due);

        await vera.UnfoldAsync("Tindakan lain");
        await vera.Page.Locator("#extend-reason").FillAsync("Daftar dihimpun dari lima kabupaten.");
        await vera.PressAsync("Perpanjang");
        (await office.Mail(Applicant).FindAsync(m => WordsOf(m).Contains("lima kabupaten", StringComparison.Ordinal))).ShouldNotBeNull();
        await SeesDayAsync(vera, number, calendar.AddWorkingDays(due, 7));

        await DecideAsync(vera, "Memuat data pribadi penerima.");
        var refusal = await office.Mail(Applicant).FindAsync(m => WordsOf(m).Contains("data pribadi penerima", StringComparison.Ordinal));
        await office.Mail(Applicant).ReplyAsync(refusal, "Dengan ini saya mengajukan keberatan atas penolakan tersebut.");
        await UntilReadsAsync(vera, "/ppid", "Batas tanggapan");
        (await vera.Page.Locator("tr", new() { HasText = number }).InnerTextAsync()).ShouldSatisfyAllConditions(
            row => row.ShouldContain("ditolak"), row => row.ShouldContain("Pasal 17 huruf h"), row => row.ShouldContain("Diperpanjang"), row => row.ShouldNotContain(Applicant));
        await SeesDayAsync(vera, number, calendar.AddWorkingDays(Wita.DateOf(TimeProvider.System.GetUtcNow()), 30));

        await DecideAsync(vera, "Atasan PPID menguatkan penolakan.");
        await office.Mail(Applicant).FindAsync(m => WordsOf(m).Contains("menguatkan penolakan", StringComparison.Ordinal));
        await vera.OpenAsync($"/tickets/{number}");
        await vera.UnfoldAsync("Catat sengketa");
        await vera.Page.Locator("#ppid-dispute-letter").FillAsync("12/KI-KU/2026");
        await vera.PressAsync("Catat sengketa");
        await vera.ReadsAsync("Menunggu instansi lain");
        await vera.ReadsAsync("12/KI-KU/2026");
        await office.CheckMailsAsync(Applicant);
        await vera.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Thanks_close_a_new_wish_reopens_and_after_the_closing_it_is_a_ticket_of_its_own()
    {
        const string Citizen = "laras@warga.example";
        var rina = await office.SignInAsync("rina", "hukum-c");
        var (settled, settledAnswer) = await AnsweredAsync(rina, Citizen, "Permohonan bantuan hibah sanggar tari");
        var (open, openAnswer) = await AnsweredAsync(rina, Citizen, "Permohonan bantuan hibah panti asuhan");

        await office.Mail(Citizen).ReplyAsync(settledAnswer, "Terima kasih banyak, kartunya sudah saya terima.");
        await office.Mail(Citizen).ReplyAsync(openAnswer, "Dana hibahnya belum masuk sampai hari ini, mohon diperiksa.");
        await UntilReadsAsync(rina, $"/tickets/{settled}", "Ditutup");
        (await rina.Page.Locator("main").InnerTextAsync()).ShouldNotContain("Dibuka kembali");
        await UntilReadsAsync(rina, $"/tickets/{open}", "Dibuka kembali");

        await office.Mail(Citizen).ReplyAsync(settledAnswer, "Kartunya ternyata rusak dan tidak bisa dipakai, mohon diganti.");
        var again = await office.Mail(Citizen).FindAsync(m => m.Headers["X-Hub-Notice"] == "Receipt" && Number().Match(m.Subject!).Value is { Length: > 0 } other && other != settled && other != open);
        await rina.OpenAsync($"/tickets/{NumberIn(again)}");
        await rina.ReadsAsync(settled);
        await rina.ReadsAsync("Baru");
        await rina.OpenAsync($"/tickets/{settled}");
        await rina.ReadsAsync("Ditutup");
        await rina.ReadsAsync(NumberIn(again));
        await office.CheckMailsAsync(Citizen);
        await rina.Page.Context.CloseAsync();
    }

    /// <summary>A request that was answered for good on its page.</summary>
    /// <returns>Its number and the mail with the answer.</returns>
    private async Task<(string Number, MimeMessage Answer)> AnsweredAsync(Walker clerk, string citizen, string subject)
    {
        var number = await office.WriteAsync(citizen, subject, "Kami mengajukan proposal bantuan hibah di Tanjung Selor.");
        await clerk.OpenAsync($"/tickets/{number}");
        await clerk.TypeAsync("Jawab pelapor", $"Kartu penerima untuk {number} sudah kami kirim.");
        await clerk.PressAsync("Kirim dan selesaikan");
        return (number, await office.Mail(citizen).FindAsync(m => Is(m, "Answer", number)));
    }

    private async Task<MimeMessage> FirstMailAsync(string citizen, string subject, string text)
    {
        await office.Mail(citizen).WriteAsync(ShippedOffice.Inbox, subject, text);
        return await office.Mail(citizen).FindAsync(m => m.Subject!.Contains("KU-", StringComparison.Ordinal));
    }

    /// <summary>Of the protected reports that the verifiers were told of, the one that says these words; its page stands open then.</summary>
    /// <returns>Its number: no mail tells more of it, and no search finds its words.</returns>
    private async Task<string> ProtectedAsync(Walker verifier, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var told = await office.Mail(Verifiers).InboxAsync(_ => true);
            foreach (var number in told.Where(m => m.TextBody?.Contains("Laporan terlindungi", StringComparison.Ordinal) == true).Select(NumberIn).Where(seen.Add))
            {
                await verifier.OpenAsync($"/tickets/{number}");
                if ((await verifier.Page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal))
                {
                    return number;
                }
            }

            await Task.Delay(1000, patience.Token);
        }
    }

    private static async Task DecideAsync(Walker verifier, string words)
    {
        await verifier.UnfoldAsync("Putuskan");
        await verifier.Page.Locator("#ppid-decision").SelectOptionAsync("Refused");
        await verifier.Page.Locator("#ppid-ground").SelectOptionAsync("PrivateSecret");
        await verifier.Page.Locator("#ppid-text").FillAsync(words);
        await verifier.PressAsync("Kirim keputusan");
    }

    private static async Task SeesDayAsync(Walker walker, string number, DateOnly day)
    {
        await walker.OpenAsync($"/tickets/{number}");
        (await walker.Page.Locator($"main time[datetime='{day:yyyy-MM-dd}']").CountAsync()).ShouldBeGreaterThan(0, $"{number} names {day:O}");
    }

    /// <summary>As if there were no such ticket.</summary>
    private static async Task SeesNothingAsync(Walker walker, string number)
    {
        (await walker.Page.GotoAsync($"/tickets/{number}"))!.Status.ShouldBe(404);
        await walker.ReadsAsync($"Tiket {number} tidak ditemukan");
    }

    /// <summary>Looks at a page until it says something.</summary>
    private static async Task UntilReadsAsync(Walker walker, string address, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        await walker.OpenAsync(address);
        while (!(await walker.Page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal))
        {
            await Task.Delay(1000, patience.Token);
            await walker.OpenAsync(address);
        }
    }

    private static bool Is(MimeMessage mail, string notice, string number) => mail.Headers["X-Hub-Notice"] == notice && mail.Subject!.Contains(number, StringComparison.Ordinal);

    private static void NamesNobody(MimeMessage mail, string[] identity)
    {
        foreach (var word in identity)
        {
            $"{WordsOf(mail)}\n{string.Join('\n', mail.Headers.Select(h => h.Value))}".ShouldNotContain(word, Case.Insensitive);
        }
    }

    private static string WordsOf(MimeMessage mail) => $"{mail.Subject}\n{mail.TextBody}\n{mail.HtmlBody}";

    private static string NumberIn(MimeMessage mail) => Number().Match(mail.Subject!).Value;

    [GeneratedRegex("KU-[0-9]{4}-[0-9]{6}")]
    private static partial Regex Number();
}
