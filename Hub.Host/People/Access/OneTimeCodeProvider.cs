using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;

namespace Hub.Host.People.Access;

/// <summary>Checks a code from somebody's app; each code is taken once.</summary>
internal sealed class OneTimeCodeProvider(TimeProvider clock) : IUserTwoFactorTokenProvider<User>
{
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) =>
        !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        var key = await manager.GetAuthenticatorKeyAsync(user);
        var code = string.Concat(token.Where(char.IsAsciiDigit));
        if (string.IsNullOrEmpty(key) || OneTimeCode.Match(key, code, clock.GetUtcNow(), user.LastCodeStep) is not { } step)
        {
            return false;
        }

        // The concurrency stamp lets one of two simultaneous uses through.
        user.LastCodeStep = step;
        return (await manager.UpdateAsync(user)).Succeeded;
    }
}
