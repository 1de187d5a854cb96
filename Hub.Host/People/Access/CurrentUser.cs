using System.Security.Claims;

namespace Hub.Host.People.Access;

/// <summary>Who asks: a signed-in person, or the hub itself.</summary>
/// <param name="Name">The user name; stored in history and audit.</param>
/// <param name="Roles">Names from <see cref="Roles"/>.</param>
/// <param name="Bureau">The bureau code of staff and heads; null for the others.</param>
public sealed record CurrentUser(string Name, IReadOnlySet<string> Roles, string? Bureau)
{
    /// <summary>Claim that carries the bureau code.</summary>
    public const string BureauClaim = "bureau";

    /// <summary>The program: sends, escalates, keeps the terms. Opens no identity for a person.</summary>
    public static readonly CurrentUser Hub = new("hub", new HashSet<string>(StringComparer.Ordinal), null);

    /// <summary>Nobody signed in.</summary>
    public static readonly CurrentUser Nobody = new("", new HashSet<string>(StringComparer.Ordinal), null);

    /// <summary>What decides what that person may see and do: equal for two who may the same.</summary>
    public Rights Rights => new(string.Join(' ', Roles.Order(StringComparer.Ordinal)), Bureau);

    public bool Is(string role) => Roles.Contains(role);

    /// <summary>Sees the tickets of every bureau: Biro Organisasi and the leadership.</summary>
    public bool SeesAllBureaus => Is(Access.Roles.Verifier) || Is(Access.Roles.Leadership);

    /// <summary>Has work that needs no ticket: connects systems, or reads the audit trail.</summary>
    public bool IsKnown => Is(Access.Roles.Administrator) || Is(Access.Roles.Auditor);

    /// <summary>Works on tickets of that bureau.</summary>
    public bool WorksIn(string? bureau) => bureau is not null && bureau == Bureau && (Is(Access.Roles.Staff) || Is(Access.Roles.Head));

    public static CurrentUser Of(ClaimsPrincipal principal) => principal.Identity?.IsAuthenticated == true
        ? new CurrentUser(
            principal.Identity.Name ?? "",
            principal.FindAll(ClaimTypes.Role).Select(c => c.Value).ToHashSet(StringComparer.Ordinal),
            principal.FindFirstValue(BureauClaim))
        : Nobody;
}

/// <summary>Rights without the person.</summary>
/// <param name="Roles">In order, with a space between.</param>
/// <param name="Bureau">Null for those of no bureau.</param>
public sealed record Rights(string Roles, string? Bureau);
