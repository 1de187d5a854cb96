using Hub.Host.Foundation;
using Hub.Host.Foundation.Generations;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>The one-time code by which the first administrator is made: printed to whoever starts the program, kept as a hash, dead after use or a day.</summary>
public sealed class SetupCode(Database database, HubOptions options, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private const string Name = Generation.SetupCodeMark;

    /// <summary>Makes a new code; an older one dies.</summary>
    /// <param name="served">Where the hub is reached; null takes its public address.</param>
    /// <returns>The address to open.</returns>
    public async Task<Uri> IssueAsync(CancellationToken token, Uri? served = null)
    {
        var secret = OneTimeSecret.New();
        var value = $"{OneTimeSecret.Hash(secret)} {clock.GetUtcNow().Add(Life).ToUnixTimeSeconds()}";
        await using var db = database.Open();
        await db.KeepAsync(Name, value, token);
        return new Uri(served ?? options.PublicAddress, $"setup?code={secret}");
    }

    /// <returns>Whether the code would be taken now; takes nothing.</returns>
    public async Task<bool> IsGoodAsync(string? code, CancellationToken token)
    {
        await using var db = database.Open();
        return await FindAsync(db, code, token) is not null;
    }

    /// <summary>Takes the code, within the caller's transaction.</summary>
    /// <returns>False when it is wrong, used or too old.</returns>
    internal async Task<bool> UseAsync(HubDbContext db, string? code, CancellationToken token) =>
        await FindAsync(db, code, token) is { } stored
        && await db.Marks.Where(s => s.Name == Name && s.Value == stored).ExecuteDeleteAsync(token) == 1;

    private async Task<string?> FindAsync(HubDbContext db, string? code, CancellationToken token)
    {
        var stored = await db.Marks.AsNoTracking().Where(s => s.Name == Name).Select(s => s.Value).FirstOrDefaultAsync(token);
        return code is not null
            && stored?.Split(' ') is [var hash, var until]
            && hash == OneTimeSecret.Hash(code)
            && clock.GetUtcNow().ToUnixTimeSeconds() < long.Parse(until)
                ? stored
                : null;
    }
}
