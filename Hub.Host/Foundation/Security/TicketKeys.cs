using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Tickets;

namespace Hub.Host.Foundation.Security;

/// <summary>A key for each ticket, in a file of its own under <c>keys/tickets</c> and wrapped by the hub's own key. Without the file what it sealed is gone for ever, in every copy of the store.</summary>
public sealed class TicketKeys(KeyFolder keys)
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Ends the name of the empty file that is left where a key was destroyed: whoever misses a key sees that it was meant.</summary>
    private const string Destroyed = ".gone";

    private readonly Lazy<byte[]> own = new(() => keys.KeyFor("ticket-keys"));

    /// <summary>The name of the ticket's key; the first time one is made.</summary>
    public string For(Ticket ticket)
    {
        if (ticket.Key is null)
        {
            ticket.LockWith(Create());
        }

        return ticket.Key!;
    }

    /// <summary>Makes a key, on the disk before it is used.</summary>
    /// <returns>Its name.</returns>
    public string Create()
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        KeyFolder.WriteNew(PathOf(name), Seal(own.Value, RandomNumberGenerator.GetBytes(KeyLength), Encoding.UTF8.GetBytes(name)));
        return name;
    }

    /// <summary>The names of keys that the hub's own does not unwrap: cut off, or another's under that name.</summary>
    public IEnumerable<string> Unopened() => Directory.Exists(Path.Combine(keys.Path, "tickets"))
        ? Directory.EnumerateFiles(Path.Combine(keys.Path, "tickets"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Where(name => !name.EndsWith(Destroyed, StringComparison.Ordinal) && !Opens(name))
        : [];

    private bool Opens(string name)
    {
        try
        {
            return Find(name) is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>False when it was destroyed, or is missing.</summary>
    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>Neither there nor destroyed by the hub: lost with a disk, a copy or by hand. Earlier versions left no record of what they destroyed.</summary>
    public bool IsMissing(string name) => !Has(name) && !File.Exists(PathOf(name) + Destroyed);

    /// <param name="name">Null: under the hub's own key.</param>
    /// <exception cref="KeyGone">It was destroyed.</exception>
    public byte[] Seal(string? name, ReadOnlySpan<byte> open) => Seal(Find(name) ?? throw new KeyGone(name!), open, []);

    /// <summary>The same for one place: put anywhere else it stays shut.</summary>
    /// <param name="place">What it belongs to.</param>
    /// <exception cref="KeyGone">It was destroyed.</exception>
    public byte[] SealAt(string place, string name, ReadOnlySpan<byte> open) => Seal(Find(name) ?? throw new KeyGone(name), open, Encoding.UTF8.GetBytes(place));

    /// <summary>Opens what <see cref="SealAt"/> sealed, and what earlier versions sealed without a place.</summary>
    /// <returns>Null when the key was destroyed.</returns>
    /// <exception cref="SealBroken">It belongs elsewhere, was altered, or was not sealed under that key.</exception>
    public byte[]? OpenAt(string place, string name, ReadOnlySpan<byte> closed)
    {
        if (Find(name) is not { } key)
        {
            return null;
        }

        try
        {
            try
            {
                return Open(key, closed, Encoding.UTF8.GetBytes(place));
            }
            catch (AuthenticationTagMismatchException)
            {
                return Open(key, closed, []);
            }
        }
        catch (CryptographicException e)
        {
            throw new SealBroken(e);
        }
    }

    /// <returns>Null when the key was destroyed.</returns>
    /// <exception cref="CryptographicException">It was not sealed under that key, or is damaged.</exception>
    public byte[]? Open(string? name, ReadOnlySpan<byte> closed) => Find(name) is { } key ? Open(key, closed, []) : null;

    /// <summary>A hash that only who has the key can make.</summary>
    /// <exception cref="KeyGone">It was destroyed.</exception>
    public string Mark(string? name, ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(Find(name) ?? throw new KeyGone(name!), content));

    /// <inheritdoc cref="Mark(string?, ReadOnlySpan{byte})"/>
    public string Mark(string name, Stream content) => Convert.ToHexStringLower(HMACSHA256.HashData(Find(name) ?? throw new KeyGone(name), content));

    /// <summary>For ever. That it was done is on the disk before the key is not: a copy of the folder tells a destroyed key from a lost one.</summary>
    public void Destroy(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path + Destroyed))
        {
            KeyFolder.WriteNew(path + Destroyed, []);
        }

        if (File.Exists(path))
        {
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
            {
                file.Write(new byte[file.Length]);
                file.Flush(flushToDisk: true);
            }

            File.Delete(path);
        }
    }

    private byte[]? Find(string? name)
    {
        if (name is null)
        {
            return own.Value;
        }

        try
        {
            return Open(own.Value, File.ReadAllBytes(PathOf(name)), Encoding.UTF8.GetBytes(name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(keys.Path, "tickets", name[..2], name);

    private static byte[] Seal(byte[] key, ReadOnlySpan<byte> open, ReadOnlySpan<byte> about)
    {
        var closed = new byte[NonceLength + TagLength + open.Length];
        var nonce = closed.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, open, closed.AsSpan(NonceLength + TagLength), closed.AsSpan(NonceLength, TagLength), about);
        return closed;
    }

    private static byte[] Open(byte[] key, ReadOnlySpan<byte> closed, ReadOnlySpan<byte> about)
    {
        if (closed.Length < NonceLength + TagLength)
        {
            throw new CryptographicException();
        }

        var open = new byte[closed.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(closed[..NonceLength], closed[(NonceLength + TagLength)..], closed.Slice(NonceLength, TagLength), open, about);
        return open;
    }
}

/// <summary>A key that is asked for was destroyed with the identity that it sealed.</summary>
public sealed class KeyGone(string name) : Exception(name);

/// <summary>What is sealed was altered in the store, or put into another place there.</summary>
public sealed class SealBroken(Exception inner) : TicketRefusal(Say("SealBroken"), inner);
