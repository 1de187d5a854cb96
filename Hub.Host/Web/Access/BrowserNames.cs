namespace Hub.Host.Web.Access;

/// <summary>Browser and system of a session as people call them; what a browser says of itself is longer than any line.</summary>
internal static class BrowserNames
{
    /// <summary>Most browsers name others too, out of politeness: whoever is named first here is it.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <returns><c>Firefox, Windows</c>; of a program that is none of these its own first word.</returns>
    public static string Of(string agent) => string.Join(", ", new[] { Named(Browsers, agent) ?? agent.Split(' ', '/')[0], Named(Systems, agent) }.OfType<string>());

    private static string? Named((string Mark, string Name)[] names, string agent) => Array.Find(names, n => agent.Contains(n.Mark, StringComparison.Ordinal)).Name;
}
