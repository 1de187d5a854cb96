using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;

namespace Hub.Host.People.Access;

/// <summary>How long a user name and an address may be, whoever brings them: a form, the first start or single sign-on. A store refuses what is longer.</summary>
internal sealed class AccountBounds : IUserValidator<User>
{
    /// <summary>The names of two persons stand in one entry of the audit trail.</summary>
    private const int LongestName = 120;

    /// <summary>RFC 5321, 4.5.3.1.3.</summary>
    private const int LongestAddress = 254;

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user) =>
        Task.FromResult(user is { UserName.Length: > LongestName } or { Email.Length: > LongestAddress } ? IdentityResult.Failed(new IdentityError { Code = "TooLong" }) : IdentityResult.Success);
}
