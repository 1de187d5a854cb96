using System.Net;
using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Attacks;

/// <summary>No administrator reaches identities alone: not by a role, an invitation, an address or a forgotten factor; and a browser left open reaches none.</summary>
public sealed class TwoPersonsTests : IAsyncLifetime
{
    private HubFixture hub = null!;
    private Visitor administrator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"));
        administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
    }

    [Fact]
    public async Task A_verifier_takes_two_persons_and_the_trail_names_both()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await NameAsync("budi", Roles.Verifier);
        (await RolesAsync("budi")).ShouldBeEmpty();

        await ConfirmAsync(administrator);
        (await RolesAsync("budi")).ShouldBeEmpty();
        await ConfirmAsync(verifier);

        (await RolesAsync("budi")).ShouldBe([Roles.Verifier]);
        await using var db = hub.Database.Open();
        var trail = await db.Audit.AsNoTracking().Where(a => a.Subject == "budi").ToListAsync(Token);
        trail.ShouldContain(a => a.Action == "appointment.proposed" && a.Actor == "adi");
        trail.ShouldContain(a => a.Action == "appointment.confirmed" && a.Actor == "siti" && a.Detail!.Contains("adi"));
        trail.ShouldContain(a => a.Action == "user.changed" && a.Actor == "siti + adi");
    }

    [Fact]
    public async Task A_second_administrator_takes_two_persons_too()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await NameAsync("budi", Roles.Administrator);

        (await RolesAsync("budi")).ShouldBeEmpty();
        await ConfirmAsync(verifier);
        (await RolesAsync("budi")).ShouldBe([Roles.Administrator]);
    }

    [Fact]
    public async Task Nobody_appoints_themself()
    {
        using var answer = await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("adi")}", "change-user", ("roles", Roles.Administrator), ("roles", Roles.Verifier));

        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("Tidak ada yang menunjuk dirinya sendiri");
        (await RolesAsync("adi")).ShouldBe([Roles.Administrator]);
        await using var db = hub.Database.Open();
        (await db.Appointments.AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_first_verifier_accepts_alone_and_no_later_one()
    {
        await NameAsync("budi", Roles.Verifier);
        using (var budi = await OwnerAsync("budi"))
        {
            using var accepted = await budi.SubmitAsync("/account", "accept");
            accepted.StatusCode.ShouldBe(HttpStatusCode.Found, await accepted.Content.ReadAsStringAsync(Token));
        }

        (await RolesAsync("budi")).ShouldBe([Roles.Verifier]);
        await NameAsync("cici", Roles.Verifier);
        using var cici = await OwnerAsync("cici");
        (await cici.ReadAsync("/account")).ShouldNotContain("value=\"accept\"");
        await using var scope = hub.Services.CreateAsyncScope();
        var appointments = scope.ServiceProvider.GetRequiredService<Appointments>();
        (await appointments.ConfirmAsync((await appointments.WaitingAsync(Token))[0].Id, Nobody("cici"), Token)).ShouldNotBeNull();
        (await RolesAsync("cici")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_administrator_gets_neither_the_link_nor_the_address_nor_the_factor_of_a_verifier()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var page = $"/settings/users/{await IdOfAsync("siti")}";

        using var invited = await administrator.SubmitAsync(page, "invite");
        (await invited.Content.ReadAsStringAsync(Token)).ShouldNotContain("masuk/undangan");
        using var moved = await administrator.SubmitAsync(page, "change-user", ("roles", Roles.Verifier), ("email", "penyusup@warga.contoh"));
        await using var db = hub.Database.Open();
        (await db.Users.AsNoTracking().SingleAsync(u => u.UserName == "siti", Token)).Email.ShouldBeNull();
        await db.Users.Where(u => u.UserName == "siti").ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, true), Token);
        using var forgotten = await administrator.SubmitAsync(page, "forget");
        (await db.Users.AsNoTracking().SingleAsync(u => u.UserName == "siti", Token)).TwoFactorEnabled.ShouldBeTrue();
        (await db.Appointments.AsNoTracking().SingleAsync(Token)).Draft.ShouldBeNull();
    }

    [Fact]
    public async Task A_browser_left_open_opens_no_identity_until_its_owner_shows_to_be_there()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: Zubaidah <zubaidah@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@warga.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Protect(true, false));
        var envelope = await db.Envelopes.Select(e => e.Id).SingleAsync(Token);
        (string Path, string? Form)[] acts = [($"/tickets/{ticket.Number}/raw/{envelope}", null), ($"/tickets/{ticket.Number}/handover", null), ("/settings/privacy/export", null), ($"/tickets/{ticket.Number}", "identity"), ("/settings/privacy", "erase")];
        foreach (var (path, form) in acts)
        {
            await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, DateTimeOffset.UnixEpoch), Token);
            using var stopped = await PostAsync(verifier, ticket.Number, path, form);
            stopped.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            stopped.Headers.Location!.ToString().ShouldStartWith("/account/proof");
            (await verifier.SubmitAsync("/account/proof?back=/", "proof", ("proof", "bukan kata sandinya"))).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await PostAsync(verifier, ticket.Number, path, form)).StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            (await verifier.SubmitAsync("/account/proof?back=/", "proof", ("proof", Visitor.Password))).StatusCode.ShouldBe(HttpStatusCode.Found);
            (await PostAsync(verifier, ticket.Number, path, form)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        using var note = await PostAsync(verifier, ticket.Number, $"/tickets/{ticket.Number}", "note");
        note.StatusCode.ShouldNotBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("/settings/users/new", "new-user")]
    [InlineData("/settings/appointments", "refuse-1")]
    [InlineData("/settings/mail", "account")]
    [InlineData("/settings/backups", "end")]
    public async Task Rights_the_sending_account_and_restoring_need_the_same(string page, string form)
    {
        await using var db = hub.Database.Open();
        var token = Visitor.TokenOf(await administrator.ReadAsync("/account"))!;
        await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, (DateTimeOffset?)null), Token);

        using var answer = await administrator.PostAsync(page, ("_handler", form), ("__RequestVerificationToken", token));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private static async Task<HttpResponseMessage> PostAsync(Visitor visitor, string number, string path, string? form) => await visitor.PostAsync(
        path, [("__RequestVerificationToken", Visitor.TokenOf(await visitor.ReadAsync($"/tickets/{number}"))!), ("purpose", "Klarifikasi dengan pelapor"), ("email", "tidak.ada@warga.contoh"), .. form is null ? Array.Empty<(string, string)>() : [("_handler", form)]]);

    private async Task NameAsync(string name, string role) =>
        (await (await administrator.SubmitAsync("/settings/users/new", "new-user", ("name", name), ("roles", role))).Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");

    private async Task ConfirmAsync(Visitor visitor)
    {
        await using var db = hub.Database.Open();
        var id = await db.Appointments.Select(a => a.Id).SingleAsync(Token);
        var token = Visitor.TokenOf(await visitor.ReadAsync("/settings/appointments"))!;
        (await visitor.PostAsync("/settings/appointments", ("_handler", $"confirm-{id}"), ("__RequestVerificationToken", token))).Dispose();
        await using var scope = hub.Services.CreateAsyncScope();
        if (visitor == administrator)
        {
            // Beside the page too.
            (await scope.ServiceProvider.GetRequiredService<Appointments>().ConfirmAsync(id, Nobody("adi", Roles.Administrator), Token)).ShouldNotBeNull();
        }
    }

    private static CurrentUser Nobody(string name, params string[] roles) => new(name, roles.ToHashSet(StringComparer.Ordinal), null);

    /// <summary>The account's owner, who took the invitation.</summary>
    private async Task<Visitor> OwnerAsync(string name)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByNameAsync(name))!;
        (await scope.ServiceProvider.GetRequiredService<UserAdmin>().SetPasswordAsync(user, Visitor.Password, Token)).ShouldBeNull();
        var visitor = new Visitor(hub);
        (await visitor.SignInAsync(name, Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.Found);
        return visitor;
    }

    private async Task<string> IdOfAsync(string name)
    {
        await using var db = hub.Database.Open();
        return await db.Users.Where(u => u.UserName == name).Select(u => u.Id).SingleAsync(Token);
    }

    private async Task<IList<string>> RolesAsync(string name)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await users.GetRolesAsync((await users.FindByNameAsync(name))!);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await hub.DisposeAsync();
    }
}
