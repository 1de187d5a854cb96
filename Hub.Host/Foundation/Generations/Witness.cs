using System.Text.Json;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Foundation.Generations;

/// <summary>What the store held a moment ago, noted outside it: the file <c>{Hub:Data}/witness</c>. A store that holds less was put back from a backup.</summary>
/// <param name="Epoch">Of the store that was looked at.</param>
/// <param name="At">When.</param>
/// <param name="Highest">The highest number by its name: rows of a table that only grows, the last ticket number of a year.</param>
public sealed record Witness(string Epoch, DateTimeOffset At, IReadOnlyDictionary<string, long> Highest)
{
    public const string FileName = "witness";

    /// <summary>Counts the entries of the trail, which nothing takes away.</summary>
    internal const string Trail = "audit";

    /// <summary>The one of the hub whose keys these are.</summary>
    internal static Witness? Beside(KeyFolder keys) => Path.GetDirectoryName(keys.Path) is { } folder ? Read(folder) : null;

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <returns>Null when there is none, or none that can be read.</returns>
    public static Witness? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Witness>(File.ReadAllText(PathIn(folder)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all.</summary>
    public void Write(string folder)
    {
        var draft = $"{PathIn(folder)}.{Guid.NewGuid():N}";
        using (var file = PrivateFiles.Create(draft))
        {
            JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
        }

        File.Move(draft, PathIn(folder), overwrite: true);
    }

    /// <summary>What was there and is no more, by name.</summary>
    /// <param name="now">What the store holds.</param>
    public IReadOnlyDictionary<string, long> Lost(IReadOnlyDictionary<string, long> now) =>
        Highest.Where(high => now.GetValueOrDefault(high.Key) < high.Value).ToDictionary(high => high.Key, high => high.Value - now.GetValueOrDefault(high.Key), StringComparer.Ordinal);
}
