using System.Security.Cryptography;
using System.Text.Json;

namespace Hub.Mocks.Demo;

/// <summary>What a demo remembers over restarts: its first start, its generated secrets, its port.</summary>
/// <param name="StartedAt">All data of the fakes are dated from it, so that a restart changes nothing.</param>
/// <param name="OfToday">No year was played before it.</param>
internal sealed record DemoFolder(DateTimeOffset StartedAt, string ApiKey, string MailPassword, string UserPassword, int Port, bool OfToday = false)
{
    /// <summary>Marks a folder as ours: only such a one is ever emptied.</summary>
    private const string FileName = "demo.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="DemoRefusal">The folder is somebody else's, unreadable or belongs to another port.</exception>
    public static DemoFolder Open(DemoChoices choices, TimeProvider clock)
    {
        var path = Path.Combine(choices.Data, FileName);
        if (choices.Fresh || IsHalf(choices))
        {
            Empty(choices.Data, path);
        }

        if (!File.Exists(path))
        {
            return Create(choices, path, clock);
        }

        var known = Read(path);
        return known.Port == choices.Port
            ? known
            : throw new DemoRefusal("OtherPort", choices.Data, known.Port);
    }

    /// <summary>The year is being played: whoever is cut off in it begins anew.</summary>
    public static string HalfMark(DemoChoices choices) => Path.Combine(choices.Data, "year.half");

    private static bool IsHalf(DemoChoices choices) => File.Exists(HalfMark(choices));

    private static DemoFolder Create(DemoChoices choices, string path, TimeProvider clock)
    {
        if (Directory.Exists(choices.Data) && Directory.EnumerateFileSystemEntries(choices.Data).Any())
        {
            throw new DemoRefusal("OtherFiles", choices.Data);
        }

        Directory.CreateDirectory(choices.Data);
        var made = new DemoFolder(clock.GetUtcNow(), Secret(), Secret(), Spoken(), choices.Port, choices.Today);
        File.WriteAllText(path + ".part", JsonSerializer.Serialize(made, Json));
        File.Move(path + ".part", path, overwrite: true);
        return made;
    }

    private static DemoFolder Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DemoFolder>(File.ReadAllText(path), Json) is { UserPassword: not null } known ? known : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new DemoRefusal("Unreadable", path);
        }
    }

    private static void Empty(string folder, string mark)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        if (!File.Exists(mark))
        {
            throw new DemoRefusal("NoDemo", folder, FileName);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A password that is read from a screen and typed.</summary>
    private static string Spoken() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("bdfghjkmnprstz", 1) + RandomNumberGenerator.GetString("aeiou", 1) + RandomNumberGenerator.GetString("klmnprst", 1) + RandomNumberGenerator.GetString("23456789", 1)));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
