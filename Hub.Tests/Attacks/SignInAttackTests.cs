using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Host.People;
using Hub.Host.People.Access;
using Hub.Host.Web.Hooks;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Hub.Tests.Attacks;

/// <summary>The door: guessing is slow and locks nobody out, names are not told, and sessions end.</summary>
public sealed class SignInAttackTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await StartAsync();

    [Fact]
    public async Task Guessing_becomes_slower_and_slower_alike_for_names_that_exist_and_that_do_not()
    {
        await Visitor.RegisterAsync(hub, "siti", "kesra", Roles.Staff);
        using var visitor = new Visitor(hub);

        (await WaitsAsync(visitor, "siti")).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8]);
        (await WaitsAsync(visitor, "tidak-ada")).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8]);
    }

    [Fact]
    public async Task Wrong_names_and_wrong_passwords_are_answered_in_the_same_words()
    {
        await Visitor.RegisterAsync(hub, "siti", "kesra", Roles.Staff);
        var closed = await Visitor.RegisterAsync(hub, "tutup", "kesra", Roles.Staff);
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<UserAdmin>().DisableAsync((await scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Hub.Host.Storage.Rows.User>>().FindByIdAsync(closed.Id))!, "uji", Token)).ShouldBeNull();
        }

        using var visitor = new Visitor(hub);
        var answers = new List<string>();
        foreach (var (name, password) in new[] { ("siti", "salah sekali"), ("tidak-ada", "salah sekali"), ("tutup", "salah sekali"), ("tutup", Visitor.Password) })
        {
            answers.Add(Fault(await (await visitor.SignInAsync(name, password)).Content.ReadAsStringAsync()));
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("tidak cocok");
    }

    [Fact]
    public async Task Nobody_locks_somebody_else_out()
    {
        await Visitor.RegisterAsync(hub, "siti", "kesra", Roles.Staff);
        using var owner = new Visitor(hub);
        (await owner.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        for (var robot = 0; robot < 10; robot++)
        {
            using var attacker = new Visitor(hub);
            for (var i = 0; i < 4; i++)
            {
                await attacker.SignInAsync("siti", "salah sekali ya");
            }
        }

        using var stranger = new Visitor(hub);
        (await stranger.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "a browser that nobody knows waits a little");
        (await owner.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found, "the owner's does not");
        clock.Advance(TimeSpan.FromMinutes(1));
        (await stranger.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Nobody_in_the_same_office_keeps_the_owner_waiting()
    {
        await Visitor.RegisterAsync(hub, "siti", "kesra", Roles.Staff);
        using var owner = new Visitor(hub);
        (await owner.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var attacker = new Visitor(hub) { Network = owner.Network };
        await WaitsAsync(attacker, "siti");
        for (var i = 0; i < 70; i++)
        {
            await attacker.SignInAsync($"tidak-ada-{i}", "salah sekali ya");
        }

        using var stranger = new Visitor(hub) { Network = owner.Network };
        (await stranger.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await owner.SignInAsync("siti", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await WaitsAsync(owner, "siti")).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8], "its own wrong tries count");
    }

    [Fact]
    public async Task An_office_behind_one_address_begins_its_day_without_waiting()
    {
        using var office = new Visitor(hub);
        for (var person = 0; person < 30; person++)
        {
            await Visitor.RegisterAsync(hub, $"pegawai{person}", "kesra", Roles.Staff);
            (await office.SignInAsync($"pegawai{person}", "salah ketik sekali")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await office.SignInAsync($"pegawai{person}", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        }
    }

    [Fact]
    public async Task Two_accounts_with_one_address_and_a_name_that_is_a_colleagues_address_let_everybody_in()
    {
        await WithAddressAsync("siti", "bersama@setda.contoh", "gerobak biru di dermaga");
        await WithAddressAsync("andi", "bersama@setda.contoh", "perahu hijau di kuala");
        await WithAddressAsync("andi@setda.contoh", null, "kelapa muda di pasar");
        await WithAddressAsync("rina", "andi@setda.contoh", "burung enggang di hutan");

        foreach (var (typed, password, name) in new[]
        {
            ("bersama@setda.contoh", "gerobak biru di dermaga", "siti"), ("bersama@setda.contoh", "perahu hijau di kuala", "andi"),
            ("andi@setda.contoh", "kelapa muda di pasar", "andi@setda.contoh"), ("andi@setda.contoh", "burung enggang di hutan", "rina"),
        })
        {
            using var visitor = new Visitor(hub);
            (await visitor.SignInAsync(typed, password)).StatusCode.ShouldBe(HttpStatusCode.Found);
            (await visitor.ReadAsync("/account")).ShouldContain(name);
        }

        using var guess = new Visitor(hub);
        (await guess.SignInAsync("bersama@setda.contoh", "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("jahat.contoh")]
    [InlineData("jahat.contoh:80")]
    [InlineData("jahat.contoh:8080")]
    public async Task The_name_by_which_a_visitor_calls_the_hub_is_not_repeated(string host)
    {
        using var visitor = new Visitor(hub);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tickets") { Headers = { Host = host } };

        var answer = await visitor.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.ToString().ShouldNotContain("jahat.contoh");
        answer.Headers.Location!.ToString().ShouldStartWith("/masuk");
    }

    [Fact]
    public async Task A_session_ends_after_a_day_however_busy_it_is()
    {
        using var visitor = await Visitor.SignedInAsync(hub, "siti", "kesra", Roles.Staff);
        for (var hours = 0; hours < 24; hours += 6)
        {
            (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
            clock.Advance(TimeSpan.FromHours(6));
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Theory]
    [InlineData("http://hub.contoh", "http", false)]
    [InlineData("http://hub.contoh", "https", true)]
    [InlineData("https://hub.contoh", "http", true)]
    public async Task Cookies_keep_to_https_where_the_hub_is_reached_by_it(string publicAddress, string forwarded, bool secure)
    {
        await using var other = await StartAsync(("Hub:PublicAddress", publicAddress));
        using var visitor = new Visitor(other);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/masuk") { Headers = { { "X-Forwarded-Proto", forwarded } } };

        var answer = await visitor.SendAsync(request);

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        cookies.ShouldNotBeEmpty();
        cookies.ShouldAllBe(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase) == secure);
    }

    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Verifier)]
    public async Task Who_opens_identities_or_appoints_turns_a_second_factor_on_before_anything_else(string role)
    {
        await using var strict = await StartAsync(("Hub:SecondFactorRequired", "true"));
        using var visitor = await Visitor.SignedInAsync(strict, "siti", null, role);

        var led = await visitor.GetAsync("/account");
        led.Headers.Location!.ToString().ShouldBe("/account/second-factor");
        var page = await visitor.ReadAsync("/account/second-factor");
        var key = Base32Encoding.ToBytes(Regex.Match(page, "<code>([a-z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var code = new Totp(key).ComputeTotp(clock.GetUtcNow().UtcDateTime);

        (await (await visitor.SubmitAsync("/account/second-factor", "on", ("code", code), ("present", "bukan kata sandinya"))).Content.ReadAsStringAsync()).ShouldContain("notice late");
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found, "without the password it is not on");
        await visitor.SubmitAsync("/account/second-factor", "on", ("code", code), ("present", Visitor.Password));
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Staff_work_without_a_second_factor()
    {
        await using var strict = await StartAsync(("Hub:SecondFactorRequired", "true"));
        using var visitor = await Visitor.SignedInAsync(strict, "siti", "kesra", Roles.Staff);

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_push_that_is_not_utf_8_is_refused_in_json()
    {
        var settings = Scenes.Sihab();
        await using var other = await HubFixture.StartAsync(settings, b => b.Services.AddSingleton<TimeProvider>(clock));
        byte[] body = [.. "{\"judul\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var at = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" }, { PushSignature.TimestampHeader, at }, { PushSignature.SignatureHeader, PushSignature.Sign(Scenes.HookSecret, at, body) } } };
        using var client = new HttpClient();

        var answer = await client.PostAsync(new Uri(other.Address, "/hooks/sihab"), content, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("not-utf-8");
    }

    private Task<HubFixture> StartAsync(params (string Name, string? Value)[] settings) =>
        HubFixture.StartAsync(settings.ToDictionary(s => s.Name, s => s.Value), b => b.Services.AddSingleton<TimeProvider>(clock));

    /// <summary>The seconds that each further wrong try has to wait for.</summary>
    private async Task<List<int>> WaitsAsync(Visitor visitor, string name)
    {
        var waits = new List<int>();
        while (waits.Count < 9)
        {
            var answer = await visitor.SignInAsync(name, "salah sekali ya");
            var wait = answer.StatusCode == HttpStatusCode.TooManyRequests
                ? int.Parse(Regex.Match(await answer.Content.ReadAsStringAsync(Token), @"Tunggu (\d+) detik").Groups[1].Value, CultureInfo.InvariantCulture)
                : 0;
            waits.Add(wait);
            if (wait > 0)
            {
                clock.Advance(TimeSpan.FromSeconds(wait));
                (await visitor.SignInAsync(name, "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }

        return waits;
    }

    private async Task WithAddressAsync(string name, string? address, string password)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var admin = scope.ServiceProvider.GetRequiredService<UserAdmin>();
        (await admin.CreateAsync(new UserDraft { Name = name, Email = address, Bureau = "kesra", Roles = [Roles.Staff] }, "uji", Token)).ShouldBeNull();
        await using var db = hub.Database.Open();
        var user = await scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Hub.Host.Storage.Rows.User>>().FindByNameAsync(name);
        (await admin.SetPasswordAsync(user!, password, Token)).ShouldBeNull();
    }

    private static string Fault(string html) => WebUtility.HtmlDecode(Regex.Match(html, "<p class=\"notice late\".*?</p>", RegexOptions.Singleline).Value);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
