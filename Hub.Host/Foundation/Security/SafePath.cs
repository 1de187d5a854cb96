namespace Hub.Host.Foundation.Security;

/// <summary>Where to go back to: only ever a path of this hub.</summary>
public static class SafePath
{
    private static readonly Uri Here = new("http://here");

    /// <returns>The path when it is one of ours, also after a browser took out its dots and turned its strokes, as a header holds it; else <c>/</c>.</returns>
    public static string Of(string? path) =>
        path is ['/', ..] && !path.Any(char.IsControl) && Uri.TryCreate(Here, path, out var to) && to.Authority == Here.Authority && !to.AbsolutePath.StartsWith("//", StringComparison.Ordinal)
            ? to.PathAndQuery + to.Fragment
            : "/";
}
