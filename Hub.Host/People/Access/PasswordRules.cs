using System.Text;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Hub.Host.People.Access;

/// <summary>What a password must be (NIST SP 800-63B, 3.1.1): long, and not among those tried first. No rules of composition, no expiry.</summary>
public sealed class PasswordRules(IStringLocalizer<AccessTexts> say) : IPasswordValidator<User>
{
    public const int Shortest = 12;
    public const int Longest = 128;
    private const int FewestDifferent = 5;

    private static readonly HashSet<string> Common = ReadCommon();
    private static readonly string[] Rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"];

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(Fault(password ?? "", user) is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = fault, Description = say[fault, Shortest, Longest] })
            : IdentityResult.Success);

    /// <returns>The name of the text that says what is wrong; null when it will do.</returns>
    public static string? Fault(string password, User user)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return password.Length < Shortest ? "password.short" : "password.long";
        }

        var plain = Plain(password);
        return password.Distinct().Count() < FewestDifferent || IsRun(plain) || IsCommon(plain) ? "password.common"
            : Names(user).Any(name => plain.Replace(name, "", StringComparison.Ordinal).Length < FewestDifferent) ? "password.name"
            : null;
    }

    /// <summary>Nothing but common words, digits and marks: <c>Kalimantan2026!</c>, <c>p4ssw0rdadmin</c>.</summary>
    private static bool IsCommon(string plain) => new[] { plain, Unleet(plain) }.Any(text =>
    {
        var letters = string.Concat(text.Where(char.IsLetter));
        return letters.Length == 0 || MadeOfCommonWords(letters);
    });

    private static bool MadeOfCommonWords(string letters)
    {
        var reached = new bool[letters.Length + 1];
        reached[0] = true;
        for (var from = 0; from < letters.Length; from++)
        {
            for (var to = from + 1; reached[from] && to <= letters.Length; to++)
            {
                reached[to] |= Common.Contains(letters[from..to]);
            }
        }

        return reached[^1];
    }

    private static bool IsRun(string plain) =>
        Rows.Any(row => (row + row).Contains(plain, StringComparison.Ordinal) || string.Concat((row + row).Reverse()).Contains(plain, StringComparison.Ordinal));

    private static IEnumerable<string> Names(User user) => new[] { user.UserName, user.Email?.Split('@')[0], user.DisplayName }
        .OfType<string>().Select(Plain).Where(name => name.Length > 2);

    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static string Unleet(string text)
    {
        var word = new StringBuilder(text);
        return word.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't').Replace('8', 'b').ToString();
    }

    private static HashSet<string> ReadCommon()
    {
        using var data = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(data);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'))];
    }
}
