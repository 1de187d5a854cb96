using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Hub.Tests.Attacks;

/// <summary>Who knew an account before its owner did (its password, its second factor, half a sign-in) is not its owner afterwards.</summary>
public sealed class SecondStepTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));

    /// <summary>Who made the account signed in half way with the password and the code of before, waited for the second person, and finished as the verifier.</summary>
    [Fact]
    public async Task Half_a_sign_in_from_before_does_not_end_in_the_rights_that_two_persons_gave()
    {
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var key = await WithFactorAsync("rina");
        using var half = new Visitor(hub);
        (await half.SignInAsync("rina", Visitor.Password)).Headers.Location!.ToString().ShouldStartWith("/masuk/kode");

        await AppointAsync(administrator, verifier, "rina");
        await half.SubmitIfShownAsync("/masuk/kode", "code", ("code", Code(key)));

        (await half.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>The first right of two persons takes the second factor of before along with the password: its key is known to whoever made the account.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_factor_from_before_the_second_person_is_forgotten(bool isOn)
    {
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var key = isOn ? await WithFactorAsync("rina") : await WithKeyAsync("rina");

        await AppointAsync(administrator, verifier, "rina");

        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var rina = (await users.FindByNameAsync("rina"))!;
        rina.TwoFactorEnabled.ShouldBeFalse();
        (await users.GetAuthenticatorKeyAsync(rina)).ShouldNotBe(Base32Encoding.ToString(key));
        (await users.CountRecoveryCodesAsync(rina)).ShouldBe(0);
    }

    [Fact]
    public async Task Half_a_sign_in_is_over_with_another_password()
    {
        var key = await WithFactorAsync("rina");
        using var half = new Visitor(hub);
        await half.SignInAsync("rina", Visitor.Password);
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            (await scope.ServiceProvider.GetRequiredService<UserAdmin>().SetPasswordAsync((await users.FindByNameAsync("rina"))!, "gerobak biru di dermaga", Token)).ShouldBeNull();
        }

        await half.SubmitIfShownAsync("/masuk/kode", "code", ("code", Code(key)));

        (await half.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>Looking at the page again kept it alive for ever.</summary>
    [Fact]
    public async Task Half_a_sign_in_lasts_five_minutes_however_often_it_is_looked_at()
    {
        var key = await WithFactorAsync("rina");
        using var half = new Visitor(hub);
        await half.SignInAsync("rina", Visitor.Password);
        for (var looks = 0; looks < 4; looks++)
        {
            clock.Advance(TimeSpan.FromMinutes(4));
            await half.ReadAsync("/masuk/kode");
        }

        await half.SubmitIfShownAsync("/masuk/kode", "code", ("code", Code(key)));

        (await half.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Half_a_sign_in_is_over_with_the_account()
    {
        var key = await WithFactorAsync("rina");
        using var half = new Visitor(hub);
        await half.SignInAsync("rina", Visitor.Password);
        await using var db = hub.Database.Open();
        await db.Users.Where(u => u.UserName == "rina").ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, clock.GetUtcNow()), Token);

        (await half.ReadAsync("/masuk/kode")).ShouldNotContain("name=\"code\"");
        await half.SubmitIfShownAsync("/masuk/kode", "code", ("code", Code(key)));

        (await half.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>The attack: a browser left open and a password that was looked over a shoulder. With the password alone the second factor was turned off, or a session was begun that counted as shown just now.</summary>
    [Theory]
    [InlineData("/account/second-factor", "off")]
    [InlineData("/account", "password")]
    public async Task A_password_alone_does_not_stand_for_the_second_factor(string page, string form)
    {
        var key = await WithFactorAsync("rina");
        using var left = new Visitor(hub);
        await left.SignInAsync("rina", Visitor.Password);
        await left.SubmitAsync("/masuk/kode", "code", ("code", Code(key)));
        clock.Advance(StepUp.Lasts + TimeSpan.FromMinutes(1));
        await using var db = hub.Database.Open();
        var before = clock.GetUtcNow();

        await left.SubmitAsync(page, form, ("present", Visitor.Password), ("password", "gerobak biru di dermaga"));

        (await db.Users.AsNoTracking().Where(u => u.UserName == "rina").Select(u => u.TwoFactorEnabled).SingleAsync(Token)).ShouldBeTrue();
        (await db.Set<UserSession>().AsNoTracking().Where(s => s.EndedAt == null).Select(s => s.ProvenAt).ToListAsync(Token)).ShouldAllBe(at => at == null || at < before);

        // The owner shows to be there, and may.
        clock.Advance(TimeSpan.FromMinutes(2));
        await left.SubmitAsync(StepUp.Page, "proof", ("proof", Code(key)));
        await left.SubmitAsync("/account/second-factor", "off", ("present", form == "off" ? Visitor.Password : "gerobak biru di dermaga"));
        (await db.Users.AsNoTracking().Where(u => u.UserName == "rina").Select(u => u.TwoFactorEnabled).SingleAsync(Token)).ShouldBeFalse();
    }

    private async Task AppointAsync(Visitor administrator, Visitor verifier, string name)
    {
        await using var db = hub.Database.Open();
        var id = await db.Users.Where(u => u.UserName == name).Select(u => u.Id).SingleAsync(Token);
        (await (await administrator.SubmitAsync($"/settings/users/{id}", "change-user", ("roles", Roles.Verifier))).Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");
        var proposal = await db.Appointments.Select(a => a.Id).SingleAsync(Token);
        await verifier.SubmitAsync("/settings/appointments", $"confirm-{proposal}");
        (await db.Appointments.AnyAsync(Token)).ShouldBeFalse();
    }

    /// <summary>Staff whose account somebody else took first, and looked at the key of its second factor.</summary>
    private async Task<byte[]> WithKeyAsync(string name)
    {
        using var first = await Visitor.SignedInAsync(hub, name, "kesra", Roles.Staff);
        return KeyIn(await first.ReadAsync("/account/second-factor"));
    }

    private async Task<byte[]> WithFactorAsync(string name)
    {
        using var first = await Visitor.SignedInAsync(hub, name, "kesra", Roles.Staff);
        var key = KeyIn(await first.ReadAsync("/account/second-factor"));
        (await (await first.SubmitAsync("/account/second-factor", "on", ("present", Visitor.Password), ("code", Code(key)))).Content.ReadAsStringAsync(Token)).ShouldContain("<pre>");
        clock.Advance(TimeSpan.FromMinutes(2));
        return key;
    }

    private static byte[] KeyIn(string page) => Base32Encoding.ToBytes(Regex.Match(page, "<code>([a-z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));

    private string Code(byte[] key) => new Totp(key).ComputeTotp(clock.GetUtcNow().UtcDateTime);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
