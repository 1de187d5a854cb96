using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hub.Host.People.Privacy;

/// <summary>Encrypts the raw bytes of one item (AES-256-GCM) under a key that nothing else has: the whole at once, or each piece by its number, never both. So a nonce may stand still.</summary>
internal static class RawCipher
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>A new key, with room for the tag of the whole.</summary>
    public static byte[] CreateKey()
    {
        var key = new byte[KeyLength + TagLength];
        RandomNumberGenerator.Fill(key.AsSpan(0, KeyLength));
        return key;
    }

    /// <summary>Where they lie: memory holds them once. The tag goes to the key.</summary>
    public static void SealInPlace(byte[] key, byte[] bytes)
    {
        using var cipher = Cipher(key);
        cipher.Encrypt(Nonce(0), bytes, bytes, key.AsSpan(KeyLength));
    }

    /// <exception cref="CryptographicException">It was not sealed under that key, or is damaged.</exception>
    public static byte[] Open(byte[] key, byte[] closed)
    {
        var open = new byte[closed.Length];
        using var cipher = Cipher(key);
        cipher.Decrypt(Nonce(0), closed, key.AsSpan(KeyLength), open);
        return open;
    }

    /// <summary>The tag follows.</summary>
    public static byte[] SealPiece(byte[] key, int number, ReadOnlySpan<byte> open)
    {
        var closed = new byte[open.Length + TagLength];
        using var cipher = Cipher(key);
        cipher.Encrypt(Nonce(number), open, closed.AsSpan(0, open.Length), closed.AsSpan(open.Length));
        return closed;
    }

    /// <summary>Where it lies.</summary>
    /// <inheritdoc cref="Open"/>
    public static ReadOnlySpan<byte> OpenPiece(byte[] key, int number, byte[] closed)
    {
        if (closed.Length < TagLength)
        {
            throw new CryptographicException();
        }

        var bytes = closed.AsSpan(0, closed.Length - TagLength);
        using var cipher = Cipher(key);
        cipher.Decrypt(Nonce(number), bytes, closed.AsSpan(bytes.Length), bytes);
        return bytes;
    }

    private static AesGcm Cipher(byte[] key) => new(key.AsSpan(0, KeyLength), TagLength);

    private static byte[] Nonce(int number)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt32LittleEndian(nonce, number);
        return nonce;
    }
}
