using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.People.Access;
using Hub.Host.People;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Hub.Tests.Host.Access;

public sealed class SignInTests(ClockedHub shared) : IClassFixture<ClockedHub>
{
    private readonly FakeTimeProvider clock = shared.Clock;
    private readonly HubFixture hub = shared.Hub;

    /// <summary>Somebody new for every test; the hub is shared.</summary>
    private readonly string siti = $"siti{Interlocked.Increment(ref people)}";
    private static int people;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_administrator_is_made_by_a_code_that_dies_with_its_use()
    {
        var address = (await hub.Get<SetupCode>().IssueAsync(Token)).PathAndQuery;
        using var visitor = new Visitor(hub);

        (await visitor.ReadAsync(address)).ShouldContain("name=\"password\"");
        var made = await visitor.SubmitAsync(address, "setup", ("name", siti), ("password", Visitor.Password));

        made.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.GetAsync("/settings/users")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.ReadAsync(address)).ShouldNotContain("name=\"password\"");
        (await AuditAsync()).ShouldContain("user.created");
    }

    [Fact]
    public async Task A_setup_code_is_worth_nothing_after_a_day_and_a_new_one_kills_the_old()
    {
        var first = (await hub.Get<SetupCode>().IssueAsync(Token)).Query["?code=".Length..];
        var second = (await hub.Get<SetupCode>().IssueAsync(Token)).Query["?code=".Length..];

        (await hub.Get<SetupCode>().IsGoodAsync(first, Token)).ShouldBeFalse();
        (await hub.Get<SetupCode>().IsGoodAsync(second, Token)).ShouldBeTrue();
        (await hub.Get<SetupCode>().IsGoodAsync("", Token)).ShouldBeFalse();
        clock.Advance(SetupCode.Life);
        (await hub.Get<SetupCode>().IsGoodAsync(second, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_weak_password_does_not_use_the_setup_code_up()
    {
        var address = (await hub.Get<SetupCode>().IssueAsync(Token)).PathAndQuery;
        using var visitor = new Visitor(hub);

        var answer = await visitor.SubmitAsync(address, "setup", ("name", siti), ("password", "Kalimantan2026"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("pertama dicoba orang");
        (await visitor.ReadAsync(address)).ShouldContain("name=\"password\"");
    }

    [Fact]
    public async Task Whoever_signs_in_comes_to_the_page_they_wanted_and_out_again()
    {
        await Visitor.RegisterAsync(hub, siti, "kesra", Roles.Staff);
        using var visitor = new Visitor(hub);

        var door = await visitor.GetAsync("/tickets?status=New");
        var inside = await visitor.SignInAsync(siti, Visitor.Password, door.Headers.Location!.ToString());

        door.Headers.Location!.ToString().ShouldStartWith("/masuk?");
        inside.Headers.Location!.ToString().ShouldBe("/tickets?status=New");
        (await visitor.GetAsync("/tickets")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = visitor.Cookies.GetCookies(hub.Address)[PeopleSetup.Cookie]!;
        cookie.HttpOnly.ShouldBeTrue();
        (await visitor.SubmitAsync("/account", "none", ("x", "y"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var token = Visitor.TokenOf(await visitor.ReadAsync("/account"))!;
        (await visitor.PostAsync("/keluar", ("__RequestVerificationToken", token))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.GetAsync("/tickets")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_cookie_that_was_stolen_dies_with_the_session()
    {
        using var visitor = await Visitor.SignedInAsync(hub, siti, "kesra", Roles.Staff);
        using var thief = new Visitor(hub);
        thief.Cookies.Add(visitor.Cookies.GetCookies(hub.Address)[PeopleSetup.Cookie]!);
        (await thief.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var token = Visitor.TokenOf(await visitor.ReadAsync("/account"))!;
        await visitor.PostAsync("/keluar", ("__RequestVerificationToken", token));

        (await thief.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Signing_out_everywhere_leaves_this_browser_in_and_the_others_out()
    {
        using var office = await Visitor.SignedInAsync(hub, siti, "kesra", Roles.Staff);
        using var home = new Visitor(hub);
        await home.SignInAsync(siti, Visitor.Password);

        await office.SubmitAsync("/account", "end-all");

        (await office.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await home.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_after_half_a_day()
    {
        using var visitor = await Visitor.SignedInAsync(hub, siti, "kesra", Roles.Staff);
        clock.Advance(TimeSpan.FromHours(11));
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromHours(11));
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromHours(13));
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_answered_like_a_wrong_password_and_not_kept()
    {
        await Visitor.RegisterAsync(hub, siti, "kesra", Roles.Staff);
        using var visitor = new Visitor(hub);

        var unknown = Fault(await (await visitor.SignInAsync("katasandi-di-kolom-nama", "x")).Content.ReadAsStringAsync());
        var wrong = Fault(await (await visitor.SignInAsync(siti, "x")).Content.ReadAsStringAsync());

        unknown.ShouldBe(wrong);
        await using var db = hub.Database.Open();
        (await db.Audit.AnyAsync(e => e.Actor.Contains("katasandi") || e.Subject.Contains("katasandi"))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_sign_in_link_is_opened_by_its_button_once_and_within_ten_minutes()
    {
        var user = await Visitor.RegisterAsync(hub, siti, "kesra", Roles.Staff);
        var link = (await hub.Get<SignInLinks>().CreateAsync(user)).PathAndQuery;
        using var scanner = new Visitor(hub);
        using var visitor = new Visitor(hub);
        using var other = new Visitor(hub);

        await scanner.GetAsync(link);
        (await visitor.SubmitAsync(link, "link")).StatusCode.ShouldBe(HttpStatusCode.Found);

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.ReadAsync(link)).ShouldContain("sudah dipakai");
        var late = (await hub.Get<SignInLinks>().CreateAsync(user)).PathAndQuery;
        clock.Advance(TimeSpan.FromMinutes(10));
        (await other.ReadAsync(late)).ShouldContain("lebih dari 10 menit");
    }

    [Fact]
    public async Task An_invitation_sets_the_password_once_and_does_not_sign_in()
    {
        var user = await Visitor.RegisterAsync(hub, siti, "kesra", Roles.Staff);
        var link = (await hub.Get<SignInLinks>().CreateAsync(user, LinkPurpose.Invitation, Token)).PathAndQuery;
        using var visitor = new Visitor(hub);

        (await (await visitor.SubmitAsync(link, "invitation", ("password", "Password12345"))).Content.ReadAsStringAsync()).ShouldContain("pertama dicoba");
        (await (await visitor.SubmitAsync(link, "invitation", ("password", "gerobak biru di dermaga"))).Content.ReadAsStringAsync()).ShouldContain("sudah diganti");

        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.SignInAsync(siti, "gerobak biru di dermaga")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.ReadAsync(link)).ShouldNotContain("name=\"password\"");
    }

    [Fact]
    public async Task The_second_factor_is_asked_for_and_each_code_works_once()
    {
        using var visitor = await Visitor.SignedInAsync(hub, siti, "kesra", Roles.Staff);
        var key = Base32Encoding.ToBytes(Regex.Match(await visitor.ReadAsync("/account/second-factor"), "<code>([a-z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var turnedOn = await (await visitor.SubmitAsync("/account/second-factor", "on", ("present", Visitor.Password), ("code", Code(key)))).Content.ReadAsStringAsync();
        var recovery = WebUtility.HtmlDecode(Regex.Match(turnedOn, "<pre>([^<]+)</pre>").Groups[1].Value).Split('\n');
        recovery.Length.ShouldBe(10);
        (await visitor.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var again = new Visitor(hub);
        clock.Advance(TimeSpan.FromMinutes(2));
        var step = (await again.SignInAsync(siti, Visitor.Password)).Headers.Location!.ToString();
        step.ShouldStartWith("/masuk/kode");
        (await again.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found, "half signed in is not signed in");
        (await again.SubmitAsync(step, "code", ("code", Code(key)))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await again.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var replay = new Visitor(hub);
        await replay.SignInAsync(siti, Visitor.Password);
        (await replay.SubmitAsync("/masuk/kode", "code", ("code", Code(key)))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await replay.SubmitAsync("/masuk/kode", "code", ("code", recovery[0].Trim()))).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var used = new Visitor(hub);
        await used.SignInAsync(siti, Visitor.Password);
        (await used.SubmitAsync("/masuk/kode", "code", ("code", recovery[0].Trim()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await used.SubmitAsync("/masuk/kode", "code", ("code", recovery[1].Trim().ToLowerInvariant()))).StatusCode.ShouldBe(HttpStatusCode.Found, "typed on a telephone");
    }

    [Fact]
    public async Task Keys_of_the_second_factor_are_not_readable_in_the_database()
    {
        using var visitor = await Visitor.SignedInAsync(hub, siti, "kesra", Roles.Staff);
        var key = Regex.Match(await visitor.ReadAsync("/account/second-factor"), "<code>([a-z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "").ToUpperInvariant();

        await using var db = hub.Database.Open();
        var stored = await db.UserTokens.Select(t => t.Value).ToListAsync();
        stored.ShouldNotBeEmpty();
        stored.ShouldAllBe(v => !v!.Contains(key));
    }

    [Theory]
    [InlineData("https://jahat.contoh/")]
    [InlineData("//jahat.contoh/")]
    [InlineData("/\\jahat.contoh/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%09/jahat.contoh")]
    [InlineData("\t//jahat.contoh")]
    [InlineData("/..//jahat.contoh/")]
    [InlineData("/.//jahat.contoh/")]
    [InlineData("/tickets/..//jahat.contoh/")]
    [InlineData("/%2e%2e//jahat.contoh/")]
    [InlineData("/..\\\\jahat.contoh/")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string back)
    {
        await Visitor.RegisterAsync(hub, siti, "kesra", Roles.Staff);
        using var visitor = new Visitor(hub);

        var answer = await visitor.SignInAsync(siti, Visitor.Password, "/masuk?kembali=" + Uri.EscapeDataString(back));

        var to = new Uri(hub.Address, answer.Headers.Location!);
        to.Authority.ShouldBe(hub.Address.Authority);
        to.Scheme.ShouldBe("http");
    }

    private string Code(byte[] key) => new Totp(key).ComputeTotp(clock.GetUtcNow().UtcDateTime);

    private static string Fault(string html) => Regex.Match(html, "<p class=\"notice late\".*?</p>", RegexOptions.Singleline).Value;

    private async Task<List<string>> AuditAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Audit.Select(e => e.Action).ToListAsync();
    }
}
