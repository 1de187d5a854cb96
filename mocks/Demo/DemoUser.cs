using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;

namespace Hub.Mocks.Demo;

/// <summary>The newcomer's account: sees everything, has no password, comes in by a link that works once.</summary>
internal static class DemoUser
{
    private const string Name = "demo";

    /// <summary>To be called before the hub is prepared, which else asks for a first administrator.</summary>
    /// <exception cref="DemoRefusal">The account could not be made.</exception>
    public static async Task EnsureAsync(WebApplication app, CancellationToken token)
    {
        await app.Services.GetRequiredService<Database>().MigrateAsync(token);
        await using var scope = app.Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await roles.CreateAsync(new IdentityRole(role));
            }
        }

        if (await FindAsync(scope) is not null)
        {
            return;
        }

        var draft = new UserDraft { Name = Name, DisplayName = "Pengguna demo", Email = "admin.hub@contoh.id", Roles = [Roles.Administrator, Roles.Verifier, Roles.Auditor] };
        if (await scope.ServiceProvider.GetRequiredService<UserAdmin>().CreateAsync(draft, "demo", token) is string fault)
        {
            throw new DemoRefusal("UserRefused", fault);
        }
    }

    /// <returns>A fresh link; it works once, for ten minutes.</returns>
    public static async Task<Uri> LinkAsync(WebApplication app, CancellationToken token)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var user = await FindAsync(scope) ?? throw new DemoRefusal("UserGone");
        return await app.Services.GetRequiredService<SignInLinks>().CreateAsync(user, token);
    }

    private static Task<User?> FindAsync(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByNameAsync(Name);
}
