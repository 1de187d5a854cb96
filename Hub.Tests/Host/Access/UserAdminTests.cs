using System.Net;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Access;

public sealed class UserAdminTests(ClockedHub shared) : IClassFixture<ClockedHub>
{
    private readonly HubFixture hub = shared.Hub;
    private readonly string name = $"orang{Interlocked.Increment(ref people)}";
    private static int people;

    [Fact]
    public async Task An_administrator_makes_an_account_and_hands_over_an_invitation()
    {
        using var admin = await Visitor.SignedInAsync(hub, name + "-admin", null, Roles.Administrator);

        var page = await (await admin.SubmitAsync("/settings/users/new", "new-user", ("name", name), ("roles", Roles.Staff), ("bureau", "kesra"))).Content.ReadAsStringAsync();

        page.ShouldContain("/masuk/undangan?kunci=");
        var made = await FindAsync(name);
        made.Bureau.ShouldBe("kesra");
        made.PasswordHash.ShouldBeNull();
    }

    [Fact]
    public async Task A_form_sets_nothing_but_its_own_fields()
    {
        using var admin = await Visitor.SignedInAsync(hub, name + "-admin", null, Roles.Administrator);
        var user = await Visitor.RegisterAsync(hub, name, "kesra", Roles.Staff);

        await admin.SubmitAsync($"/settings/users/{user.Id}", "change-user",
            ("roles", Roles.Staff), ("bureau", "umum"), ("user.PasswordHash", "x"), ("PasswordHash", "x"), ("Form.PasswordHash", "x"), ("UserName", "lain"), ("Form.Name", "lain"), ("TwoFactorEnabled", "true"));

        var after = await FindAsync(name);
        after.PasswordHash.ShouldBe(user.PasswordHash);
        after.TwoFactorEnabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Staff_without_a_bureau_and_people_without_a_role_are_refused()
    {
        using var admin = await Visitor.SignedInAsync(hub, name + "-admin", null, Roles.Administrator);

        (await (await admin.SubmitAsync("/settings/users/new", "new-user", ("name", name), ("roles", Roles.Staff))).Content.ReadAsStringAsync()).ShouldContain("harus punya biro");
        (await (await admin.SubmitAsync("/settings/users/new", "new-user", ("name", name))).Content.ReadAsStringAsync()).ShouldContain("satu peran");
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_stays_out()
    {
        using var admin = await Visitor.SignedInAsync(hub, name + "-admin", null, Roles.Administrator);
        using var staff = await Visitor.SignedInAsync(hub, name, "kesra", Roles.Staff);
        var id = (await FindAsync(name)).Id;

        await admin.SubmitAsync($"/settings/users/{id}", "disable");

        (await staff.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await staff.SignInAsync(name, Visitor.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_loses_a_role_loses_it_at_once()
    {
        using var admin = await Visitor.SignedInAsync(hub, name + "-admin", null, Roles.Administrator);
        using var other = await Visitor.SignedInAsync(hub, name, null, Roles.Auditor);
        var id = (await FindAsync(name)).Id;
        (await other.GetAsync("/settings/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await admin.SubmitAsync($"/settings/users/{id}", "change-user", ("roles", Roles.Staff), ("bureau", "kesra"));

        (await other.GetAsync("/settings/audit")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private async Task<User> FindAsync(string userName)
    {
        await using var db = hub.Database.Open();
        return await db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
    }
}
