namespace Hub.Host.Figures;

/// <summary>Names under which files are handed out.</summary>
internal static class FileNames
{
    /// <summary>No path, no control characters, no more than 120 characters.</summary>
    public static string SafeName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var safe = new string([.. last.Where(c => !char.IsControl(c) && c is not (':' or '"' or '<' or '>' or '|' or '?' or '*'))]).Trim(' ', '.');
        return safe.Length switch { 0 => "lampiran", > 120 => safe[^120..], _ => safe };
    }

    internal static string Extension(string mediaType) => mediaType switch
    {
        "message/rfc822" => ".eml",
        "application/json" => ".json",
        _ => ".bin",
    };
}
