using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Domain.Catalogue;

/// <summary>The bureaus, services and complaint classes of the decree on service standards (188/216/K.sekda/2023).</summary>
/// <remarks>The data file is embedded; an office can put its own file in its place by the setting <c>Hub:Catalogue</c>.</remarks>
public sealed class ServiceCatalogue
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly FrozenDictionary<string, Bureau> bureaus;
    private readonly FrozenDictionary<int, Service> services;

    private ServiceCatalogue(CatalogueFile file)
    {
        Decree = file.Decree;
        Bureaus = file.Bureaus;
        Services = file.Services;
        Classes = file.Classes;
        Systems = file.Systems;
        bureaus = Bureaus.ToFrozenDictionary(b => b.Code, StringComparer.Ordinal);
        services = Services.ToFrozenDictionary(s => s.Number);
    }

    public Decree Decree { get; }

    /// <summary>In the order of the decree.</summary>
    public IReadOnlyList<Bureau> Bureaus { get; }

    /// <summary>In the order of the decree, numbered from 1.</summary>
    public IReadOnlyList<Service> Services { get; }

    /// <summary>The complaint class tables by name (<c>lapor</c>, <c>lpse</c>).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ComplaintClass>> Classes { get; }

    public IReadOnlyList<OwnedSystem> Systems { get; }

    /// <summary>The system whose bureau verifies; null in a catalogue without one.</summary>
    public OwnedSystem? Verifier => Systems.FirstOrDefault(s => s.Verifies);

    /// <summary>Null for a system that the catalogue does not name, such as an inbox.</summary>
    public OwnedSystem? FindSystem(string code) => Systems.FirstOrDefault(s => s.Code == code);

    public Bureau? FindBureau(string? code) => code is not null && bureaus.TryGetValue(code, out var bureau) ? bureau : null;

    public Service? FindService(int? number) => number is int n && services.TryGetValue(n, out var service) ? service : null;

    /// <summary>The catalogue that ships with the hub.</summary>
    public static ServiceCatalogue Embedded()
    {
        using var stream = typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!;
        return Load(stream, "catalogue.json");
    }

    /// <summary>Reads and checks a catalogue.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="CatalogueException">The file is unreadable or contradicts itself; the message names the place.</exception>
    public static ServiceCatalogue Load(Stream json, string name)
    {
        CatalogueFile file;
        try
        {
            file = JsonSerializer.Deserialize<CatalogueFile>(json, Json)
                ?? throw new CatalogueException($"{name}: berkas kosong.");
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{name}{Line(e)}: {Plain(e)}", e);
        }

        if (CatalogueCheck.FirstFault(file) is string fault)
        {
            throw new CatalogueException($"{name}: {fault}");
        }

        return new ServiceCatalogue(file);
    }

    private static string Line(JsonException e) => e.LineNumber is long line ? $", baris {line + 1}" : "";

    private static string Plain(JsonException e) =>
        e.Path is { Length: > 1 } path ? $"isian \"{path[2..]}\" tidak terbaca." : "bukan JSON yang benar.";
}
