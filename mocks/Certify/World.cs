using System.Globalization;
using System.Security.Cryptography;
using Hub.Connectors;
using Hub.Domain.Tickets;
using Hub.Host;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Tickets;
using Hub.Mocks.EBang;
using Hub.Mocks.Lapor;
using Hub.Mocks.Mail;
using Hub.Mocks.SiEvgan;
using Hub.Mocks.Sihab;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Certify;

/// <summary>Fakes, mail server, data folder and clock of one certificate; they outlive every process of the hub that is killed.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string HubAddress = "hub@setda.contoh";
    private readonly MailServer mail;
    private readonly WebApplication hub;
    private readonly string folder;
    private int number;

    private World(string folder, MailServer mail, WorldClock clock, IReadOnlyList<Stage> stages, WebApplication hub, HubProcess process) =>
        (this.folder, this.mail, Clock, Stages, this.hub, Process) = (folder, mail, clock, stages, hub, process);

    public static IReadOnlyList<string> Connectors { get; } = ["sihab", "si-evgan", "e-bang", "lapor", "email"];

    public WorldClock Clock { get; }

    public IReadOnlyList<Stage> Stages { get; }

    public HubProcess Process { get; }

    public PostOffice Post => mail.Office;

    public Database Database => hub.Services.GetRequiredService<Database>();

    public string KillLog => Path.Combine(folder, "kills.log");

    /// <param name="folder">Empty; gets the database, the keys and the mails.</param>
    public static async Task<World> StartAsync(string folder, IReadOnlyCollection<string> connectors, CancellationToken token)
    {
        var clock = new WorldClock(TimeSpan.Zero);
        var fake = new FakeOptions { Now = clock.GetUtcNow(), Clock = clock };
        var mail = MailServer.Start(Path.Combine(folder, "mail"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), clock);
        Stage[] stages = [.. connectors.Select(c => StageOf(c, fake, mail))];
        var settings = SettingsOf(folder, stages, mail).ToArray();
        var hub = HubApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
            builder.Services.AddSingleton<TimeProvider>(clock);
        });
        await hub.PrepareAsync(token);
        var process = new HubProcess([.. settings.Select(s => $"--{s.Key}={s.Value}")], Path.Combine(folder, "kills.log"));
        return new World(folder, mail, clock, stages, hub, process);
    }

    /// <summary>New items at every source.</summary>
    public void Feed(Scene scene)
    {
        var at = Clock.GetUtcNow();
        foreach (var stage in StagesOf(scene))
        {
            for (var i = 0; i < scene.Items; i++)
            {
                stage.Add(++number, at.AddMinutes(-scene.LateMinutes).AddSeconds(scene.SameInstant ? 0 : i - scene.Items));
            }

            if (scene.Poison)
            {
                stage.AddPoison(++number, at);
            }
        }
    }

    public void Play(Scene scene)
    {
        foreach (var stage in StagesOf(scene))
        {
            stage.Play(scene);
        }
    }

    public void Calm()
    {
        var calm = new Scene { Name = "tenang", About = "" };
        foreach (var stage in Stages)
        {
            stage.Play(calm);
        }
    }

    /// <summary>A clerk answers one open ticket of each source that takes answers.</summary>
    public async Task AnswerAsync(CancellationToken token)
    {
        var desk = hub.Services.GetRequiredService<TicketDesk>();
        foreach (var stage in Stages.Where(s => s.Replies))
        {
            await using var db = Database.Open();
            var ticket = await db.Tickets.AsNoTracking()
                .Where(t => t.Source == stage.Connector && !t.IsStub && t.Bureau != null && t.FirstResponseAt == null && (t.Status == TicketStatus.New || t.Status == TicketStatus.InProgress))
                .OrderByDescending(t => t.Id).Select(t => t.Number).FirstOrDefaultAsync(token);
            if (ticket is not null)
            {
                await desk.AnswerAsync(ticket, "sertifikat", string.Create(CultureInfo.InvariantCulture, $"Sudah kami terima, catatan {++number}."), token);
            }
        }
    }

    /// <summary>What a source shows now: read afresh from the beginning, by nobody's checkpoint.</summary>
    public async Task<IReadOnlySet<string>> IdsAsync(Stage stage, CancellationToken token)
    {
        await using var db = Database.Open();
        var source = await db.Sources.AsNoTracking().SingleAsync(s => s.Name == stage.Connector, token);
        var kind = ConfiguredConnectors.KindOf(source);
        var connector = kind.Create(new SourceContext(source.Name, Clock), hub.Services.GetRequiredService<ConfiguredConnectors>().OptionsOf(source));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var portions = 0; portions < 1000; portions++)
        {
            var batch = await connector.FetchAsync(cursor, token);
            ids.UnionWith(batch.Envelopes.Select(e => e.Key.ExternalId));
            if (!batch.More)
            {
                return ids;
            }

            cursor = batch.Cursor;
        }

        throw new InvalidOperationException($"{stage.Connector}: the source never ends.");
    }

    /// <summary>The night comes: each source's statement is made, and takes in what the runs could not name.</summary>
    /// <returns>How many items it took in.</returns>
    public async Task<int> StateAsync(CancellationToken token)
    {
        var fetched = 0;
        foreach (var stage in Stages)
        {
            fetched += (await hub.Services.GetRequiredService<Reconciler>().StateAsync(stage.Connector, token)).Fetched;
        }

        return fetched;
    }

    public string ScopeOf(Stage stage) => stage.Connector == "email" ? stage.Connector : ConnectorCatalog.Find(stage.Connector)!.System;

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        foreach (var stage in Stages.OfType<IDisposable>())
        {
            stage.Dispose();
        }

        await mail.DisposeAsync();
    }

    private IEnumerable<Stage> StagesOf(Scene scene) => Stages.Where(s => scene.Only is null || scene.Only.Contains(s.Connector));

    private static Stage StageOf(string connector, FakeOptions fake, MailServer mail) => connector switch
    {
        "sihab" => new SihabStage(SihabFake.Start(fake, Stage.ApiKey)),
        "si-evgan" => new SiEvganStage(SiEvganFake.Start(fake, Stage.ApiKey)),
        "e-bang" => new EBangStage(EBangFake.Start(fake, Stage.ApiKey)),
        "lapor" => new LaporStage(LaporFake.Start(fake)),
        "email" => new EmailStage(mail),
        _ => throw new ArgumentOutOfRangeException(nameof(connector), connector, "No stage for this connector."),
    };

    private static IEnumerable<(string Key, string Value)> SettingsOf(string folder, IEnumerable<Stage> stages, MailServer mail)
    {
        yield return ("Hub:Data", Path.Combine(folder, "data"));
        yield return ("Hub:Work", "false");
        yield return ("Hub:AllowPrivateNetworks", "true");
        yield return ("Serilog:MinimumLevel:Default", "Fatal");
        foreach (var bureau in new[] { "kesra", "organisasi", "hukum", "pemerintahan-otda", "perekonomian", "umum", "pbj", "adbang", "adpim" })
        {
            yield return ($"Hub:Contacts:{bureau}:Staff:0", $"staf.{bureau}@setda.contoh");
        }

        yield return ("Hub:Mail:Host", "127.0.0.1");
        yield return ("Hub:Mail:Port", mail.SmtpPort.ToString(CultureInfo.InvariantCulture));
        yield return ("Hub:Mail:Security", "None");
        yield return ("Hub:Mail:User", HubAddress);
        yield return ("Hub:Mail:Password", mail.Password);
        yield return ("Hub:Mail:From", HubAddress);
        // Every notice shall leave by itself, so that every point of its way is reached.
        yield return ("Hub:Sending:DailyBudget", "0");
        yield return ("Hub:Sending:HourlyPerAddress", "0");
        yield return ("Hub:Mail:SentFolder", MailBox.SentName);
        yield return ("Hub:Mail:SentHost", "127.0.0.1");
        yield return ("Hub:Mail:SentPort", mail.ImapPort.ToString(CultureInfo.InvariantCulture));
        yield return ("Hub:Mail:SentSecurity", "None");
        foreach (var stage in stages)
        {
            yield return ($"Hub:Sources:{stage.Connector}:Kind", stage.Connector);
            foreach (var (key, value) in stage.Options)
            {
                yield return ($"Hub:Sources:{stage.Connector}:Options:{key}", value);
            }
        }
    }
}
