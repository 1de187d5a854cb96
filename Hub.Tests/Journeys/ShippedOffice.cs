using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Mocks.Bench;
using Hub.Tests.Browser;
using Hub.Tests.Support;

namespace Hub.Tests.Journeys;

/// <summary>
/// An office on the hub as it ships: the hub's own process beside the fakes' process, whose mail server keeps plus addresses, Message-IDs and sent mail as Gmail does. Everybody in it was
/// invited by mail and chose a password in the browser: siti administers, vera verifies, rina and andi work in Biro Kesra. One for all journeys of an office.
/// </summary>
public sealed partial class ShippedOffice : IAsyncLifetime
{
    public const string Inbox = "birososial.kaltara@gmail.com";
    public const string HubAddress = "hub.setda@contoh.id";
    private const string Password = "perahu-kayu-di-sesayap-9";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly TemporaryFolder folder = new();
    private readonly JourneyStore store = new();
    private readonly ChromiumBrowser browser = new();
    private readonly HttpClient bench = new();
    private HubProcess fakes = null!;
    private HubProcess hub = null!;
    private JsonElement settings;

    /// <summary>Where the other systems are played.</summary>
    public BenchClient Bench { get; private set; } = null!;

    public string Address { get; } = $"http://localhost:{Ports.Free()}";

    public async ValueTask InitializeAsync()
    {
        await browser.InitializeAsync();
        if (browser.Chromium is null)
        {
            return;
        }

        fakes = new HubProcess("--fakes-only", "--port", "0", "--data", folder.File("demo")) { Program = HubProcess.Shipped("mocks.dll") };
        fakes.Start();
        await fakes.SaysAsync("Ctrl-C", Patience);
        settings = JsonDocument.Parse(fakes.Said[fakes.Said.IndexOf("\n{", StringComparison.Ordinal)..(fakes.Said.LastIndexOf("\n}", StringComparison.Ordinal) + 2)]).RootElement.GetProperty("Hub");
        bench.BaseAddress = new Uri(fakes.Said.Split('\n').First(l => l.StartsWith("Bangku uji:", StringComparison.Ordinal))["Bangku uji:".Length..].Trim());
        Bench = new BenchClient(bench);
        hub = new HubProcess(["serve", $"--Hub:Data={folder.File("hub")}", $"--urls={Address}", $"--Hub:PublicAddress={Address}", .. Flat(settings, "Hub").Where(IsWanted).Select(s => $"--{s.Key}={s.Value}")])
        {
            Program = HubProcess.Shipped("hub.dll"),
            Settings = await store.SettingsAsync(),
        };
        hub.Start();
        var first = await hub.SaysAsync("dalam 24 jam:", Patience);
        await PeopleAsync(first);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser.Chromium is not null)
        {
            hub.Dispose();
            fakes.Dispose();
        }

        bench.Dispose();
        await browser.DisposeAsync();
        await store.DisposeAsync();
        folder.Dispose();
    }

    public MailProgram Mail(string address)
    {
        var mail = settings.GetProperty("Mail");
        return new(address, address, mail.GetProperty("Password").GetString()!, int.Parse(mail.GetProperty("ImapPort").GetString()!), int.Parse(mail.GetProperty("Port").GetString()!));
    }

    /// <summary>A browser of nobody in particular; the test is skipped where there is none.</summary>
    public async Task<Walker> WalkerAsync(string journey, int width = 1280, bool script = true, string language = "id") => new(await browser.PageAsync(new Uri(Address), width, script, language), journey);

    /// <summary>A person who has signed in.</summary>
    public async Task<Walker> SignInAsync(string name, string journey, int width = 1280, bool script = true, string language = "id")
    {
        var walker = await WalkerAsync($"{journey}-{name}", width, script, language);
        await walker.OpenAsync("/masuk");
        await walker.Page.Locator("#name").FillAsync(name);
        await walker.Page.Locator("#password").FillAsync(Password);
        await walker.GoAsync(walker.Page.Locator("main form button.first"));
        return walker;
    }

    /// <summary>What a citizen writes, until the receipt is there.</summary>
    /// <returns>The number of the ticket.</returns>
    public async Task<string> WriteAsync(string citizen, string subject, string text)
    {
        await Mail(citizen).WriteAsync(Inbox, subject, text);
        var receipt = await Mail(citizen).FindAsync(m => m.TextBody!.Contains(subject, StringComparison.Ordinal) || m.Subject!.Contains(subject, StringComparison.Ordinal));
        return Number().Match(receipt.Subject + receipt.TextBody).Value;
    }

    /// <summary>Every mail that left for these people keeps its promises.</summary>
    public async Task CheckMailsAsync(params string[] addresses)
    {
        using var reader = new HttpClient();
        reader.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var address in addresses)
        {
            var mails = await Mail(address).InboxAsync(_ => true);
            mails.ShouldNotBeEmpty(address);
            foreach (var mail in mails.Where(m => m.From.Mailboxes.Single().Address == HubAddress))
            {
                await MailCheck.KeepsPromisesAsync(mail, [HubAddress], reader, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task PeopleAsync(string first)
    {
        var siti = await WalkerAsync("kantor");
        await siti.OpenAsync(first);
        await siti.TypeAsync("Nama pengguna", "siti");
        await siti.TypeAsync("Kata sandi baru", Password);
        await siti.PressAsync("Buat akun dan masuk");
        foreach (var (name, role) in new[] { ("rina", "staff"), ("andi", "staff"), ("vera", "verifier") })
        {
            await siti.OpenAsync("/settings/users/new");
            await siti.TypeAsync("Nama pengguna", name);
            await siti.TypeAsync("Surel", $"{name}@contoh.id");
            await siti.Page.Locator($"input[name=roles][value={role}]").CheckAsync();
            await siti.Page.Locator("#bureau").SelectOptionAsync(role == "staff" ? "kesra" : "");
            await siti.PressAsync("Buat dan undang");
            await TakeInvitationAsync(name);
        }

        await siti.Page.Context.CloseAsync();
        var vera = await SignInAsync("vera", "kantor");
        await vera.OpenAsync("/account");
        await vera.PressAsync("Terima");
        await vera.Page.Context.CloseAsync();
    }

    private async Task TakeInvitationAsync(string name)
    {
        var invitation = await Mail($"{name}@contoh.id").FindAsync(m => m.TextBody!.Contains("/masuk/undangan", StringComparison.Ordinal));
        var walker = await WalkerAsync($"kantor-{name}");
        await walker.OpenAsync(MailCheck.LinkIn(invitation, "/masuk/undangan"));
        await walker.TypeAsync("Kata sandi baru", Password);
        await walker.PressAsync("Simpan kata sandi");
        await walker.Page.Context.CloseAsync();
    }

    /// <summary>LAPOR! and one inbox are enough; each more is a connection each few seconds.</summary>
    private static bool IsWanted(KeyValuePair<string, string> setting) =>
        !setting.Key.StartsWith("Hub:Sources:", StringComparison.Ordinal) || setting.Key.Split(':')[2] is "lapor" or "email-birososial-kaltara";

    private static IEnumerable<KeyValuePair<string, string>> Flat(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(p => Flat(p.Value, $"{path}:{p.Name}"))
        : [new(path, element.ToString())];

    [GeneratedRegex("KU-[0-9]{4}-[0-9]{6}")]
    private static partial Regex Number();
}
