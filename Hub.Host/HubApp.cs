using System.ComponentModel.DataAnnotations;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.Figures;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Security;
using Hub.Host.Foundation.Texts;
using Hub.Host.Intake;
using Hub.Host.Mailing;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Watch;
using Hub.Host.Web;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Duties;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Routing.Rules;
using Hub.Host.Work.Sameness;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog;
using Serilog.Events;
using IRelationalDatabaseCreator = Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator;

namespace Hub.Host;

/// <summary>Puts the hub together. Everything is built and checked before the first address listens.</summary>
public static class HubApp
{
    /// <param name="args">Settings as <c>--Hub:Data=…</c>.</param>
    /// <param name="configure">Called with the settings, before anything is registered: the last word for tests and the demo.</param>
    /// <exception cref="StartupRefusal">A setting is wrong; the message names each one.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = Builder(args);
        builder.Configuration["urls"] ??= "http://localhost:5080";
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);

        var options = ReadOptions(builder.Configuration);
        var file = Path.Combine(options.Data, StoreFile);
        Claim(options.Data);
        PrivateFiles.Close(options.Data, options is { Store: StoreKind.Sqlite, Connection: null } ? file : null);
        WriteLogTo(builder.Configuration, options);
        // Several hubs may live in one process (demo, tests): each writes its own log, none the log of whoever started last.
        builder.Services.AddSerilog(
            log => log
                // A cookie that a visitor made up gets a new one, a form that lacks it its sentence; the library writes a stack trace for each.
                .MinimumLevel.Override("Microsoft.AspNetCore.Antiforgery", LogEventLevel.Fatal)
                .ReadFrom.Configuration(builder.Configuration)
                .Enrich.FromLogContext()
                .Enrich.With<HiddenSecrets>()
                .Enrich.With<OneLine>(),
            preserveStaticLogger: true);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddLocalization();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(LoadCatalogue(options));
        builder.Services.AddSingleton(services => new Database(options.Store, options.Connection ?? Database.SqliteFile(file), [services.GetRequiredService<TicketSeal>(), .. services.GetServices<IInterceptor>()]));
        builder.Services.AddScoped(services => services.GetRequiredService<Database>().Open());
        builder.AddFoundation();
        builder.AddPeople();
        builder.AddSources();
        builder.AddWork();
        builder.AddMailing(options);
        builder.AddIntake();
        builder.AddFollowUp();
        builder.AddWatch();
        builder.AddFigures();
        builder.AddWeb();
        builder.AddSchedules(options);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.MapWeb();
        return app;
    }

    /// <summary>A hub that is there already, for the verbs that look at one or work on it: where there is none, none is made.</summary>
    /// <exception cref="StartupRefusal">A setting is wrong, or there is no hub; the message names the folder.</exception>
    internal static async Task<WebApplication> ExistingAsync(string[] args, CancellationToken token)
    {
        var options = OptionsOf(args);
        var data = Path.GetFullPath(options.Data);
        if (options.Store == StoreKind.Sqlite ? options.Connection is null && !File.Exists(Path.Combine(data, StoreFile)) : !Directory.Exists(Path.Combine(data, "keys")))
        {
            throw new StartupRefusal(Said.Of<StartTexts>("NoHub", data));
        }

        if (options.Store == StoreKind.Postgres && await IsEmptyAsync(options.Connection!, token))
        {
            throw new StartupRefusal(Said.Of<StartTexts>("NoTables"));
        }

        return Build(args);
    }

    private static async Task<bool> IsEmptyAsync(string connection, CancellationToken token)
    {
        await using var db = new Database(StoreKind.Postgres, connection).Open();
        try
        {
            // Tables without the list of what made them are no empty database: whoever prepares the hub says what is wrong.
            return !(await db.Database.GetAppliedMigrationsAsync(token)).Any() && !await db.Database.GetService<IRelationalDatabaseCreator>().HasTablesAsync(token);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            // Whoever prepares the hub waits for its server, and says what is wrong.
            return false;
        }
    }

    private const string StoreFile = "hub.db";

    /// <summary>The settings alone, for what must touch nothing.</summary>
    /// <inheritdoc cref="Build" path="/exception"/>
    internal static HubOptions OptionsOf(string[] args) => ReadOptions(Builder(args).Configuration);

    private static WebApplicationBuilder Builder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ApplicationName = typeof(HubApp).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    });

    /// <summary>Migrates the store and seeds what the settings give, one copy of the hub after the other. Afterwards the hub may listen.</summary>
    /// <exception cref="StartupRefusal">The store or a setting cannot be used.</exception>
    public static Task PrepareAsync(this WebApplication app, CancellationToken token) => app.PrepareAsync(Console.Error, token);

    /// <inheritdoc cref="PrepareAsync(WebApplication, CancellationToken)"/>
    /// <param name="app">Not yet listening.</param>
    /// <param name="say">Where whoever starts a hub reads that it waits for its store.</param>
    /// <param name="token">Stops the preparation.</param>
    public static async Task PrepareAsync(this WebApplication app, TextWriter say, CancellationToken token)
    {
        var patience = TimeSpan.FromSeconds(app.Services.GetRequiredService<HubOptions>().StoreWaitSeconds);
        await app.Services.GetRequiredService<Database>().MigrateAsync(
            patience, app.Services.GetRequiredService<TimeProvider>(), silent => say.WriteLineAsync(StartTexts.Say("StoreAwaited", silent.Said, patience.TotalSeconds)), token);
        await using var turn = await app.Services.GetRequiredService<Database>().AloneAsync("start", patience, token);
        await app.Services.GetRequiredService<KeyCanary>().CheckAsync(token);
        await app.Services.GetRequiredService<AuditWatch>().GuardAsync(token);
        await app.Services.GetRequiredService<Generation>().CheckAsync(token);
        await app.Services.GetRequiredService<OldWords>().SealAsync(token);
        await app.Services.GetRequiredService<Retention>().FinishAsync(token);
        await app.LoadRulesAsync(token);
        await app.PreparePeopleAsync(token);
        foreach (var unused in await app.Services.GetRequiredService<SourceSeeding>().SeedAsync(app.Configuration.GetSection("Hub:Sources"), token))
        {
            await say.WriteLineAsync(unused.In(TerminalLanguage.Spoken));
        }

        await app.Services.GetRequiredService<MailAccount>().LoadAsync(token);
        await app.Services.GetRequiredService<MailAccount>().EnsureSourceAsync(token);
        await app.Services.GetRequiredService<OfficeRegister>().LoadAsync(token);
        await app.Services.GetRequiredService<DutyRegister>().LoadAsync(token);
        await app.Services.GetRequiredService<ContactSeeding>().SeedAsync(token);
        app.Services.GetRequiredService<SendingPlan>();
    }

    /// <summary>Calendar, standards and routing as the store holds them; part of <see cref="PrepareAsync(WebApplication, CancellationToken)"/>.</summary>
    internal static async Task LoadRulesAsync(this WebApplication app, CancellationToken token)
    {
        await app.Services.GetRequiredService<BasisInForce>().LoadAsync(token);
        await app.Services.GetRequiredService<Routers>().RefreshAsync(token);
    }

    /// <summary>The file sink that ships names no place: it lies with the data.</summary>
    private static void WriteLogTo(ConfigurationManager configuration, HubOptions options)
    {
        const string sink = "Serilog:WriteTo:File";
        if (configuration[$"{sink}:Name"] is not null && configuration[$"{sink}:Args:path"] is null)
        {
            configuration[$"{sink}:Args:path"] = Path.Combine(options.Data, "log", "hub-.log");
        }
    }

    private static HubOptions ReadOptions(ConfigurationManager configuration) => TerminalLanguage.Speaking(() => Read(configuration));

    private static HubOptions Read(ConfigurationManager configuration)
    {
        var section = configuration.GetSection(HubOptions.Section);
        if (SettingFaults.In(section, typeof(HubOptions)) is { Count: > 0 } wrong)
        {
            throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, wrong)));
        }

        var options = new HubOptions();
        section.Bind(options);
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        foreach (var (name, part) in new (string, object?)[] { (nameof(HubOptions.Mail), options.Mail), (nameof(HubOptions.SecondMail), options.SecondMail), (nameof(HubOptions.Sending), options.Sending), (nameof(HubOptions.Backup), options.Backup), (nameof(HubOptions.Antivirus), options.Antivirus), (nameof(HubOptions.Ocr), options.Ocr) })
        {
            var own = new List<ValidationResult>();
            if (part is not null && !Validator.TryValidateObject(part, new ValidationContext(part), own, validateAllProperties: true))
            {
                faults.AddRange(own.Select(f => new ValidationResult(f.ErrorMessage, f.MemberNames.Select(m => $"{name}:{m}"))));
            }
        }

        string[] sentences = [.. faults.Select(f => SettingFaults.Say(section, typeof(HubOptions), f)), .. FaultsOfUrls(configuration["urls"])];
        return sentences.Length == 0 ? options : throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, sentences)));
    }

    private static IEnumerable<string> FaultsOfUrls(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(url => !IsListened(url)).Select(url => StartTexts.Say("SettingValue", "urls", url, StartTexts.Say("FormUrl")));

    private static bool IsListened(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The folder of the data can be written, or the start ends with one sentence.</summary>
    private static void Claim(string data)
    {
        try
        {
            Directory.CreateDirectory(data);
            using var probe = new FileStream(Path.Combine(data, $".{Guid.NewGuid():N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("SettingValue", "Hub:Data", data, Said.Of<StartTexts>("FormFolder")), e);
        }
    }

    private static ServiceCatalogue LoadCatalogue(HubOptions options)
    {
        if (options.Catalogue is not string path)
        {
            return ServiceCatalogue.Embedded();
        }

        try
        {
            using var file = File.OpenRead(path);
            return ServiceCatalogue.Load(file, path);
        }
        catch (CatalogueException e)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("CatalogueWrong", e.Message), e);
        }
        catch (IOException e)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("CatalogueUnread", path), e);
        }
    }
}
