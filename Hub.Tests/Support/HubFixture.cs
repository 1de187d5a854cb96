using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Host;
using Hub.Host.Intake;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Work.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Support;

/// <summary>The real hub on a free loopback port with a store of its own. Workers stand still unless asked for: a test moves items itself.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly bool ownsFolder;
    private readonly WebApplication app;

    private HubFixture(TemporaryFolder folder, bool ownsFolder, WebApplication app) => (this.folder, this.ownsFolder, this.app) = (folder, ownsFolder, app);

    public IServiceProvider Services => app.Services;

    public Database Database => Get<Database>();

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <param name="settings">Settings as <c>Hub:…</c>.</param>
    /// <param name="configure">Last word on the services, for example a clock or a transport.</param>
    /// <param name="folder">A folder that outlives this hub, for restarts.</param>
    public static async Task<HubFixture> StartAsync(IDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null, TemporaryFolder? folder = null)
    {
        var place = folder ?? new TemporaryFolder();
        var store = await TestStore.SettingsAsync(place);
        var built = HubApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["urls"] = "http://127.0.0.1:0",
                ["Hub:Data"] = place.Path,
                ["Hub:Work"] = "false",
                ["Hub:AllowPrivateNetworks"] = "true",
                ["Hub:SecondFactorRequired"] = "false",
                ["Hub:Contacts:kesra:Staff:0"] = "staf.kesra@setda.contoh",
                ["Hub:Contacts:organisasi:Staff:0"] = "staf.organisasi@setda.contoh",
                ["Hub:Contacts:hukum:Staff:0"] = "staf.hukum@setda.contoh",
                ["Serilog:MinimumLevel:Default"] = "Fatal",
            });
            builder.Configuration.AddInMemoryCollection(store);
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());

            // Passwords of people who live for a second.
            builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
            configure?.Invoke(builder);
        });
        await built.PrepareAsync(CancellationToken.None);
        await built.StartAsync();
        return new HubFixture(place, folder is null, built);
    }

    /// <summary>The settings of a mailbox source that no test connects to.</summary>
    public static Dictionary<string, string?> Mailbox(string name, string address) => new()
    {
        [$"Hub:Sources:{name}:Kind"] = "email",
        [$"Hub:Sources:{name}:Options:Host"] = "127.0.0.1",
        [$"Hub:Sources:{name}:Options:Security"] = "None",
        [$"Hub:Sources:{name}:Options:User"] = address,
        [$"Hub:Sources:{name}:Options:Password"] = "not-used",
        [$"Hub:Sources:{name}:Options:Address"] = address,
        [$"Hub:Sources:{name}:Options:AuthenticatedBy"] = "mx.contoh",
    };

    /// <summary>The hub sends by a server that no test connects to: notices are made, and wait.</summary>
    public static void SendMail(Dictionary<string, string?> settings)
    {
        settings["Hub:Mail:Host"] = "127.0.0.1";
        settings["Hub:Mail:Security"] = "None";
        settings["Hub:Mail:Auth"] = "Anonymous";
        settings["Hub:Mail:From"] = "hub@setda.contoh";
    }

    /// <summary>What the server of <see cref="Mailbox"/> writes above a mail whose sender it found to be true.</summary>
    public static string Vouched(string from) => $"Authentication-Results: mx.contoh; dmarc=pass header.from={from.TrimEnd('>').Split('@')[^1]}\r\n";

    /// <summary>Stores an item as a fetch would, and takes everything that waits through the pipeline.</summary>
    public async Task ArriveAsync(string source, string externalId, string mediaType, byte[] raw, DateTimeOffset receivedAt)
    {
        var envelope = new Envelope
        {
            Key = new EnvelopeKey(source, externalId, Fingerprint.Of(raw)),
            MediaType = mediaType,
            Raw = raw,
            Place = $"INBOX;UIDVALIDITY=1;UID={externalId}",
            ReceivedAt = receivedAt,
        };
        await Get<Ledger>().StoreAsync(source, [envelope], Sighting.Shown, quiet: false, CancellationToken.None);
        await Get<ProcessWorker>().DrainAllAsync(CancellationToken.None);
    }

    /// <summary>Changes a ticket as a person of Biro Organisasi would.</summary>
    public Task ChangeAsync(string number, TicketChange change, string actor = "siti", int? seen = null) =>
        Get<TicketRoad>().ChangeAsync(number, change, new Actor.Person(new CurrentUser(actor, new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null)), seen, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsFolder)
        {
            await TestStore.LeaveAsync(folder);
            folder.Dispose();
        }
    }
}
