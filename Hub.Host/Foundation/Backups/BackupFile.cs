using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;

namespace Hub.Host.Foundation.Backups;

/// <summary>One backup: a zip of <c>manifest.json</c> and <c>store</c>, named by the moment in UTC. The keys are not in it.</summary>
public sealed record BackupFile(string Path, DateTimeOffset TakenAt, long Bytes)
{
    internal const string ManifestEntry = "manifest.json";
    internal const string StoreEntry = "store";

    /// <summary>The names of the tickets' keys that its rows are sealed with, one a line; they open nothing. Missing in backups of versions before.</summary>
    internal const string TicketKeysEntry = "ticket-keys";
    private const string Prefix = "hub-";
    private const string Suffix = ".backup";
    private const string Moment = "yyyyMMdd'T'HHmmss'Z'";

    public string Name => System.IO.Path.GetFileName(Path);

    internal static string NameOf(DateTimeOffset takenAt) => $"{Prefix}{takenAt.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)}{Suffix}";

    /// <returns>Newest first; empty where there is no such folder.</returns>
    public static IReadOnlyList<BackupFile> In(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles($"{Prefix}*{Suffix}").Select(static f => Of(f.FullName, f.Length)).OfType<BackupFile>().OrderByDescending(b => b.TakenAt)]
        : [];

    /// <param name="path">A file, or an address in a bucket.</param>
    /// <returns>Null for what bears no name of a backup.</returns>
    internal static BackupFile? Of(string path, long bytes)
    {
        var name = System.IO.Path.GetFileName(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(name[Prefix.Length..^Suffix.Length], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new BackupFile(path, at, bytes) : null;
    }

    /// <exception cref="BackupRefusal">It is no backup, or is cut off.</exception>
    public static BackupManifest ManifestOf(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var entry = zip.GetEntry(ManifestEntry)?.Open() ?? throw new InvalidDataException();
            return JsonSerializer.Deserialize<BackupManifest>(entry, JsonSerializerOptions.Web) ?? throw new InvalidDataException();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("Unreadable", path), e);
        }
    }

    /// <returns>See <see cref="TicketKeysEntry"/>; none in a backup that does not say.</returns>
    internal static async Task<IReadOnlyList<string>> TicketKeysOfAsync(string path, CancellationToken token)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, token);
        if (zip.GetEntry(TicketKeysEntry) is not { } entry)
        {
            return [];
        }

        var names = new List<string>();
        using var lines = new StreamReader(await entry.OpenAsync(token));
        while (await lines.ReadLineAsync(token) is { } name)
        {
            if (name.Length > 0 && name.All(char.IsAsciiHexDigitLower))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Unpacks the store and holds it against the manifest.</summary>
    /// <exception cref="BackupRefusal">It is damaged.</exception>
    internal static async Task<BackupManifest> UnpackAsync(string path, string target, CancellationToken token)
    {
        var manifest = ManifestOf(path);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            await using (var entry = await (zip.GetEntry(StoreEntry) ?? throw new InvalidDataException()).OpenAsync(token))
            await using (var file = PrivateFiles.Create(target))
            {
                await entry.CopyToAsync(file, token);
            }
        }
        catch (InvalidDataException e)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("Damaged", path, e.Message), e);
        }

        if (await HashAsync(target, token) != manifest.Sha256)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("Damaged", path, nameof(BackupManifest.Sha256)));
        }

        return manifest.Store == StoreKind.Sqlite && await StoreCopy.DamageAsync(target, token) is { } damage
            ? throw new BackupRefusal(Said.Of<BackupTexts>("Damaged", path, damage))
            : manifest;
    }

    internal static async Task<string> HashAsync(string file, CancellationToken token)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, token));
    }
}
