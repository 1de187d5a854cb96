using System.Text.Json;
using Hub.Tests.Support;
using MimeKit;

namespace Hub.Tests.Journeys;

/// <summary>Journey c: a clerk who never opens the hub works in the demo of today as it ships, by IMAP and SMTP alone.</summary>
public sealed class ByMailJourney : IAsyncLifetime
{
    private const string Clerk = "staf.kesra@contoh.id";
    private const string Hub = "hub.setda@contoh.id";
    private const int Imap = 7;
    private const int Smtp = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly TemporaryFolder folder = new();
    private readonly JourneyStore store = new();
    private readonly int port = Ports.FreeRow(9);
    private HubProcess demo = null!;
    private MailProgram mail = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        demo = new HubProcess("--today", "--port", $"{port}", "--data", folder.File("demo")) { Program = HubProcess.Shipped("mocks.dll"), Settings = await store.SettingsAsync() };
        demo.Start();
        var file = Path.Combine(folder.File("demo"), "demo.json");
        await demo.UntilAsync(() => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), "it keeps its password", Patience);
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(file, Token));
        mail = new(Clerk, Clerk, settings.RootElement.GetProperty("mailPassword").GetString()!, port + Imap, port + Smtp);
    }

    [Fact]
    public async Task Each_word_is_answered_and_every_mail_keeps_its_promises()
    {
        var work = (await mail.InboxAsync(mails => mails.Count(IsWork) >= 5)).Where(IsWork).ToList();

        await AnswerAsync(work[0], "TERIMA", "tiket ini sekarang diproses biro Anda");
        await AnswerAsync(work[0], "terima", "tiket ini sekarang diproses biro Anda");
        await AnswerAsync(work[1], "MINTA DATA: nomor rekening yayasan", "pelapor ditanya \"nomor rekening yayasan\"");
        await AnswerAsync(work[2], "Selamat pagi,\r\nSELESAI Permohonan sudah kami teruskan.", "sudah kami teruskan", ("bukti.pdf", "%PDF-1.4\n%%EOF\n"u8.ToArray()));
        await AnswerAsync(work[3], "MINTA DATA", "");
        await AnswerAsync(work[4], "SELESAIKAN YA", "");

        using var browser = new HttpClient();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var sent in (await mail.InboxAsync(_ => true)).TakeLast(12).Concat(work.Take(4)))
        {
            await MailCheck.KeepsPromisesAsync(sent, [Hub], browser, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        demo.Dispose();
        await store.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A notice that asks for something and can be answered with any word; requests for information end by a decision.</summary>
    private static bool IsWork(MimeMessage mail) => mail.Headers["X-Hub-Notice"] == "Assigned" && mail.TextBody?.Contains("Permintaan informasi", StringComparison.Ordinal) == false;

    private async Task AnswerAsync(MimeMessage notice, string words, string echoed, params (string Name, byte[] Content)[] files)
    {
        var echo = (await mail.AnswerAsync(notice, words, files)).TextBody!.ReplaceLineEndings(" ");
        echo.ShouldContain(echoed, customMessage: echo);
    }
}
