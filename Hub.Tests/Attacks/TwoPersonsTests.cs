using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Connectors.Email;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Notices;
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

    /// <summary>One administrator took roles and accounts from everybody who could have confirmed; then nobody else was there, and all counted at once.</summary>
    [Theory]
    [InlineData(Roles.Administrator, "disable")]
    [InlineData(Roles.Verifier, "disable")]
    [InlineData(Roles.Leadership, "disable")]
    [InlineData(Roles.Administrator, "change-user")]
    [InlineData(Roles.Verifier, "change-user")]
    [InlineData(Roles.Leadership, "change-user")]
    public async Task Nobody_alone_takes_away_who_could_be_the_second_person(string role, string form)
    {
        using var other = await Visitor.SignedInAsync(hub, "tuti", null, role);

        using var taken = await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("tuti")}", form, ("roles", Roles.Auditor));
        (await taken.Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");
        await ConfirmAsync(administrator);
        (await RolesAsync("tuti")).ShouldBe([role]);
        (await IsClosedAsync("tuti")).ShouldBeFalse();

        // Whoever it is taken from may agree.
        await ConfirmAsync(other);
        (await RolesAsync("tuti")).ShouldBe([form == "disable" ? role : Roles.Auditor]);
        (await IsClosedAsync("tuti")).ShouldBe(form == "disable");
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "user.disabled" || a.Action == "user.changed", Token)).Actor.ShouldBe("tuti + adi");
        (await db.Appointments.AnyAsync(Token)).ShouldBeFalse();
    }

    /// <summary>Closing took two; one administrator opened the account again, whose password was known, and confirmed with it.</summary>
    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Verifier)]
    [InlineData(Roles.Leadership)]
    public async Task Nobody_alone_opens_the_closed_account_of_a_second_person_again(string role)
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        using var other = await Visitor.SignedInAsync(hub, "tuti", null, role);
        (await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("tuti")}", "disable")).Dispose();
        await ConfirmAsync(verifier);
        (await IsClosedAsync("tuti")).ShouldBeTrue();

        using var opened = await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("tuti")}", "enable");
        (await opened.Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");
        await ConfirmAsync(administrator);
        (await IsClosedAsync("tuti")).ShouldBeTrue();
        (await LinkAsync($"/settings/users/{await IdOfAsync("tuti")}", "invite")).ShouldBeNull();

        (await verifier.ReadAsync("/settings/appointments")).ShouldContain("Buka kembali");
        await ConfirmAsync(verifier);
        (await IsClosedAsync("tuti")).ShouldBeFalse();
        (await RolesAsync("tuti")).ShouldBe([role]);
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "user.enabled", Token)).Actor.ShouldBe("siti + adi");
    }

    [Fact]
    public async Task Who_opens_identities_is_let_in_again_by_a_verifier_and_whoever_does_not_by_one()
    {
        await Visitor.RegisterAsync(hub, "rina", "organisasi", Roles.Staff, Roles.Identities);
        await Visitor.RegisterAsync(hub, "joni", "kesra", Roles.Staff);
        await using var scope = hub.Services.CreateAsyncScope();
        foreach (var name in new[] { "rina", "joni" })
        {
            (await administrator.SubmitAsync($"/settings/users/{await IdOfAsync(name)}", "disable")).Dispose();
            (await IsClosedAsync(name)).ShouldBeTrue();
            (await administrator.SubmitAsync($"/settings/users/{await IdOfAsync(name)}", "enable")).Dispose();
            (await IsClosedAsync(name)).ShouldBe(name == "rina");
        }

        var appointments = scope.ServiceProvider.GetRequiredService<Appointments>();
        var waiting = (await appointments.WaitingAsync(Token)).ShouldHaveSingleItem();
        (await appointments.ConfirmAsync(waiting.Id, Nobody("tono", Roles.Administrator), Token)).ShouldNotBeNull();
        (await appointments.ConfirmAsync(waiting.Id, Nobody("siti", Roles.Verifier), Token)).ShouldBeNull();
        (await IsClosedAsync("rina")).ShouldBeFalse();
    }

    /// <summary>The holder of a stolen account would keep it open by saying no.</summary>
    [Fact]
    public async Task Whoever_is_to_be_closed_neither_refuses_it_nor_replaces_it()
    {
        using var other = await Visitor.SignedInAsync(hub, "tuti", null, Roles.Administrator);
        (await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("tuti")}", "disable")).Dispose();
        await using var db = hub.Database.Open();
        var waiting = await db.Appointments.AsNoTracking().Select(a => a.Id).SingleAsync(Token);

        (await other.ReadAsync("/settings/appointments")).ShouldNotContain($"refuse-{waiting}");
        using var changed = await other.SubmitAsync($"/settings/users/{await IdOfAsync("tuti")}", "change-user", ("email", "lain@contoh.id"), ("roles", Roles.Administrator));

        (await changed.Content.ReadAsStringAsync(Token)).ShouldContain("belum diputuskan");
        (await db.Appointments.AsNoTracking().Select(a => a.Id).SingleAsync(Token)).ShouldBe(waiting);
    }

    [Fact]
    public async Task Whoever_gets_another_such_role_for_it_does_not_agree_to_that_alone()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        (await administrator.SubmitAsync($"/settings/users/{await IdOfAsync("siti")}", "change-user", ("roles", Roles.Leadership))).Dispose();

        await ConfirmAsync(verifier);

        (await RolesAsync("siti")).ShouldBe([Roles.Verifier]);
    }

    [Fact]
    public async Task Nobody_is_the_first_verifier_again_when_those_before_are_none_any_more()
    {
        await Visitor.RegisterAsync(hub, "siti", null, Roles.Verifier);
        await using var scope = hub.Services.CreateAsyncScope();
        var siti = (await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByNameAsync("siti"))!;
        (await scope.ServiceProvider.GetRequiredService<UserAdmin>().ChangeAsync(siti, new UserDraft { Name = "siti", Roles = [Roles.Auditor] }, "uji", Token)).ShouldBeNull();

        await NameAsync("cici", Roles.Verifier);
        using var cici = await OwnerAsync("cici");
        (await cici.ReadAsync("/account")).ShouldNotContain("value=\"accept\"");
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
    public async Task Staff_whom_an_administrator_made_know_nobody_until_a_verifier_confirms_it()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        using (var made = await administrator.SubmitAsync("/settings/users/new", "new-user", ("name", "rina"), ("roles", Roles.Staff), ("roles", Roles.Identities), ("bureau", "organisasi")))
        {
            (await made.Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");
        }

        (await RolesAsync("rina")).ShouldBe([Roles.Staff]);
        var (number, envelope) = await ReportAsync();
        using (var rina = await OwnerAsync("rina"))
        {
            var page = WebUtility.HtmlDecode(await rina.ReadAsync($"/tickets/{number}"));
            page.ShouldContain("berlaku setelah diusulkan administrator dan disetujui verifikator");
            page.ShouldNotContain("value=\"identity\"");
            (await PostAsync(rina, number, $"/tickets/{number}/raw/{envelope}", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        await ConfirmAsync(administrator);
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var appointments = scope.ServiceProvider.GetRequiredService<Appointments>();
            var waiting = (await appointments.WaitingAsync(Token)).ShouldHaveSingleItem();
            (await appointments.ConfirmAsync(waiting.Id, Nobody("dua", Roles.Administrator), Token)).ShouldBe("Hak membuka identitas pelapor disetujui oleh verifikator.");
        }

        (await RolesAsync("rina")).ShouldBe([Roles.Staff]);
        await ConfirmAsync(verifier);

        (await RolesAsync("rina")).ShouldBe([Roles.Identities, Roles.Staff], ignoreOrder: true);
        using var confirmed = await OwnerAsync("rina");
        (await confirmed.ReadAsync($"/tickets/{number}")).ShouldContain("value=\"identity\"");
        using var raw = await PostAsync(confirmed, number, $"/tickets/{number}/raw/{envelope}", null);
        (await raw.Content.ReadAsStringAsync(Token)).ShouldContain("Zubaidah");
    }

    [Fact]
    public async Task No_invitation_from_before_the_second_person_is_worth_anything_and_refusing_withdraws_it()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await Visitor.RegisterAsync(hub, "rina", "organisasi", Roles.Staff);
        var page = $"/settings/users/{await IdOfAsync("rina")}";
        var early = await LinkAsync(page, "invite");
        using (var proposed = await administrator.SubmitAsync(page, "change-user", ("roles", Roles.Staff), ("roles", Roles.Identities), ("bureau", "organisasi")))
        {
            (await proposed.Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");
        }

        (await administrator.ReadAsync(early!)).ShouldContain("Tautan ini salah, sudah dipakai, atau terlalu lama");
        (await LinkAsync(page, "invite")).ShouldBeNull();
        await ConfirmAsync(verifier);

        using var owner = new Visitor(hub);
        (await owner.SignInAsync("rina", Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LinkAsync(page, "invite")).ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_made_with_such_a_right_is_invited_by_who_confirms_it_and_by_nobody_when_it_is_refused()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        (await LinkAsync("/settings/users/new", "new-user", ("name", "rina"), ("roles", Roles.Staff), ("roles", Roles.Identities), ("bureau", "organisasi"))).ShouldBeNull();
        var token = Visitor.TokenOf(await verifier.ReadAsync("/settings/appointments"))!;
        await using var db = hub.Database.Open();
        var id = await db.Appointments.Select(a => a.Id).SingleAsync(Token);
        using (var confirmed = await verifier.PostAsync("/settings/appointments", ("_handler", $"confirm-{id}"), ("__RequestVerificationToken", token)))
        {
            LinkIn(await confirmed.Content.ReadAsStringAsync(Token)).ShouldNotBeNull();
        }

        (await LinkAsync("/settings/users/new", "new-user", ("name", "joni"), ("roles", Roles.Head), ("roles", Roles.Identities), ("bureau", "organisasi"))).ShouldBeNull();
        id = await db.Appointments.Select(a => a.Id).SingleAsync(Token);
        await using var scope = hub.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SignInLinks>().CreateAsync(new User { Id = await IdOfAsync("joni") }, LinkPurpose.Password, Token);
        (await scope.ServiceProvider.GetRequiredService<Appointments>().RefuseAsync(id, Nobody("siti", Roles.Verifier), Token)).ShouldBeNull();

        var joni = await IdOfAsync("joni");
        (await db.Set<SignInLink>().AnyAsync(l => l.UserId == joni, Token)).ShouldBeFalse();
        (await RolesAsync("joni")).ShouldBe([Roles.Head]);
    }

    [Fact]
    public async Task Identities_of_another_bureau_take_two_persons_too_and_the_link_is_handed_to_nobody()
    {
        await Visitor.RegisterAsync(hub, "rina", "kesra", Roles.Staff, Roles.Identities);
        var page = $"/settings/users/{await IdOfAsync("rina")}";

        using var moved = await administrator.SubmitAsync(page, "change-user", ("roles", Roles.Staff), ("roles", Roles.Identities), ("bureau", "organisasi"));
        using var invited = await administrator.SubmitAsync(page, "invite");

        (await invited.Content.ReadAsStringAsync(Token)).ShouldNotContain("masuk/undangan");
        await using var db = hub.Database.Open();
        (await db.Users.AsNoTracking().SingleAsync(u => u.UserName == "rina", Token)).Bureau.ShouldBe("kesra");
        (await db.Appointments.CountAsync(Token)).ShouldBe(1);
    }

    /// <summary>As a hub finds its store after an update.</summary>
    [Fact]
    public async Task Those_who_worked_before_the_right_was_one_wait_for_a_verifier_each()
    {
        using var folder = new TemporaryFolder();
        await using (var before = await HubFixture.StartAsync(folder: folder))
        {
            await Visitor.RegisterAsync(before, "rina", "kesra", Roles.Staff);
            await Visitor.RegisterAsync(before, "hasan", null, Roles.Leadership);
            await using var db = before.Database.Open();
            await db.Roles.Where(r => r.Name == Roles.Identities).ExecuteDeleteAsync(Token);
        }

        for (var start = 0; start < 2; start++)
        {
            await using var after = await HubFixture.StartAsync(folder: folder);
            await using var scope = after.Services.CreateAsyncScope();
            var waiting = (await scope.ServiceProvider.GetRequiredService<Appointments>().WaitingAsync(Token)).ShouldHaveSingleItem();
            waiting.User.UserName.ShouldBe("rina");
            waiting.Draft!.Roles.ShouldBe([Roles.Staff, Roles.Identities]);
            Appointments.MayConfirm(waiting, Nobody("adi", Roles.Administrator)).ShouldBeFalse();
            Appointments.MayConfirm(waiting, Nobody("siti", Roles.Verifier)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_browser_left_open_opens_no_identity_until_its_owner_shows_to_be_there()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var (number, envelope) = await ReportAsync();
        await hub.ChangeAsync(number, new TicketChange.Protect(true, false));
        await using var db = hub.Database.Open();
        (string Path, string? Form)[] acts = [($"/tickets/{number}/raw/{envelope}", null), ($"/tickets/{number}/handover", null), ("/settings/privacy/export", null), ($"/tickets/{number}", "identity"), ("/settings/privacy", "erase")];
        foreach (var (path, form) in acts)
        {
            await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, DateTimeOffset.UnixEpoch), Token);
            using var stopped = await PostAsync(verifier, number, path, form);
            stopped.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            stopped.Headers.Location!.ToString().ShouldStartWith("/account/proof");
            (await verifier.SubmitAsync("/account/proof?back=/", "proof", ("proof", "bukan kata sandinya"))).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await PostAsync(verifier, number, path, form)).StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            (await verifier.SubmitAsync("/account/proof?back=/", "proof", ("proof", Visitor.Password))).StatusCode.ShouldBe(HttpStatusCode.Found);
            (await PostAsync(verifier, number, path, form)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        using var note = await PostAsync(verifier, number, $"/tickets/{number}", "note");
        note.StatusCode.ShouldNotBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("/settings/users/new", "new-user")]
    [InlineData("/settings/appointments", "refuse-1")]
    [InlineData("/settings/mail", "account")]
    [InlineData("/settings/mail/second", "account")]
    [InlineData("/settings/contacts", "add")]
    [InlineData("/settings/backups", "end")]
    [InlineData("/sources/laporan/settings", "settings")]
    [InlineData("/sources/laporan/settings", "push-secret")]
    [InlineData("/settings/rules/draft", "activate")]
    public async Task Rights_the_sending_account_and_restoring_need_the_same(string page, string form)
    {
        await using var db = hub.Database.Open();
        var token = Visitor.TokenOf(await administrator.ReadAsync("/account"))!;
        await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, (DateTimeOffset?)null), Token);

        using var answer = await administrator.PostAsync(page, ("_handler", form), ("__RequestVerificationToken", token));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    /// <summary>What is let off, handed out or no longer kept is as open as what was opened.</summary>
    [Theory]
    [InlineData("/tickets/{0}", "lift")]
    [InlineData("/triage", "lift")]
    [InlineData("/tickets/{0}/files/1/release", null)]
    [InlineData("/settings/privacy", "retention")]
    [InlineData("/settings/privacy", "hold")]
    [InlineData("/settings/privacy", "release-{0}")]
    public async Task Letting_a_ticket_off_needs_the_same(string page, string? form)
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var (number, _) = await ReportAsync();
        await hub.ChangeAsync(number, new TicketChange.Protect(true, false));
        await using var db = hub.Database.Open();
        await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, DateTimeOffset.UnixEpoch), Token);

        using var stopped = await PostAsync(verifier, number, string.Format(CultureInfo.InvariantCulture, page, number), form is null ? null : string.Format(CultureInfo.InvariantCulture, form, number));

        stopped.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        stopped.Headers.Location!.ToString().ShouldStartWith("/account/proof");
        await verifier.SubmitAsync("/account/proof?back=/", "proof", ("proof", Visitor.Password));
        (await PostAsync(verifier, number, string.Format(CultureInfo.InvariantCulture, page, number), form is null ? null : string.Format(CultureInfo.InvariantCulture, form, number))).StatusCode.ShouldNotBe(HttpStatusCode.SeeOther);
    }

    /// <summary>The invitation of a confirmed verifier went to the server that one administrator named.</summary>
    [Theory]
    [InlineData("/settings/mail", "mail-account")]
    [InlineData("/settings/mail/second", "second-mail-account")]
    public async Task The_account_that_carries_invitations_is_moved_by_two_persons(string page, string row)
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);

        using var moved = await administrator.SubmitAsync(page, "account", ("Host", "penyusup.contoh"), ("Port", "465"), ("User", "hub"), ("Password", "sandi-penyusup"), ("From", "hub@penyusup.contoh"));

        moved.StatusCode.ShouldBe(HttpStatusCode.Found, await moved.Content.ReadAsStringAsync(Token));
        Account(row).ShouldBeNull();
        var waits = WebUtility.HtmlDecode(await administrator.ReadAsync(page));
        waits.ShouldContain("Menunggu orang kedua: hub@penyusup.contoh, hub @ penyusup.contoh:465, ");
        waits.ShouldContain("diusulkan adi");
        await DecideAsync(administrator, "agree", $"proposed:{row}:");
        Account(row).ShouldBeNull();
        (await verifier.ReadAsync("/settings/appointments")).ShouldNotContain("sandi-penyusup");
        await DecideAsync(verifier, "disagree", $"proposed:{row}:");
        await DecideAsync(verifier, "agree", $"proposed:{row}:");
        Account(row).ShouldBeNull();

        (await administrator.SubmitAsync(page, "account", ("Host", "surel.contoh"), ("Port", "465"), ("User", "hub"), ("Password", "sandi-hub"), ("From", "hub@setda.contoh"))).Dispose();
        await DecideAsync(verifier, "agree", $"proposed:{row}:");

        Account(row)!.Host.ShouldBe("surel.contoh");
        Account(row)!.Password.ShouldBe("sandi-hub");
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "proposal.confirmed", Token)).Actor.ShouldBe("siti + adi");
    }

    [Fact]
    public async Task While_nobody_else_is_there_the_account_is_set_by_one()
    {
        (await administrator.SubmitAsync("/settings/mail", "account", ("Host", "surel.contoh"), ("Port", "465"), ("User", "hub"), ("Password", "sandi-hub"), ("From", "hub@setda.contoh"))).Dispose();

        Account("mail-account")!.Host.ShouldBe("surel.contoh");
    }

    /// <summary>An administrator with a contact of their own was Biro Organisasi by the next mail.</summary>
    [Fact]
    public async Task Who_hears_for_the_bureau_of_the_verifiers_takes_a_verifier_and_who_hears_for_another_is_in_the_trail()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        using var second = await Visitor.SignedInAsync(hub, "budi", null, Roles.Administrator);
        const string Address = "penyusup@surel.contoh";

        (await administrator.SubmitAsync("/settings/contacts", "add", ("address", Address), ("role", "Staff"), ("bureau", "organisasi"))).Dispose();
        (await administrator.SubmitAsync("/settings/contacts", "add", ("address", "staf.baru@setda.contoh"), ("role", "Staff"), ("bureau", "kesra"))).Dispose();
        await DecideAsync(administrator, "agree", $"proposed:contact:Staff:{Address}");
        await DecideAsync(second, "agree", $"proposed:contact:Staff:{Address}");

        await using var db = hub.Database.Open();
        (await db.Contacts.AsNoTracking().AnyAsync(c => c.Address == Address, Token)).ShouldBeFalse();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "contact.added", Token)).Detail.ShouldBe("staf.baru@setda.contoh");
        await DecideAsync(verifier, "agree", $"proposed:contact:Staff:{Address}");
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Address, Token)).Bureau.ShouldBe("organisasi");
    }

    /// <summary>What takes no second person is seen by those whom it concerns.</summary>
    [Fact]
    public async Task Whoever_heard_for_a_bureau_is_told_who_does_too_and_who_no_longer()
    {
        const string First = "staf.lama@setda.contoh";
        const string Second = "staf.baru@setda.contoh";
        await using var sending = await HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:Mail:Host"] = "127.0.0.1", ["Hub:Mail:Security"] = "None", ["Hub:Mail:Auth"] = "Anonymous", ["Hub:Mail:From"] = "hub@setda.contoh" });
        using var alone = await Visitor.SignedInAsync(sending, "adi", null, Roles.Administrator);
        foreach (var address in (string[])[First, Second])
        {
            (await alone.SubmitAsync("/settings/contacts", "add", ("address", address), ("role", "Staff"), ("bureau", "hukum"))).Dispose();
        }

        await using var db = sending.Database.Open();
        var second = await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Second, Token);
        (await alone.SubmitAsync("/settings/contacts", $"remove-{second.Id}")).Dispose();

        var told = await db.Outbox.AsNoTracking().Where(m => m.Purpose == NoticePurpose.Recipients && (m.Recipient == First || m.Recipient == Second)).OrderBy(m => m.Id).ToListAsync(Token);
        var mails = new List<string>();
        foreach (var row in told)
        {
            var mail = (await sending.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!;
            mails.Add($"{row.Recipient}: {mail.Subject}");
            mail.Text.ShouldContain("adi");
        }

        mails.ShouldBe(
        [
            $"{First}: Penerima baru untuk Biro Hukum: {Second}",
            $"{First}: Bukan penerima lagi untuk Biro Hukum: {Second}",
            $"{Second}: Bukan penerima lagi untuk Biro Hukum: {Second}",
        ]);
    }

    private SmtpOptions? Account(string row) => row == "mail-account" ? hub.Get<MailAccount>().Options : hub.Get<MailAccount>().Second.Options;

    /// <summary>By the page, whether or not it shows the button, and beside it.</summary>
    private async Task DecideAsync(Visitor visitor, string verb, string name)
    {
        var token = Visitor.TokenOf(await visitor.ReadAsync("/settings/appointments"))!;
        (await visitor.PostAsync("/settings/appointments", ("_handler", $"{verb}-{name}"), ("seen", await PrintAsync(name)), ("__RequestVerificationToken", token))).Dispose();
        if (visitor == administrator)
        {
            (await hub.Get<Proposals>().ConfirmAsync(name, await PrintAsync(name), Nobody("adi", Roles.Administrator, Roles.Verifier), Token)).ShouldNotBeNull();
        }
    }

    private async Task<string> PrintAsync(string name) => (await hub.Get<Proposals>().WaitingAsync(Token)).FirstOrDefault(w => w.Name == name).Proposal?.Print ?? "";

    /// <summary>The account was changed between looking and confirming.</summary>
    [Fact]
    public async Task A_proposal_that_was_replaced_after_it_was_looked_at_is_not_confirmed()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        const string Name = "proposed:second-mail-account:";
        await ProposeAsync("surel.contoh");
        var page = await verifier.ReadAsync("/settings/appointments");
        var (token, seen) = (Visitor.TokenOf(page)!, Regex.Match(page, "name=\"seen\" value=\"(?<print>[0-9a-f]+)\"").Groups["print"].Value);
        seen.ShouldBe(await PrintAsync(Name));
        await ProposeAsync("surel.penyusup");

        using var answer = await verifier.PostAsync("/settings/appointments", ("_handler", $"agree-{Name}"), ("seen", seen), ("__RequestVerificationToken", token));

        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("sudah diganti sejak Anda membukanya");
        hub.Get<MailAccount>().Second.Options.ShouldBeNull();

        async Task ProposeAsync(string host) =>
            (await administrator.SubmitAsync("/settings/mail/second", "account", ("Host", host), ("Port", "465"), ("User", "hub"), ("Password", "sandi-hub"), ("From", "hub@setda.contoh"))).Dispose();
    }

    /// <summary>One administrator alone became the Inspektorat: by its address, by an account of its staff, by an address of the leadership.</summary>
    [Fact]
    public async Task Nobody_alone_chooses_who_hears_of_what_accuses_the_verifiers()
    {
        using var leader = await Visitor.SignedInAsync(hub, "pimpinan", null, Roles.Leadership);
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        const string Office = "penyusup@surel.contoh";
        const string Leader = "pemimpin@surel.contoh";

        (await administrator.SubmitAsync("/offices/inspektorat", "office", ("name", "Inspektorat Provinsi Kalimantan Utara"), ("email", Office))).Dispose();
        (await administrator.SubmitAsync("/settings/contacts", "add", ("address", Leader), ("role", "Leadership"), ("bureau", "organisasi"))).Dispose();
        await NameAsync("hantu", Roles.Staff, "inspektorat");
        await NameAsync("bayangan", Roles.Leadership);

        await using var db = hub.Database.Open();
        (await db.Contacts.AsNoTracking().AnyAsync(c => c.Address == Office || c.Address == Leader, Token)).ShouldBeFalse();
        (await RolesAsync("hantu")).ShouldBeEmpty();
        (await RolesAsync("bayangan")).ShouldBeEmpty();
        await DecideAsync(verifier, "agree", "proposed:watcher:inspektorat");
        (await db.Contacts.AsNoTracking().AnyAsync(c => c.Address == Office, Token)).ShouldBeFalse("the verifiers have no say in who reads of them");
        await DecideAsync(leader, "agree", "proposed:watcher:inspektorat");
        var kept = await db.Contacts.AsNoTracking().SingleAsync(c => c.Bureau == "inspektorat", Token);
        kept.Address.ShouldBe(Office);
        await DecideAsync(leader, "agree", $"proposed:watcher:Leadership:{Leader}");
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Leader, Token)).Bureau.ShouldBeNull("with the name of a bureau it would work as its staff");

        // Left without an address, what accuses the verifiers would wait where they read it.
        (await (await administrator.SubmitAsync("/offices/inspektorat", "office", ("name", "Inspektorat Provinsi Kalimantan Utara"), ("email", ""))).Content.ReadAsStringAsync(Token)).ShouldContain("tidak dapat dikosongkan");
        (await (await administrator.SubmitAsync("/settings/contacts", $"remove-{kept.Id}")).Content.ReadAsStringAsync(Token)).ShouldContain("tidak dapat dikosongkan");
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Bureau == "inspektorat", Token)).Address.ShouldBe(Office);

        // Nor is the leadership left without one: it took two persons to be told, and one would undo it.
        var told = await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Leader, Token);
        (await (await administrator.SubmitAsync("/settings/contacts", $"remove-{told.Id}")).Content.ReadAsStringAsync(Token)).ShouldContain("alamat pimpinan yang terakhir");
        (await db.Contacts.AsNoTracking().AnyAsync(c => c.Address == Leader, Token)).ShouldBeTrue();
    }

    private async Task<(string Number, long Envelope)> ReportAsync()
    {
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: Zubaidah <zubaidah@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@warga.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        if (ticket.Bureau != "organisasi")
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("organisasi", null, "uji"));
        }

        return (ticket.Number, await db.Envelopes.Select(e => e.Id).SingleAsync(Token));
    }

    private static async Task<HttpResponseMessage> PostAsync(Visitor visitor, string number, string path, string? form) => await visitor.PostAsync(
        path, [("__RequestVerificationToken", Visitor.TokenOf(await visitor.ReadAsync($"/tickets/{number}"))!), ("purpose", "Klarifikasi dengan pelapor"), ("email", "tidak.ada@warga.contoh"), .. form is null ? Array.Empty<(string, string)>() : [("_handler", form)]]);

    private async Task NameAsync(string name, string role, string bureau = "") =>
        (await (await administrator.SubmitAsync("/settings/users/new", "new-user", ("name", name), ("roles", role), ("bureau", bureau))).Content.ReadAsStringAsync(Token)).ShouldContain("Disimpan sebagai usulan");

    /// <summary>The path of the invitation that the administrator is shown; null when there is none.</summary>
    private async Task<string?> LinkAsync(string page, string form, params (string, string)[] fields)
    {
        using var answer = await administrator.SubmitAsync(page, form, fields);
        return LinkIn(await answer.Content.ReadAsStringAsync(Token));
    }

    private static string? LinkIn(string html) => html.IndexOf("/masuk/undangan?kunci=", StringComparison.Ordinal) is >= 0 and var at ? html[at..html.IndexOf('<', at)] : null;

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

    private async Task<bool> IsClosedAsync(string name)
    {
        await using var db = hub.Database.Open();
        return await db.Users.AnyAsync(u => u.UserName == name && u.DisabledAt != null, Token);
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
