using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Foundation.Security;

/// <summary>The folder <c>{Hub:Data}/keys</c>: the Data Protection ring, one key of the hub's own, and a key for each ticket. Whoever has the database but not this folder opens nothing.</summary>
public sealed class KeyFolder
{
    private const int Length = 32;
    private readonly Lazy<byte[]> own;

    public KeyFolder(string path)
    {
        Path = path;
        own = new Lazy<byte[]>(ReadOrCreate);
    }

    public string Path { get; }

    private string OwnKeyPath => System.IO.Path.Combine(Path, "hub.key");

    /// <summary>A key for one purpose, always the same while the folder lives (HKDF, RFC 5869).</summary>
    public byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, own.Value, Length, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>Makes the folder readable for its owner only.</summary>
    public DirectoryInfo Create() => Private(Path);

    /// <summary>Looks at a folder that should hold keys already, and makes none.</summary>
    /// <returns>The first file that is missing or cut off; null where there is none. Of the ring at least one key must be there.</returns>
    public string? Fault()
    {
        if (!File.Exists(OwnKeyPath) || new FileInfo(OwnKeyPath).Length != Length)
        {
            return System.IO.Path.GetFileName(OwnKeyPath);
        }

        var ring = Directory.GetFiles(Path, "key-*.xml");
        return ring.Length == 0 ? "key-*.xml" : Array.Find(ring, static file => !IsXml(file)) is { } cut ? System.IO.Path.GetFileName(cut) : null;
    }

    private static bool IsXml(string file)
    {
        try
        {
            return XDocument.Load(file).Root is not null;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private byte[] ReadOrCreate()
    {
        Create();
        if (!File.Exists(OwnKeyPath))
        {
            Write(RandomNumberGenerator.GetBytes(Length));
        }

        var key = File.ReadAllBytes(OwnKeyPath);
        return key.Length == Length
            ? key
            : throw new StartupRefusal(Said.Of<StartTexts>("KeyLength", OwnKeyPath, key.Length, Length));
    }

    // Two processes may start at once: the first move wins, the other reads what won.
    private void Write(byte[] key)
    {
        var draft = $"{OwnKeyPath}.{Guid.NewGuid():N}";
        WriteNew(draft, key);
        try
        {
            File.Move(draft, OwnKeyPath, overwrite: false);
        }
        catch (IOException) when (File.Exists(OwnKeyPath))
        {
            File.Delete(draft);
        }
    }

    /// <summary>Writes a file below the folder, for its owner only and through to the disk.</summary>
    internal static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Private(System.IO.Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static DirectoryInfo Private(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
