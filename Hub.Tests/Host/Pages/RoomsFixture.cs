using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Letters;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Host.Pages;

/// <summary>The rooms on a real server and a SQLite file of their own; whoever <see cref="As"/> names is signed in.</summary>
public sealed partial class RoomsFixture : IAsyncLifetime
{
    private HubFixture? hub;

    /// <summary>Wed 25 Mar 2026, 09.12 WITA.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 25, 1, 12, 0, TimeSpan.Zero);

    public Database Database => hub!.Database;

    internal HubFixture Running => hub!;

    public Uri Address => hub!.Address;

    public IServiceProvider Services => hub!.Services;

    /// <summary>More settings for the hub, such as another store; to be set before it starts.</summary>
    public IDictionary<string, string?>? Settings { get; init; }

    /// <summary>Last word on the services.</summary>
    public Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? Configure { get; init; }

    public CurrentUser As { get; set; } = Verifier;

    /// <summary>What else the door says of whoever is signed in, such as the account.</summary>
    public IReadOnlyList<Claim> MoreClaims { get; set; } = [];

    /// <summary>Default stands still at <see cref="Now"/>.</summary>
    public TimeProvider Clock { get; init; } = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);

    public static CurrentUser Verifier { get; } = new("siti", new HashSet<string> { Roles.Verifier, Roles.Administrator }, null);

    public static CurrentUser StaffOf(string bureau) => new("andi", new HashSet<string> { Roles.Staff }, bureau);

    /// <summary>Of whoever is signed in; it was shown just now who that is.</summary>
    private static readonly Guid Session = Guid.CreateVersion7();

    public async ValueTask InitializeAsync()
    {
        hub = await StartAsync();
        await using var db = Database.Open();
        db.Users.Add(new User { Id = "duduk", UserName = "duduk", NormalizedUserName = "DUDUK", CreatedAt = Now, DisabledAt = Now });
        db.Set<UserSession>().Add(new UserSession { Id = Session, UserId = "duduk", StartedAt = Now, SeenAt = Now, ProvenAt = Now.AddYears(1), Agent = "uji" });
        await db.SaveChangesAsync();
    }

    private Task<HubFixture> StartAsync() => HubFixture.StartAsync(Settings, builder =>
    {
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton(this);
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SignedIn>("test", null);
        builder.Services.AddAuthorization();
        builder.Services.PostConfigure<AuthenticationOptions>(options =>
            (options.DefaultScheme, options.DefaultAuthenticateScheme, options.DefaultChallengeScheme, options.DefaultForbidScheme) = ("test", "test", "test", "test"));
        Configure?.Invoke(builder);
    });

    public HttpClient Client() => new() { BaseAddress = Address };

    public async Task<string> GetAsync(string path)
    {
        using var client = Client();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    /// <summary>Stores a ticket as the intake would, with one clock that is due on <paramref name="due"/>.</summary>
    /// <param name="held">Why the router held it, before its other reasons.</param>
    public async Task<Ticket> AddTicketAsync(string title, string? bureau = "kesra", DateOnly? due = null, string body = "Isi laporan.", Reporter? reporter = null, Action<Ticket>? then = null, Letter? letter = null, Reason? held = null)
    {
        await using var db = Database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var day = due ?? new DateOnly(2026, 4, 2);
        var clock = new Clock
        {
            Kind = ClockKind.Promise,
            Rule = "service-3",
            StartedAt = Now.AddDays(-5),
            Deadline = new Deadline { DueOn = day, LateAt = Hub.Domain.Wita.StartOf(day.AddDays(1)).ToUniversalTime() },
            Binding = true,
        };
        var submission = new Submission { Title = title, Body = body, ReceivedAt = Now.AddDays(-5), Reporter = reporter ?? Reporter.Unknown, Letter = letter, LetterNumber = letter?.Number };
        var route = new RoutingDecision { Bureau = bureau, Kind = SubmissionKind.Request, Score = 0.93, Triage = bureau is null, Why = [.. held is null ? Array.Empty<Reason>() : [held], new Reason("words", ["hibah", "proposal"])] };
        var ticket = Ticket.Open(new TicketOrigin("", "email", "email-kesra", "email-kesra", Guid.NewGuid().ToString("N")), submission, route, Now.AddDays(-5));
        await TicketNumbers.GiveAsync(db, ticket, 2026, CancellationToken.None);
        ticket.SetClocks([clock]);
        then?.Invoke(ticket);
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return ticket;
    }

    public async Task<Source> AddSourceAsync(string name, string title, Action<SourceHealth>? health = null)
    {
        await using var db = Database.Open();
        var source = new Source { Name = name, Kind = "email", Title = title, Cron = "0 0/5 * * * ?", Options = "{}", CreatedAt = Now };
        var state = new SourceHealth { Source = name, LastRunAt = Now.AddMinutes(-3), LastSuccessAt = Now.AddMinutes(-3) };
        health?.Invoke(state);
        db.Sources.Add(source);
        db.SourceHealth.Add(state);
        await db.SaveChangesAsync();
        return source;
    }

    /// <summary>Does something as somebody else.</summary>
    public async Task ActAsAsync(CurrentUser user, Func<Task> act)
    {
        As = user;
        try
        {
            await act();
        }
        finally
        {
            As = Verifier;
        }
    }

    /// <summary>Fills a form of a page as a browser without JavaScript would, and follows the answer.</summary>
    public async Task<string> PostAsync(string path, string handler, params (string Name, string Value)[] fields)
    {
        var (form, client) = await FormAsync(path, handler);
        using (client)
        {
            using var answer = await client.PostAsync(path, new FormUrlEncodedContent([.. form, .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>The hidden fields of a page's forms, and the client that has their cookie.</summary>
    public async Task<(List<KeyValuePair<string, string>> Form, HttpClient Client)> FormAsync(string path, string handler)
    {
        var client = Client();
        var page = await client.GetStringAsync(path);
        var token = Token().Match(page).Groups["token"].Value;
        return ([new("_handler", handler), new("__RequestVerificationToken", token)], client);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Token();

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }
    }

    private sealed class SignedIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, RoomsFixture rooms)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var user = rooms.As;
            if (user.Name.Length == 0)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var claims = user.Roles.Select(r => new Claim(ClaimTypes.Role, r)).Append(new Claim(ClaimTypes.Name, user.Name)).Concat(rooms.MoreClaims.Any(c => c.Type == UserClaims.Session) ? rooms.MoreClaims : rooms.MoreClaims.Append(new Claim(UserClaims.Session, Session.ToString())));
            claims = user.Bureau is null ? claims : claims.Append(new Claim(CurrentUser.BureauClaim, user.Bureau));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), "test")));
        }
    }
}
