using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Web;
using Hub.Host.People.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Tests.Host.Access;

public sealed class SsoTests : IAsyncLifetime
{
    private Issuer issuer = null!;
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await Issuer.StartAsync();
        hub = await HubFixture.StartAsync(new Dictionary<string, string?>
        {
            ["Hub:Sso:Authority"] = issuer.Address.ToString(),
            ["Hub:Sso:ClientId"] = "hub",
            ["Hub:Sso:ClientSecret"] = "rahasia-klien",
            ["Hub:Sso:RequireHttps"] = "false",
        });
    }

    [Fact]
    public async Task Roles_and_bureau_of_the_token_decide_and_are_followed_at_the_next_sign_in()
    {
        issuer.Says("7", "siti", """{"roles":["hub-staff","offline_access"]}""", "kesra");
        using (var visitor = await ThroughAsync())
        {
            (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await visitor.GetAsync("/triage")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        issuer.Says("7", "siti", """{"roles":["hub-verifier"]}""", null);
        using (var visitor = await ThroughAsync())
        {
            (await visitor.GetAsync("/triage")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var db = hub.Database.Open();
        (await db.Users.SingleAsync()).Bureau.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"roles":["offline_access"]}""", null)]
    [InlineData("""{"roles":["hub-staff"]}""", null)]
    [InlineData("""{"roles":["hub-staff"]}""", "tidak-ada")]
    [InlineData("not json", "kesra")]
    public async Task Nobody_comes_in_without_a_role_of_the_hub_or_as_staff_of_no_bureau(string roles, string? bureau)
    {
        issuer.Says("8", "budi", roles, bureau);

        using var visitor = await ThroughAsync("/masuk?sso=ditolak");

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>The step-up before sensitive acts trusts a sign-in; an issuer that only remembers a browser does not make one.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(null)]
    public async Task An_old_session_at_the_issuer_or_a_silent_one_is_no_sign_in(int? minutes)
    {
        issuer.Says("10", "wati", """{"roles":["hub-verifier"]}""", null);
        issuer.SeenMinutesAgo = minutes;

        using var visitor = await ThroughAsync("/masuk?sso=gagal");

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_name_that_belongs_to_somebody_here_is_not_taken_over()
    {
        await Visitor.RegisterAsync(hub, "siti", null, Roles.Administrator);
        issuer.Says("9", "siti", """{"roles":["hub-administrator"]}""", null);

        using var visitor = await ThroughAsync("/masuk?sso=ditolak");

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Whoever_lost_the_role_at_the_issuer_is_out_at_the_next_sign_in_everywhere()
    {
        issuer.Says("12", "dewi", """{"roles":["hub-verifier"]}""", null);
        using var earlier = await ThroughAsync();
        (await earlier.GetAsync("/triage")).StatusCode.ShouldBe(HttpStatusCode.OK);

        issuer.Says("12", "dewi", """{"roles":["offline_access"]}""", null);
        using var later = await ThroughAsync("/masuk?sso=ditolak");

        (await earlier.GetAsync("/triage")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>PostgreSQL refuses longer ones, which was a fault of the hub.</summary>
    [Theory]
    [InlineData(121, 20)]
    [InlineData(20, 255)]
    [InlineData(5000, 5000)]
    public async Task A_name_or_an_address_that_no_store_holds_is_refused(int name, int address)
    {
        issuer.Says("11", new string('n', name), """{"roles":["hub-verifier"]}""", null, new string('a', address - 9) + "@a.contoh");

        using var visitor = await ThroughAsync("/masuk?sso=ditolak");

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await issuer.DisposeAsync();
    }

    /// <summary>From the button over the issuer and back, as a browser goes.</summary>
    private async Task<Visitor> ThroughAsync(string lands = "/")
    {
        var visitor = new Visitor(hub);
        var token = Visitor.TokenOf(await visitor.ReadAsync("/masuk"))!;
        var leave = await visitor.PostAsync("/masuk/sso", ("__RequestVerificationToken", token), ("back", "/"));
        leave.StatusCode.ShouldBe(HttpStatusCode.Found);
        var back = issuer.Authorize(leave.Headers.Location!);
        var landed = await visitor.GetAsync($"/masuk/sso/kembali?code={back.Code}&state={Uri.EscapeDataString(back.State)}");
        (landed.Headers.Location?.ToString()).ShouldBe(lands);
        return visitor;
    }

    /// <summary>An OpenID provider of one page: discovery, keys, token; what it says is set by the test.</summary>
    private sealed class Issuer : IAsyncDisposable
    {
        private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "uji" };
        private readonly ConcurrentDictionary<string, string> nonces = new(StringComparer.Ordinal);
        private WebApplication app = null!;
        private Dictionary<string, object> claims = [];

        /// <summary>When the person signed in there; null says nothing of it.</summary>
        public int? SeenMinutesAgo { get; set; } = 0;

        public Uri Address => new(app.Urls.First());

        public static async Task<Issuer> StartAsync()
        {
            var issuer = new Issuer();
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.Configuration["urls"] = "http://127.0.0.1:0";
            issuer.app = builder.Build();
            issuer.app.MapGet("/.well-known/openid-configuration", issuer.Discover);
            issuer.app.MapGet("/keys", issuer.Keys);
            issuer.app.MapPost("/token", issuer.TokenAsync);
            await issuer.app.StartAsync();
            return issuer;
        }

        public void Says(string subject, string name, string roles, string? bureau, string? email = null)
        {
            claims = new Dictionary<string, object> { ["sub"] = subject, ["preferred_username"] = name };
            claims["realm_access"] = roles.StartsWith('{') ? System.Text.Json.JsonDocument.Parse(roles).RootElement : roles;
            if (bureau is not null)
            {
                claims["bureau"] = bureau;
            }

            if (email is not null)
            {
                claims["email"] = email;
            }
        }

        public (string Code, string State) Authorize(Uri request)
        {
            var query = HttpUtility.ParseQueryString(request.Query);
            query["code_challenge_method"].ShouldBe("S256");
            query["max_age"].ShouldBe("600");
            var code = Guid.NewGuid().ToString("N");
            nonces[code] = query["nonce"]!;
            return (code, query["state"]!);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private IResult Discover() => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Address.ToString(),
            ["authorization_endpoint"] = new Uri(Address, "authorize").ToString(),
            ["token_endpoint"] = new Uri(Address, "token").ToString(),
            ["jwks_uri"] = new Uri(Address, "keys").ToString(),
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });

        private IResult Keys()
        {
            var p = key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "uji", alg = "RS256", n = Base64UrlEncoder.Encode(p.Modulus), e = Base64UrlEncoder.Encode(p.Exponent) } } });
        }

        private async Task<IResult> TokenAsync(HttpRequest request)
        {
            var form = await request.ReadFormAsync();
            if (form["client_secret"] != "rahasia-klien" || !nonces.TryRemove(form["code"]!, out var nonce) || form["code_verifier"].Count == 0)
            {
                return Results.BadRequest();
            }

            var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Address.ToString(),
                Audience = "hub",
                Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
                Claims = SeenMinutesAgo is { } ago
                    ? new Dictionary<string, object>(claims) { ["nonce"] = nonce, ["auth_time"] = TimeProvider.System.GetUtcNow().AddMinutes(-ago).ToUnixTimeSeconds() }
                    : new Dictionary<string, object>(claims) { ["nonce"] = nonce },
                SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
            });
            return Results.Json(new { access_token = "x", token_type = "Bearer", expires_in = 300, id_token = token });
        }
    }
}
