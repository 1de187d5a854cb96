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
    public async Task Name_and_address_of_one_person_are_one_to_whoever_guesses()
    {
        await WithAddressAsync("siti", "s.aminah@setda.contoh", "gerobak biru di dermaga");
        using var visitor = new Visitor(hub);
        foreach (var typed in new[] { "siti", "s.aminah@setda.contoh", "siti", " S.Aminah@setda.contoh", "siti" })
        {
            (await visitor.SignInAsync(typed, "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await visitor.SignInAsync("siti", "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await visitor.SignInAsync("s.aminah@setda.contoh", "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await visitor.SignInAsync("s.aminah@setda.contoh", "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await WaitsAsync(visitor, "siti")).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8], "the right password ended what was held against both");
    }

    /// <summary>Otherwise the sixth try would tell whose address it is, and that there is somebody of that name.</summary>
    [Theory]
    [InlineData("siti")]
    [InlineData("tidak-ada")]
    public async Task A_name_and_an_address_that_begins_with_it_are_counted_alike_whether_they_exist_or_not(string name)
    {
        await WithAddressAsync("siti", "siti@setda.contoh", "gerobak biru di dermaga");
        using var visitor = new Visitor(hub);
        await WaitsAsync(visitor, name);

        foreach (var other in new[] { $"{name}@setda.contoh", $"{name}@lain.contoh" })
        {
            (await visitor.SignInAsync(other, "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        (await visitor.SignInAsync("orang-lain", "salah sekali ya")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_shares_an_address_with_somebody_who_is_guessed_at_comes_in_from_the_own_browser()
    {
        await WithAddressAsync("siti", "bersama@setda.contoh", "gerobak biru di dermaga");
        await WithAddressAsync("andi", "bersama@setda.contoh", "perahu hijau di kuala");
        using var owner = new Visitor(hub);
        (await owner.SignInAsync("siti", "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var attacker = new Visitor(hub) { Network = owner.Network };
        await WaitsAsync(attacker, "andi");

        (await owner.SignInAsync("bersama@setda.contoh", "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await owner.SignInAsync("bersama@setda.contoh", "perahu hijau di kuala")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "andi never was in that browser");
    }

    [Theory]
    [InlineData("as it is")]
    [InlineData("small")]
    [InlineData("without")]
    [InlineData("blank")]
    [InlineData("long dash")]
    [InlineData("spelt")]
    public async Task A_recovery_code_counts_however_it_is_typed(string how)
    {
        var code = await WithRecoveryCodeAsync("siti");
        using var visitor = new Visitor(hub);
        (await visitor.SignInAsync("siti", Visitor.Password)).Headers.Location!.ToString().ShouldStartWith("/masuk/kode");

        var answer = await visitor.SubmitAsync("/masuk/kode", "code", ("code", how switch
        {
            "small" => code.ToLowerInvariant(),
            "without" => code.Replace("-", "", StringComparison.Ordinal),
            "blank" => $" {code.Replace('-', ' ')}\t",
            "long dash" => code.Replace('-', '–'),
            "spelt" => string.Join(' ', code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)),
            _ => code,
        }));

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        using var again = new Visitor(hub);
        await again.SignInAsync("siti", Visitor.Password);
        (await again.SubmitAsync("/masuk/kode", "code", ("code", code))).StatusCode.ShouldBe(HttpStatusCode.OK, "each is taken once");
    }

    /// <summary>A page that was open while somebody signed in or out beside it, or whose browser was closed.</summary>
    [Theory]
    [InlineData("/masuk", "sign-in", false)]
    [InlineData("/masuk/lupa", "forgotten", false)]
    [InlineData("/track", "track", false)]
    [InlineData("/account", "password", true)]
    public async Task A_form_that_is_good_no_more_is_answered_by_words_and_the_way_back(string page, string form, bool signedIn)
    {
        using var visitor = signedIn ? await Visitor.SignedInAsync(hub, "siti", "kesra", Roles.Staff) : new Visitor(hub);
        foreach (var token in new[] { "CfDJ8dibuat-buat", Visitor.TokenOf(await visitor.ReadAsync(page))! })
        {
            // With the right token it is the form that no page has.
            var answer = await visitor.PostAsync(page, ("_handler", token.EndsWith("buat", StringComparison.Ordinal) ? form : "tidak-ada"), ("__RequestVerificationToken", token));

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var said = await answer.Content.ReadAsStringAsync(Token);
            said.ShouldContain("Formulir ini tidak berlaku lagi");
            said.ShouldContain($"href=\"{page}\"");
        }
    }

    /// <summary>It was used up, and the page showed the form again without a word.</summary>
    [Fact]
    public async Task An_invitation_outlives_a_password_made_of_its_owners_name()
    {
        var link = await InvitationAsync("sitiaminah");
        using var visitor = new Visitor(hub);

        (await (await visitor.SubmitAsync(link, "invitation", ("password", "sitiaminah123"))).Content.ReadAsStringAsync(Token)).ShouldContain("aria-invalid");
        await visitor.SubmitAsync(link, "invitation", ("password", "gerobak biru di dermaga"));

        (await visitor.SignInAsync("sitiaminah", "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task The_invitation_of_a_closed_account_says_that_it_is_good_no_more_and_changes_nothing()
    {
        var link = await InvitationAsync("siti");
        using var visitor = new Visitor(hub);
        var token = Visitor.TokenOf(await visitor.ReadAsync(link))!;
        await using var db = hub.Database.Open();
        await db.Users.Where(u => u.UserName == "siti").ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, clock.GetUtcNow()), Token);

        (await visitor.ReadAsync(link)).ShouldNotContain("name=\"password\"");
        using var answer = await visitor.PostAsync(link, ("_handler", "invitation"), ("__RequestVerificationToken", token), ("password", "gerobak biru di dermaga"));

        (await db.Users.AsNoTracking().SingleAsync(u => u.UserName == "siti", Token)).PasswordHash.ShouldBeNull();
        WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("Tautan ini salah, sudah dipakai, atau terlalu lama");
    }

    /// <summary>Two tabs of one link: the second said nothing.</summary>
    [Fact]
    public async Task An_invitation_that_was_used_meanwhile_says_so()
    {
        var link = await InvitationAsync("siti");
        using var visitor = new Visitor(hub);
        using var other = new Visitor(hub);
        var token = Visitor.TokenOf(await visitor.ReadAsync(link))!;
        await other.SubmitAsync(link, "invitation", ("password", "gerobak biru di dermaga"));

        using var answer = await visitor.PostAsync(link, ("_handler", "invitation"), ("__RequestVerificationToken", token), ("password", "perahu hijau di kuala"));

        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
        (answer.StatusCode == HttpStatusCode.BadRequest ? said.Contains("tidak berlaku lagi", StringComparison.Ordinal) : said.Contains("sudah dipakai", StringComparison.Ordinal)).ShouldBeTrue(said);
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

    /// <returns>One of ten, as the page shows them.</returns>
    private async Task<string> WithRecoveryCodeAsync(string name)
    {
        var user = await Visitor.RegisterAsync(hub, name, "kesra", Roles.Staff);
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Hub.Host.Storage.Rows.User>>();
        user = (await users.FindByIdAsync(user.Id))!;
        await users.ResetAuthenticatorKeyAsync(user);
        await users.SetTwoFactorEnabledAsync(user, true);
        return (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!.First();
    }

    private async Task<string> InvitationAsync(string name)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<UserAdmin>().CreateAsync(new UserDraft { Name = name, Bureau = "kesra", Roles = [Roles.Staff] }, "uji", Token)).ShouldBeNull();
        var user = await scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Hub.Host.Storage.Rows.User>>().FindByNameAsync(name);
        return (await hub.Get<SignInLinks>().CreateAsync(user!, Hub.Host.Storage.Rows.LinkPurpose.Invitation, Token)).PathAndQuery;
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
