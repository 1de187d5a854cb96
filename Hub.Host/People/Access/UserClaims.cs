using System.Security.Claims;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hub.Host.People.Access;

/// <summary>What the cookie says about somebody: name, roles, bureau, language.</summary>
internal sealed class UserClaims(UserManager<User> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options, HubOptions hub)
    : UserClaimsPrincipalFactory<User, IdentityRole>(users, roles, options)
{
    public const string Language = "language";
    public const string Session = "session";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.Bureau is { } bureau)
        {
            identity.AddClaim(new Claim(CurrentUser.BureauClaim, bureau));
        }

        if (user.Language is { } language)
        {
            identity.AddClaim(new Claim(Language, language));
        }

        if (SecondFactorDuty.Of(user, identity, hub) is { } duty)
        {
            identity.AddClaim(duty);
        }

        return identity;
    }
}
