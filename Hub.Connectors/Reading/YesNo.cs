namespace Hub.Connectors.Reading;

/// <summary>Yes and no as sources write them.</summary>
internal static class YesNo
{
    /// <remarks><c>t</c> alone is PostgreSQL's <c>true</c>, and for some people <c>tidak</c>: read as yes it can only protect.</remarks>
    /// <returns>Null when the word is missing or new.</returns>
    public static bool? Read(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "T" or "1" or "YA" or "Y" or "YES" => true,
        "FALSE" or "F" or "0" or "TIDAK" or "N" or "NO" => false,
        _ => null,
    };

    /// <returns>What all values say alike; null when there is none, or when one of them is new or says something else.</returns>
    public static bool? Read(IEnumerable<string?> words) => words.Select(Read).Distinct().Take(2).ToArray() is [var one] ? one : null;
}
