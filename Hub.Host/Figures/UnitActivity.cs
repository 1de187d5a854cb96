using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Which bureaus were active: somebody of theirs was signed in to the hub within thirty days (rules 1.6). Sign-ins at LAPOR! itself are in no export and no interface.</summary>
public static class UnitActivity
{
    public const int Days = 30;

    /// <param name="only">One bureau; null for all.</param>
    /// <param name="last">The last of the thirty days.</param>
    public static async Task<IReadOnlyList<UnitSeen>> ReadAsync(HubDbContext db, ServiceCatalogue catalogue, string? only, DateOnly last, CancellationToken token)
    {
        // Whose account names no bureau and is a verifier's is of Biro Organisasi.
        var verifiers = Owners.Triagers(catalogue);
        var from = Wita.StartOf(last.AddDays(1 - Days)).ToUniversalTime();
        var end = Wita.StartOf(last.AddDays(1)).ToUniversalTime();
        var sessions = db.Set<UserSession>().AsNoTracking().Where(s => s.StartedAt < end && s.SeenAt >= from);
        var seen = await sessions.Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new
        {
            Bureau = u.Bureau ?? (db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(role => role.Id == r.RoleId && role.Name == Roles.Verifier)) ? verifiers : null),
            s.SeenAt,
        }).Where(s => s.Bureau != null).GroupBy(s => s.Bureau!).Select(g => new { Bureau = g.Key, At = g.Max(s => s.SeenAt) }).ToDictionaryAsync(s => s.Bureau, s => s.At, token);
        return
        [
            .. catalogue.Bureaus.Where(b => only is null || b.Code == only)
                .Select(b => new UnitSeen(b.Code, seen.TryGetValue(b.Code, out var at) ? Wita.DateOf(at < end ? at : end.AddTicks(-1)) : null)),
        ];
    }
}

/// <summary>A bureau and the last day on which somebody of it was signed in.</summary>
/// <param name="LastOn">Null when nobody was within the thirty days.</param>
public sealed record UnitSeen(string Bureau, DateOnly? LastOn)
{
    public bool Active => LastOn is not null;
}
