using System.Globalization;
using System.Security.Cryptography;
using Hub.Host;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Mocks.Mail;

namespace Hub.Mocks.Certify;

/// <summary>One source, its mail server, data folder and clock: they outlive every process of the hub that is killed.</summary>
internal sealed class Lane : IAsyncDisposable
{
    private const string HubAddress = "hub@setda.contoh";
    private static readonly string[] Bureaus = ["kesra", "organisasi", "hukum", "pemerintahan-otda", "perekonomian", "umum", "pbj", "adbang", "adpim"];

    private readonly MailServer mail;
    private readonly string data;
    private readonly List<int> items = [];
    private readonly List<int> poisons = [];
    private int number;

    private Lane(string name, string folder, MailServer mail, WorldClock clock, Stage stage)
    {
        (Name, data, Kept, this.mail, Clock, Stage) = (name, DataIn(folder), Path.Combine(folder, "kept"), mail, clock, stage);
        Settings = SettingsOf(this).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal);
    }

    public string Name { get; }

    public WorldClock Clock { get; }

    public Stage Stage { get; }

    public PostOffice Post => mail.Office;

    /// <summary>The folder of its backups.</summary>
    public string Kept { get; }

    /// <summary>Of the hub: <c>Hub:Data</c>, mail, contacts, and the one source.</summary>
    public Dictionary<string, string?> Settings { get; }

    /// <summary>The numbers of all items that the source was given.</summary>
    public IReadOnlyList<int> Items => items;

    /// <summary>The numbers of all items that nobody can process.</summary>
    public IReadOnlyList<int> Poisons => poisons;

    /// <summary>What is played now.</summary>
    public Scene Scene { get; private set; } = Scene.Calm;

    /// <param name="folder">Made here.</param>
    public static Lane Open(string name, string connector, string folder, LaneTemplate template)
    {
        var data = DataIn(folder);
        template.CopyTo(data);
        var clock = new WorldClock(TimeSpan.Zero);
        var mail = MailServer.Start(Path.Combine(folder, "mail"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), clock);
        var fake = new FakeOptions { Now = clock.GetUtcNow(), Clock = clock, Empty = true, Remembers = 0 };
        return new Lane(name, folder, mail, clock, Stages.Open(connector, fake, data, mail));
    }

    /// <summary>The lane's database, while no process has it.</summary>
    public Database Database() => new(StoreKind.Sqlite, $"Data Source={Path.Combine(data, "hub.db")};Pooling=False");

    /// <summary>Opens what the lane's hub sealed.</summary>
    public TicketSeal Seal() => TicketSeal.Of(new KeyFolder(Path.Combine(data, "keys")));

    /// <summary>The bytes of what arrived.</summary>
    public ByteStore Bytes() => new(Database(), new TicketKeys(new KeyFolder(Path.Combine(data, "keys"))));

    /// <summary>The scene begins.</summary>
    public void Begin(Scene scene)
    {
        Scene = scene;
        Feed(scene.Items, scene.Poison);
    }

    /// <summary>The scene goes on: its faults come again, and something new with them.</summary>
    public void Renew(bool poison)
    {
        Feed(poison ? 0 : 1, poison);
        Replay();
    }

    /// <summary>The faults begin anew; a fault that lasts for some answers lasts as long in each life.</summary>
    public void Replay() => Play(Scene);

    /// <summary>No more faults.</summary>
    public void Calm() => Play(Scene.Calm);

    /// <summary>So many mails are counted by their box and named by no search.</summary>
    public void HideMails(int count) => mail.Faults.HiddenMails = count;

    public LaneOrder Order(LaneEnd end, string? point = null, int nth = 1, bool answers = false) => new()
    {
        Lane = Name,
        Connector = Stage.Connector,
        End = end,
        Settings = Settings,
        Ahead = Clock.Ahead.Ticks,
        Point = point,
        Nth = nth,
        Answer = answers && Stage.Answers ? string.Create(CultureInfo.InvariantCulture, $"Sudah kami terima, catatan {++number}.") : null,
        Prepares = end != LaneEnd.AtPoint,
        Files = !Stage.Polls,
    };

    /// <summary>The data folder is destroyed and the newest backup put back. Nothing else of the world changes, but that whoever lays files there lays them again.</summary>
    public async Task PutBackAsync(CancellationToken token)
    {
        Directory.Delete(data, recursive: true);
        await Restore.RunAsync(BackupFile.In(Kept)[0].Path, Path.Combine(Kept, BackupBook.KeysName), HubApp.OptionsOf([$"--Hub:Data={data}"]), token);
        Stage.LayAgain();
    }

    public async ValueTask DisposeAsync()
    {
        Stage.Dispose();
        await mail.DisposeAsync();
    }

    private static string DataIn(string folder) => Path.Combine(folder, "data");

    private void Play(Scene scene)
    {
        mail.Faults.CutLiterals = scene.Mail?.CutLiterals ?? 0;
        mail.Faults.DeferRecipients = scene.Mail?.DeferRecipients ?? 0;
        mail.Faults.CloseAfterData = scene.Mail?.CloseAfterData ?? 0;
        Stage.Play(scene);
    }

    private void Feed(int count, bool poison)
    {
        var at = Clock.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            items.Add(++number);
            Stage.Add(number, at.AddMinutes(-Scene.LateMinutes).AddSeconds(Scene.SameInstant ? 0 : i - count));
        }

        if (poison)
        {
            poisons.Add(++number);
            Stage.AddPoison(number, at);
        }

        Stage.Show();
    }

    private static IEnumerable<(string Key, string Value)> SettingsOf(Lane lane)
    {
        yield return ("Hub:Data", lane.data);
        yield return ("Hub:Work", "false");
        yield return ("Hub:AllowPrivateNetworks", "true");
        yield return ("Serilog:MinimumLevel:Default", "Fatal");
        foreach (var bureau in Bureaus)
        {
            yield return ($"Hub:Contacts:{bureau}:Staff:0", $"staf.{bureau}@setda.contoh");
        }

        yield return ("Hub:Mail:Host", "127.0.0.1");
        yield return ("Hub:Mail:Port", lane.mail.SmtpPort.ToString(CultureInfo.InvariantCulture));
        yield return ("Hub:Mail:Security", "None");
        yield return ("Hub:Mail:User", HubAddress);
        yield return ("Hub:Mail:Password", lane.mail.Password);
        yield return ("Hub:Mail:From", HubAddress);
        // Every notice shall leave by itself, so that every point of its way is reached.
        yield return ("Hub:Sending:DailyBudget", "0");
        yield return ("Hub:Sending:HourlyPerAddress", "0");
        yield return ("Hub:Mail:SentFolder", MailBox.SentName);
        yield return ("Hub:Mail:ImapHost", "127.0.0.1");
        yield return ("Hub:Mail:ImapPort", lane.mail.ImapPort.ToString(CultureInfo.InvariantCulture));
        yield return ("Hub:Mail:ImapSecurity", "None");
        yield return ($"Hub:Sources:{lane.Stage.Connector}:Kind", lane.Stage.Connector);
        foreach (var (key, value) in lane.Stage.Options)
        {
            yield return ($"Hub:Sources:{lane.Stage.Connector}:Options:{key}", value);
        }
    }
}
