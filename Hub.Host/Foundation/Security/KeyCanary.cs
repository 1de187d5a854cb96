using System.Security.Cryptography;
using System.Text;
using Hub.Domain;
using Hub.Host.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Security;

/// <summary>A known secret sealed at the first start and opened at every later one: tells at once when the key folder does not belong to the database.</summary>
public sealed class KeyCanary(Database database, IDataProtectionProvider protection, KeyFolder keys)
{
    private const string Name = "key-canary";
    private readonly IDataProtector seal = protection.CreateProtector(Name);

    private string Song => Convert.ToHexStringLower(keys.KeyFor(Name));

    /// <exception cref="StartupRefusal">The keys are not those that sealed the database.</exception>
    public async Task CheckAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await db.Marks.AsNoTracking().Where(s => s.Name == Name).Select(s => s.Value).FirstOrDefaultAsync(token);
        if (stored is null)
        {
            await db.KeepFirstAsync(Name, seal.Protect(Song), token);
        }
        else if (!Sings(stored))
        {
            throw new StartupRefusal(
                Said.Of<StartTexts>("WrongKeys", keys.Path));
        }
    }

    private bool Sings(string stored)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal.Unprotect(stored)), Encoding.UTF8.GetBytes(Song));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
