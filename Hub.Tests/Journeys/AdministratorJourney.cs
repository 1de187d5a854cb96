using System.Runtime.Versioning;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.Playwright;
using OtpNet;

namespace Hub.Tests.Journeys;

/// <summary>
/// Journey b: an administrator brings an empty folder to the first answered ticket by what the screens say, with a real Dovecot and a real Postfix that knows no plus addresses.
/// </summary>
[UnsupportedOSPlatform("windows")]
[Collection(OnPostgres.Name)]
public sealed class AdministratorJourney(ChromiumBrowser browser, PostgresServer postgres) : IClassFixture<ChromiumBrowser>
{
    private const int MostClicks = 40;
    private const string Inbox = "birososial@contoh.id";
    private const string HubAddress = "hub@contoh.id";
    private const string Matter = "Permohonan bantuan hibah rumah ibadah";
    private const string Password = "kuda-laut-berenang-jauh-7";
    private const string StaffPassword = "perahu-kayu-di-sesayap-9";

    private static readonly TimeSpan LongestWalk = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task From_an_empty_folder_to_the_first_answer() => WalkAsync("b", new Dictionary<string, string?>());

    [Fact]
    public async Task The_same_on_PostgreSQL() => await WalkAsync("b-postgres", await postgres.SettingsAsync());

    private async Task WalkAsync(string journey, IDictionary<string, string?> store)
    {
        using var folder = new TemporaryFolder();
        await using var dovecot = await DovecotServer.StartAsync();
        string[] boxes = ["hub", "birososial", "rina", "warga", "terkirim"];
        dovecot.Create(boxes);
        await using var postfix = await PostfixServer.StartAsync(dovecot, boxes);
        MailProgram Of(string user) => new($"{user}@contoh.id", user, DovecotServer.Password, dovecot.Port, postfix.Port);
        using var fakes = new HubProcess("--fakes-only", "--port", "0", "--data", folder.File("demo")) { Program = HubProcess.Shipped("mocks.dll") };
        fakes.Start();
        var lapor = (await fakes.SaysAsync("lapor ", Patience)).Split(',')[0];
        using (var first = new HttpClient())
        {
            // The program's first answer is its slowest, and no matter of the hub's.
            using var warm = await first.GetAsync(new Uri(lapor), Token);
        }

        var address = $"http://localhost:{Ports.Free()}";
        using var hub = new HubProcess("serve", $"--Hub:Data={folder.File("hub")}", $"--urls={address}", $"--Hub:PublicAddress={address}", "--Hub:AllowPrivateNetworks=true") { Program = HubProcess.Shipped("hub.dll"), Settings = store };
        hub.Start();
        var setup = await hub.SaysAsync("dalam 24 jam:", Patience);

        var walker = new Walker(await browser.PageAsync(new Uri(address), 1280), journey);
        await SignUpAsync(walker, setup);
        await ConnectMailAsync(walker, dovecot, postfix);
        await ConnectInboxAsync(walker, dovecot);
        await ConnectLaporAsync(walker, lapor);
        await InviteAsync(walker);
        await WriteAsync(Of("warga"));
        var desk = new Walker(await browser.PageAsync(new Uri(address), 1280), $"{journey}-rina");
        await TakeInvitationAsync(desk, Of("rina"));
        await AnswerAsync(desk, Of("rina"), Of("warga"));
        await SeeItRunsAsync(walker);

        (walker.Clicks + desk.Clicks).ShouldBeLessThanOrEqualTo(MostClicks);
        walker.Walked.ShouldBeLessThan(LongestWalk);
        // What the hub sent round to itself was for nobody to read.
        using var reader = new HttpClient();
        reader.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var mail in (await Of("terkirim").InboxAsync(_ => true)).Where(m => m.From.Mailboxes.Single().Address == HubAddress && m.To.Mailboxes.Single().Address != HubAddress))
        {
            await MailCheck.KeepsPromisesAsync(mail, [HubAddress], reader, Token);
        }
    }

    private static async Task SignUpAsync(Walker walker, string first)
    {
        await walker.OpenAsync(first);
        await walker.TypeAsync("Nama pengguna", "siti");
        await walker.TypeAsync("Kata sandi baru", Password);
        await walker.PressAsync("Buat akun dan masuk");
        await walker.TypeAsync("Kata sandi sekarang", Password);
        await walker.TypeAsync("Kode enam angka dari aplikasi", new Totp(Base32Encoding.ToBytes((await walker.Page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal))).ComputeTotp());
        await walker.PressAsync("Aktifkan");
        await walker.FollowAsync("Lanjutkan");
        await walker.GoAsync(walker.Page.Locator("a[href='/settings/setup']").First);
    }

    private static async Task ConnectMailAsync(Walker walker, DovecotServer dovecot, PostfixServer postfix)
    {
        await walker.FollowAsync("Buka akun surel");
        await walker.TypeAsync("Server surel", "localhost");
        await walker.TypeAsync("Port", $"{postfix.Port}");
        await walker.ChooseAsync("Pengamanan sambungan", "STARTTLS");
        await walker.TypeAsync("Nama masuk", "hub");
        await walker.TypeAsync("Kata sandi", DovecotServer.Password);
        await walker.UnfoldAsync("Setelan lanjutan");
        await walker.TypeAsync("Sidik sertifikat server", dovecot.CertificateSha256);
        await walker.TypeAsync("Alamat pengirim", HubAddress);
        await walker.TypeAsync("Server IMAP kotak surel yang sama", "localhost");
        await walker.TypeAsync("Port IMAP", $"{dovecot.TlsPort}");
        await walker.PressAsync("Simpan");
        await walker.PressAsync("Kirim surel uji");
        await walker.ReadsAsync("tidak mengenal alamat plus");
        await walker.ClickAsync(walker.Page.GetByLabel("Server mengenal alamat plus (hub+kode@…)"));
        await walker.PressAsync("Simpan");
        await walker.PressAsync("Kirim surel uji");
        await walker.ReadsAsync("terkirim, sampai, dan terbaca");
    }

    private static async Task ConnectInboxAsync(Walker walker, DovecotServer dovecot)
    {
        await walker.FollowAsync("Sumber");
        await walker.FollowAsync("Tambah sumber");
        await walker.ChooseAsync("Jenis", "Kotak surel (IMAP)");
        await walker.TypeAsync("Nama pendek", "email-kesra");
        await walker.TypeAsync("Nama", "Kotak surat Biro Kesra");
        await walker.PressAsync("Tambah, lalu isi setelan");
        await walker.TypeAsync("Server surel", "localhost");
        await walker.TypeAsync("Port", $"{dovecot.TlsPort}");
        await walker.TypeAsync("Nama masuk", "birososial");
        await walker.TypeAsync("Kata sandi", DovecotServer.Password);
        await walker.TypeAsync("Alamat kotak surat", Inbox);
        await walker.UnfoldAsync("Setelan lanjutan");
        await walker.TypeAsync("Sidik sertifikat server", dovecot.CertificateSha256);
        await walker.TypeAsync("Jadwal", "0/5 * * * * ?");
        await walker.PressAsync("Simpan");
        await walker.PressAsync("Uji sambungan");
        await walker.ReadsAsync("Sambungan baik");
        await walker.PressAsync("Nyalakan");
    }

    private static async Task ConnectLaporAsync(Walker walker, string address)
    {
        await walker.FollowAsync("Sumber");
        await walker.FollowAsync("Tambah sumber");
        await walker.ChooseAsync("Jenis", "LAPOR! SP4N (SPLP)");
        await walker.TypeAsync("Nama pendek", "lapor");
        await walker.PressAsync("Tambah, lalu isi setelan");
        await walker.TypeAsync("Alamat sistem", address);
        await walker.TypeAsync("Kunci SPLP", "kunci-splp-tiruan");
        await walker.TypeAsync("Token", "{00000000-1111-2222-3333-444444444444}");
        await walker.TypeAsync("Nomor instansi di LAPOR!", "151000");
        await walker.TypeAsync("Nomor akun penjawab", "88001");
        await walker.PressAsync("Simpan");
        await walker.PressAsync("Uji sambungan");
        await walker.ReadsAsync("Sambungan baik");
        await walker.PressAsync("Coba tanpa menyimpan");
        await walker.ReadsAsync("Yang akan terjadi");
        await walker.PressAsync("Nyalakan");
    }

    private static async Task InviteAsync(Walker walker)
    {
        await walker.FollowAsync("Setelan");
        await walker.FollowAsync("Penerima pemberitahuan");
        await walker.TypeAsync("Alamat surel", "rina@contoh.id");
        await walker.ChooseAsync("Biro", "Kesra");
        await walker.PressAsync("Tambah");
        await walker.FollowAsync("Setelan");
        await walker.FollowAsync("Pengguna");
        await walker.FollowAsync("Pengguna baru");
        await walker.TypeAsync("Nama pengguna", "rina");
        await walker.TypeAsync("Surel", "rina@contoh.id");
        await walker.ClickAsync(walker.Page.Locator("input[name=roles][value=staff]"));
        await walker.Page.Locator("#bureau").SelectOptionAsync("kesra");
        await walker.PressAsync("Buat dan undang");
        await walker.ReadsAsync("rina@contoh.id");
    }

    private static async Task WriteAsync(MailProgram citizen)
    {
        await citizen.WriteAsync(Inbox, Matter, "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di Tanjung Selor.");
        await citizen.FindAsync(m => m.Subject!.Contains("KU-", StringComparison.Ordinal));
    }

    /// <summary>The clerk chooses a password, signs in and finds the first ticket; an administrator sees none.</summary>
    private static async Task TakeInvitationAsync(Walker desk, MailProgram clerk)
    {
        var invitation = await clerk.FindAsync(m => m.TextBody!.Contains("/masuk/undangan", StringComparison.Ordinal));
        await desk.OpenAsync(MailCheck.LinkIn(invitation, "/masuk/undangan"));
        await desk.TypeAsync("Kata sandi baru", StaffPassword);
        await desk.PressAsync("Simpan kata sandi");
        await desk.FollowAsync("Masuk");
        await desk.TypeAsync("Nama pengguna", "rina");
        await desk.TypeAsync("Kata sandi", StaffPassword);
        await desk.PressAsync("Masuk");
        await desk.FollowAsync("Tiket");
        await desk.FollowAsync(Matter);
        await desk.ReadsAsync("Kesra");
    }

    /// <summary>The notice is answered by mail; nobody vouches for senders here, so one click confirms.</summary>
    private static async Task AnswerAsync(Walker desk, MailProgram clerk, MailProgram citizen)
    {
        var ticket = desk.Page.Url;
        var notice = await clerk.FindAsync(m => m.Headers["X-Hub-Notice"] == "Assigned");
        var asked = await clerk.AnswerAsync(notice, "SELESAI Proposal Bapak/Ibu sudah kami teruskan ke tim hibah.");
        await desk.OpenAsync(MailCheck.LinkIn(asked, "/aksi"));
        await desk.GoAsync(desk.Page.Locator("main form button").First);
        (await citizen.FindAsync(m => m.TextBody!.Contains("teruskan ke tim hibah", StringComparison.Ordinal))).ShouldNotBeNull();
        await desk.OpenAsync(ticket);
        await desk.ReadsAsync("Selesai");
        await desk.Page.Context.CloseAsync();
    }

    private static async Task SeeItRunsAsync(Walker walker)
    {
        await walker.FollowAsync("Sumber");
        await walker.ReadsAsync(" sumber berjalan");
        await walker.Page.Context.CloseAsync();
    }
}
