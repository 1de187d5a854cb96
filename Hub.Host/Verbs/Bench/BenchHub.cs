using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>The hub on made-up tickets, listening on the loopback without doing any work, with somebody signed in by the ordinary door who sees every bureau.</summary>
internal sealed partial class BenchHub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo? own;

    private BenchHub(WebApplication app, DirectoryInfo? own) => (this.app, this.own) = (app, own);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { CookieContainer = new(), UseProxy = false }) { Timeout = TimeSpan.FromMinutes(10) };

    public Database Database => app.Services.GetRequiredService<Database>();

    /// <exception cref="StartupRefusal">The store holds other tickets.</exception>
    public static async Task<BenchHub> StartAsync(BenchStore store, TimeProvider time, CancellationToken token)
    {
        var temporary = store.Folder is null ? Directory.CreateTempSubdirectory("hub-bench-") : null;
        var place = store.Folder ?? temporary!.FullName;
        var database = store.Postgres is { } connection ? new Database(StoreKind.Postgres, connection) : new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(place, "hub.db")));
        await database.MigrateAsync(token);
        if (!await RefuseRealAsync(database, store.Postgres is null ? store.Folder : "--postgres", token))
        {
            await StoreSeed.FillAsync(database, place, store.Tickets, time.GetUtcNow(), null, token);
        }

        var built = HubApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["urls"] = "http://127.0.0.1:0",
                ["Hub:Data"] = place,
                ["Hub:Store"] = database.Kind.ToString(),
                ["Hub:Connection"] = store.Postgres,
                ["Hub:Work"] = "false",
                ["Hub:SecondFactorRequired"] = "false",
                ["Serilog:MinimumLevel:Default"] = "Fatal",
            });
            builder.Services.AddSingleton(time);
        });
        var hub = new BenchHub(built, temporary);
        await built.PrepareAsync(TextWriter.Null, token);
        await built.StartAsync(token);
        hub.Client.BaseAddress = new Uri(built.Urls.First());
        await hub.SignInAsync(token);
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        own?.Delete(recursive: true);
    }

    /// <summary>An account is made for the measurement, and its reading is written to the audit trail: never in the office's own store.</summary>
    /// <param name="given">What somebody named as filled; null for a folder of our own.</param>
    /// <returns>Whether there are made-up tickets already.</returns>
    internal static async Task<bool> RefuseRealAsync(Database database, string? given, CancellationToken token)
    {
        await using var db = database.Open();
        var isEmpty = !await db.Tickets.AnyAsync(token);
        if ((isEmpty && given is not null && database.Kind == StoreKind.Sqlite) || await db.Tickets.AnyAsync(t => !t.ExternalId.StartsWith("seed-"), token))
        {
            throw new StartupRefusal(Said.Of<BenchTexts>("NotSeeded", given!));
        }

        return !isEmpty;
    }

    private async Task SignInAsync(CancellationToken token)
    {
        var (name, password) = ($"ukur-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", RandomNumberGenerator.GetHexString(32));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var user = new User { UserName = name, CreatedAt = app.Services.GetRequiredService<TimeProvider>().GetUtcNow() };
            Check(await users.CreateAsync(user, password));
            Check(await users.AddToRolesAsync(user, [Roles.Verifier, Roles.Administrator]));
            await scope.ServiceProvider.GetRequiredService<UserAdmin>().NoteAsync("bench", AuditTrail.AccountMade, name, null, token);
        }

        var page = await Client.GetStringAsync(new Uri("/masuk", UriKind.Relative), token);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Antiforgery().Match(page).Groups["token"].Value,
            ["name"] = name,
            ["password"] = password,
        });
        using var answer = await Client.PostAsync(new Uri("/masuk?kembali=/account", UriKind.Relative), form, token);
        if (answer.RequestMessage?.RequestUri?.AbsolutePath != "/account")
        {
            throw new InvalidOperationException($"Signing in ended at {answer.RequestMessage?.RequestUri} with {answer.StatusCode}.");
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(", ", result.Errors.Select(e => e.Code)));
        }
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Antiforgery();
}
