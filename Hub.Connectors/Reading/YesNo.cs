namespace Hub.Connectors.Reading;

/// <summary>Yes and no as sources write them.</summary>
internal static class YesNo
{
    /// <returns>Null when the word is missing or new.</returns>
    public static bool? Read(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YA" or "Y" or "YES" => true,
        "FALSE" or "0" or "TIDAK" or "T" or "N" or "NO" => false,
        _ => null,
    };
}
