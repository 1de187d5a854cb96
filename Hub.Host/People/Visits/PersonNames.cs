using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Visits;

/// <summary>How people are called by whom an account is known; who has no name of their own is called like the account.</summary>
public sealed class PersonNames(Database database)
{
    /// <param name="accounts">Names of accounts; whatever else stands among them is nobody's.</param>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(IEnumerable<string> accounts, CancellationToken token)
    {
        await using var db = database.Open();
        return await OfAsync(db, [.. accounts.Distinct(StringComparer.Ordinal)], token);
    }

    /// <inheritdoc cref="OfAsync(IEnumerable{string}, CancellationToken)"/>
    internal static async Task<IReadOnlyDictionary<string, string>> OfAsync(HubDbContext db, string[] accounts, CancellationToken token) =>
        await db.Users.AsNoTracking().Where(u => accounts.Contains(u.UserName!) && u.DisplayName != null && u.DisplayName != "").ToDictionaryAsync(u => u.UserName!, u => u.DisplayName!, StringComparer.Ordinal, token);
}
