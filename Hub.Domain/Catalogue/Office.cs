using System.Text.Json;

namespace Hub.Domain.Catalogue;

/// <summary>An office of the province outside the nine bureaus (perangkat daerah). It holds tickets as a bureau does; its liaison officer works by mail and link, without an account.</summary>
public sealed record Office
{
    /// <summary>Stable kebab-case key; never a bureau's.</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Shorter names that people use, the usual one first.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>How LAPOR numbers it; null while nobody has entered it.</summary>
    public string? LaporId { get; init; }

    /// <summary>Its liaison officer has an address: a ticket that is handed to it is told to somebody.</summary>
    public bool IsReached { get; init; }

    public string ShortName => Also.Count > 0 ? Also[0] : Name;

    /// <summary>The offices that the hub knows from its first start; names only.</summary>
    public static IReadOnlyList<Office> Shipped()
    {
        using var stream = typeof(Office).Assembly.GetManifestResourceStream("offices.json")!;
        return JsonSerializer.Deserialize<List<Office>>(stream, JsonSerializerOptions.Web)!;
    }
}
