using Hub.Domain.Catalogue;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;

namespace Hub.Mocks.Demo;

/// <summary>The accounts of the demo: one that sees everything, one of each role, and the staff of every bureau. All have the folder's password, as long as it is there.</summary>
internal static class DemoUsers
{
    public const string Administrator = "admin";
    public const string Verifier = "verifikator";
    public const string Everything = "demo";
    private const string Shown = "kesra";

    /// <summary>Those that the console names.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Roles, string? Bureau)> Named { get; } =
    [
        (Everything, [Roles.Administrator, Roles.Verifier, Roles.Auditor], null),
        (Administrator, [Roles.Administrator], null),
        (Verifier, [Roles.Verifier], null),
        (StaffOf(Shown), [Roles.Staff, Roles.Identities], Shown),
        ($"kepala.{Shown}", [Roles.Head, Roles.Identities], Shown),
        ("pimpinan", [Roles.Leadership], null),
        ("auditor", [Roles.Auditor], null),
    ];

    public static string StaffOf(string bureau) => $"staf.{bureau}";

    /// <summary>To be called before the hub is prepared, which else asks for a first administrator.</summary>
    /// <exception cref="DemoRefusal">An account could not be made.</exception>
    public static async Task EnsureAsync(WebApplication app, string password, CancellationToken token)
    {
        await app.Services.GetRequiredService<Database>().MigrateAsync(token);
        await using var scope = app.Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (var role in Roles.Given)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await roles.CreateAsync(new IdentityRole(role));
            }
        }

        var (users, admin) = (scope.ServiceProvider.GetRequiredService<UserManager<User>>(), scope.ServiceProvider.GetRequiredService<UserAdmin>());
        var staff = ServiceCatalogue.Embedded().Bureaus.Where(b => b.Code != Shown).Select(b => (Name: StaffOf(b.Code), Roles: (IReadOnlyList<string>)[Roles.Staff, Roles.Identities], Bureau: (string?)b.Code));
        foreach (var (name, own, bureau) in Named.Concat(staff))
        {
            if (await users.FindByNameAsync(name) is not null)
            {
                continue;
            }

            var draft = new UserDraft { Name = name, Email = name == Everything ? "admin.hub@contoh.id" : $"{name}@contoh.id", Roles = own, Bureau = bureau };
            var fault = await admin.CreateAsync(draft, Everything, token);
            if ((fault ?? await admin.SetPasswordAsync((await users.FindByNameAsync(name))!, password, token)) is { } refused)
            {
                throw new DemoRefusal("UserRefused", refused);
            }
        }
    }
}
