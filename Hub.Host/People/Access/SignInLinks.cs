using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Access;

/// <summary>Links that sign somebody in once. Opening one changes nothing; only its button does, so that a mail scanner cannot use it up.</summary>
public sealed class SignInLinks(Database database, HubOptions options, TimeProvider clock)
{
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
        return new Uri(options.PublicAddress, $"{PathOf(purpose)}?kunci={secret}");
    }

    /// <returns>Whether the link would work now; takes nothing.</returns>
    public async Task<bool> IsGoodAsync(string? secret, LinkPurpose purpose, CancellationToken token)
    {
        await using var db = database.Open();
        return await Good(db, secret, purpose).AnyAsync(token);
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

    private IQueryable<SignInLink> Good(HubDbContext db, string? secret, LinkPurpose purpose)
    {
        var (hash, now) = (OneTimeSecret.Hash(secret ?? ""), clock.GetUtcNow());
        return db.Set<SignInLink>().Where(l => l.Hash == hash && l.Purpose == purpose && l.ExpiresAt > now);
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
