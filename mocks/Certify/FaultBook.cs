using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Mocks.Certify;

/// <summary>The scripted faults of the certificate, as <c>mocks/faults.json</c> holds them.</summary>
internal sealed record FaultBook(IReadOnlyList<Scene> Scenes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <exception cref="InvalidDataException">The file is not a book of faults; the message names the place.</exception>
    public static FaultBook Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<FaultBook>(file, Json) is { Scenes.Count: > 0 } book
                ? book
                : throw new InvalidDataException($"{path}: tidak ada adegan.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Path}, baris {e.LineNumber + 1}: tidak terbaca.", e);
        }
    }
}

/// <summary>One scene; the head of the file explains each field.</summary>
internal sealed record Scene
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly Scene Calm = new() { Name = "tenang", About = "Tidak ada gangguan.", Items = 0 };

    public required string Name { get; init; }
    public required string About { get; init; }
    public Fault Fault { get; init; }
    public int? Answers { get; init; }
    public MailScene? Mail { get; init; }
    public int Items { get; init; } = 2;
    public bool SameInstant { get; init; }
    public double LateMinutes { get; init; }
    public bool Poison { get; init; }

    /// <summary>In the end the data folder is destroyed and a backup put back that is a day older than the world.</summary>
    public bool Restore { get; init; }
}

/// <summary>What the mail server does in a scene.</summary>
/// <param name="Renumber">All UIDs and UIDVALIDITY change, as after the server rebuilt its index.</param>
internal sealed record MailScene(int CutLiterals = 0, int DeferRecipients = 0, int CloseAfterData = 0, bool Renumber = false);
