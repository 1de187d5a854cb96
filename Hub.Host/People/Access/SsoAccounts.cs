using System.Security.Claims;
using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;

namespace Hub.Host.People.Access;

/// <summary>Who comes by single sign-on: found by issuer and subject, never by a claimed e-mail address; roles and bureau follow the token at each sign-in.</summary>
internal sealed class SsoAccounts(UserManager<User> users, UserAdmin admin, Sessions sessions, ServiceCatalogue catalogue, SsoOptions? options = null)
{
    /// <returns>Null when the token gives no role of the hub, or the name belongs to somebody else; whoever comes so ends their earlier sessions too.</returns>
    public async Task<User?> TakeAsync(ClaimsPrincipal principal, CancellationToken token)
    {
        if (principal.FindFirstValue("sub") is not { } subject)
        {
            return null;
        }

        var (issuer, draft) = (options!.Authority!.ToString(), Draft(principal));
        var known = await users.FindByLoginAsync(issuer, subject);
        var user = draft is null ? null
            : known is null ? await WelcomeAsync(draft, new UserLoginInfo(issuer, subject, options.Title), token)
            : await FollowAsync(known, draft, token);
        if (user is null && known is not null)
        {
            await sessions.EndAllAsync(known.Id, null, token);
        }

        return user;
    }

    private async Task<User?> FollowAsync(User user, UserDraft draft, CancellationToken token)
    {
        var roles = await users.GetRolesAsync(user);
        var isSame = roles.Order().SequenceEqual(draft.Roles.Order()) && user.Bureau == draft.Bureau && user.Email == draft.Email && user.DisplayName == draft.DisplayName;
        return isSame || await admin.ChangeAsync(user, draft, "sso", token) is null ? user : null;
    }

    private async Task<User?> WelcomeAsync(UserDraft draft, UserLoginInfo login, CancellationToken token)
    {
        if (await admin.CreateAsync(draft, "sso", token) is not null || await users.FindByNameAsync(draft.Name) is not { } user)
        {
            return null;
        }

        return (await users.AddLoginAsync(user, login)).Succeeded ? user : null;
    }

    private UserDraft? Draft(ClaimsPrincipal principal)
    {
        var roles = Values(principal, options!.RolesClaim).Select(Ours).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var bureau = Values(principal, options.BureauClaim).FirstOrDefault(b => catalogue.Bureaus.Any(known => known.Code == b));
        var works = roles.Any(r => r is Roles.Staff or Roles.Head);
        var name = principal.FindFirstValue("preferred_username")?.ToLowerInvariant();
        return roles.Count == 0 || name is null || (works && bureau is null) ? null : new UserDraft
        {
            Name = name,
            DisplayName = principal.FindFirstValue("name"),
            Email = principal.FindFirstValue("email")?.ToLowerInvariant(),
            Bureau = works ? bureau : null,
            Roles = roles,
        };
    }

    private string? Ours(string foreign) =>
        options!.Roles.Count > 0 ? (options.Roles.TryGetValue(foreign, out var mapped) ? mapped : null)
        : Roles.Given.FirstOrDefault(role => foreign == "hub-" + role);

    /// <summary>A claim, or a field within a claim that holds a JSON object; one value or several.</summary>
    private static IEnumerable<string> Values(ClaimsPrincipal principal, string path)
    {
        var steps = path.Split('.');
        foreach (var claim in principal.FindAll(steps[0]))
        {
            if (steps.Length == 1 && !claim.Value.StartsWith('['))
            {
                yield return claim.Value;
                continue;
            }

            foreach (var value in Walk(claim.Value, steps[1..]))
            {
                yield return value;
            }
        }
    }

    private static List<string> Walk(string json, string[] steps)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var element = document.RootElement;
            foreach (var step in steps)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
                {
                    return [];
                }
            }

            return element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(e => e.ToString())] : [element.ToString()];
        }
        catch (JsonException)
        {
            // A token that does not speak the configured form gives no roles, and so no entry.
            return [];
        }
    }
}
