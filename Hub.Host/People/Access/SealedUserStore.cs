using System.Security.Cryptography;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>Seals authenticator keys and recovery codes: a copy of the database gives nobody a second factor.</summary>
internal sealed class SealedUserStore(HubDbContext db, IDataProtectionProvider protection) : UserStore<User, IdentityRole, HubDbContext>(db)
{
    private readonly IDataProtector seal = protection.CreateProtector("user-tokens");

    public override Task SetTokenAsync(User user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : seal.Protect(value), cancellationToken);

    /// <exception cref="CryptographicException">The key folder is not the one that sealed it.</exception>
    public override async Task<string?> GetTokenAsync(User user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } value ? seal.Unprotect(value) : null;
}
