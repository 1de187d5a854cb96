namespace Hub.Host.Foundation.Security;

/// <summary>Where to go back to: only ever a path of this hub.</summary>
public static class SafePath
{
    /// <returns>The path when it is one of ours, else <c>/</c>.</returns>
    public static string Of(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal) && !path.Any(char.IsControl)
            ? path
            : "/";
}
