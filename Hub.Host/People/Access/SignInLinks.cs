using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>Links that sign somebody in once. Opening one changes nothing; only its button does, so that a mail scanner cannot use it up.</summary>
public sealed class SignInLinks(Database database, HubOptions options, TimeProvider clock)
{
    private const string Key = "kunci=";

    /// <summary>Signs behind it, with those of a line that a mail program broke and quoted.</summary>
    private const int LongestKey = 120;

    /// <summary>More than anybody quotes.</summary>
    private const int MostInItem = 100;

    /// <summary>A link that signs in; ten minutes.</summary>
    public Task<Uri> CreateAsync(User user, CancellationToken token = default) => CreateAsync(user, LinkPurpose.SignIn, token);

    /// <summary>Makes a link; older ones of that person and purpose die.</summary>
    /// <returns>The address to give to that person and nobody else.</returns>
    public async Task<Uri> CreateAsync(User user, LinkPurpose purpose, CancellationToken token)
    {
        await using (var db = database.Open())
        {
            var now = clock.GetUtcNow();
            await db.Set<SignInLink>().Where(l => l.ExpiresAt < now || (l.UserId == user.Id && l.Purpose == purpose)).ExecuteDeleteAsync(token);
        }

        return await AnotherAsync(user, purpose, token);
    }

    /// <summary>Makes a link beside those that live: one by mail, one handed over. With the use of one all of that purpose die.</summary>
    /// <returns>The address to give to that person and nobody else.</returns>
    public async Task<Uri> AnotherAsync(User user, LinkPurpose purpose, CancellationToken token)
    {
        var secret = OneTimeSecret.New();
        await using var db = database.Open();
        db.Set<SignInLink>().Add(new SignInLink { Hash = OneTimeSecret.Hash(secret), UserId = user.Id, Purpose = purpose, ExpiresAt = clock.GetUtcNow() + LifeOf(purpose) });
        await db.SaveChangesAsync(token);
        return new Uri(options.PublicAddress, $"{PathOf(purpose)}?{Key}{secret}");
    }

    /// <returns>Whether the link would work now; takes nothing.</returns>
    public async Task<bool> IsGoodAsync(string? secret, LinkPurpose purpose, CancellationToken token) => await OwnerAsync(secret, purpose, token) is not null;

    /// <returns>Whose link it is; null when it would not work now. Takes nothing.</returns>
    public async Task<string?> OwnerAsync(string? secret, LinkPurpose purpose, CancellationToken token)
    {
        await using var db = database.Open();
        return await Good(db, secret, purpose).Select(l => l.UserId).FirstOrDefaultAsync(token);
    }

    /// <summary>Uses the link up.</summary>
    /// <returns>Whose it was; null when it is wrong, used or too old.</returns>
    public async Task<string?> UseAsync(string? secret, LinkPurpose purpose, CancellationToken token)
    {
        await using var db = database.Open();
        var user = await Good(db, secret, purpose).Select(l => l.UserId).FirstOrDefaultAsync(token);
        if (user is null || await Good(db, secret, purpose).ExecuteDeleteAsync(token) != 1)
        {
            return null;
        }

        await db.Set<SignInLink>().Where(l => l.UserId == user && l.Purpose == purpose).ExecuteDeleteAsync(token);
        return user;
    }

    /// <summary>A link that comes in with an item stands where others than its owner read it: whoever answers such a mail quotes it, and one that came back has it whole. It is worth nothing from then on.</summary>
    /// <returns>The names of the accounts whose links ended.</returns>
    internal static async Task<IReadOnlyList<string>> EndAsync(HubDbContext db, IEnumerable<string?> texts, CancellationToken token)
    {
        var hashes = texts.OfType<string>().SelectMany(SecretsIn).Take(MostInItem).Select(OneTimeSecret.Hash).Distinct(StringComparer.Ordinal).ToList();
        if (hashes.Count == 0)
        {
            return [];
        }

        var owners = await (from link in db.Set<SignInLink>() where hashes.Contains(link.Hash) join user in db.Users on link.UserId equals user.Id select user.UserName!).Distinct().ToListAsync(token);
        await db.Set<SignInLink>().Where(l => hashes.Contains(l.Hash)).ExecuteDeleteAsync(token);
        return owners;
    }

    /// <summary>What stands behind each key of a link, however a mail program broke or quoted its line; what is none has no hash here.</summary>
    private static IEnumerable<string> SecretsIn(string text)
    {
        for (var at = text.IndexOf(Key, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Key, at, StringComparison.OrdinalIgnoreCase))
        {
            at += Key.Length;
            var signs = string.Concat(text.Substring(at, Math.Min(LongestKey, text.Length - at)).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

            // Quoted-printable writes the sign of equality as a number.
            foreach (var secret in (string[])[signs, signs.StartsWith("3D", StringComparison.Ordinal) ? signs[2..] : ""])
            {
                if (secret.Length >= OneTimeSecret.Length)
                {
                    yield return secret[..OneTimeSecret.Length];
                }
            }
        }
    }

    /// <summary>A closed account has none, also none that was made while its mail waited.</summary>
    private IQueryable<SignInLink> Good(HubDbContext db, string? secret, LinkPurpose purpose)
    {
        var (hash, now) = (OneTimeSecret.Hash(secret ?? ""), clock.GetUtcNow());
        return db.Set<SignInLink>().Where(l => l.Hash == hash && l.Purpose == purpose && l.ExpiresAt > now && db.Users.Any(u => u.Id == l.UserId && u.DisabledAt == null));
    }

    private static TimeSpan LifeOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SignIn => TimeSpan.FromMinutes(10),
        LinkPurpose.Invitation => TimeSpan.FromDays(3),
        LinkPurpose.Password => TimeSpan.FromHours(1),
    };

    private static string PathOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SignIn => "masuk/tautan",
        LinkPurpose.Invitation => "masuk/undangan",
        LinkPurpose.Password => "masuk/sandi-baru",
    };
}
