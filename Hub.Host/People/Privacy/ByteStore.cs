using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>The bytes of items and files as they came. What is larger than a piece lies in pieces beside its row, which so stays small, and is read piece by piece.</summary>
public sealed class ByteStore(Database database, TicketKeys keys)
{
    /// <summary>An item as it came; null when its bytes were erased, or their key was destroyed.</summary>
    public Envelope? ItemOf(StoredEnvelope stored)
    {
        var raw = Whole(stored);
        return raw is null && Open(stored) is null ? null : new Envelope
        {
            Key = new EnvelopeKey(stored.Source, stored.ExternalId, stored.ItemVersion),
            MediaType = stored.MediaType,
            Raw = raw,
            Pieces = raw is null ? () => Open(stored) ?? throw new KeyGone(stored.Key!) : null,
            Place = stored.Place,
            ReceivedAt = stored.ReceivedAt,
        };
    }

    /// <summary>Opens the raw bytes of an item; null when they were erased, or their key was destroyed.</summary>
    /// <exception cref="InvalidDataException">On reading: what is stored is damaged.</exception>
    public Stream? Open(StoredEnvelope envelope)
    {
        if (!IsInPieces(envelope))
        {
            return Whole(envelope) is { } whole ? new MemoryStream(whole, writable: false) : null;
        }

        return keys.Open(envelope.Key, envelope.RawKey) is { } key ? new PieceStream(envelope.RawLength, number => RawPiece(envelope, key, number)) : null;
    }

    /// <summary>The same all at once.</summary>
    public byte[]? Read(StoredEnvelope envelope)
    {
        if (!IsInPieces(envelope))
        {
            return Whole(envelope);
        }

        using var stream = Open(envelope);
        return stream is null ? null : All(stream);
    }

    /// <summary>Keeps the raw bytes of a large item whose row is stored, in the caller's transaction.</summary>
    internal async Task KeepPiecesAsync(HubDbContext db, StoredEnvelope envelope, ReadOnlyMemory<byte> raw, CancellationToken token)
    {
        var key = keys.Open(envelope.Key, envelope.RawKey) ?? throw new KeyGone(envelope.Key!);
        foreach (var (number, piece) in PieceStream.Of(raw).Index())
        {
            var closed = RawCipher.SealPiece(key, number, Packed.Pack(piece.Span));
            await WriteAsync(db, "\"envelope_pieces\"", "\"envelope_id\"", envelope.Id, number, closed, token);
        }
    }

    /// <summary>Keeps a file under its hash and the ticket's key, in the caller's transaction or with its unit of work.</summary>
    /// <returns>What is kept.</returns>
    internal async Task<Blob> KeepAsync(HubDbContext db, Ticket ticket, byte[] content, CancellationToken token)
    {
        var inPieces = PieceStream.Takes(content.Length);
        var blob = new Blob
        {
            Hash = HashOf(ticket.Key, content),
            Content = inPieces ? [] : Sealed(ticket.Key, content),
            Key = ticket.Key,
            Size = content.Length,
        };
        if (db.Blobs.Local.Any(b => b.Hash == blob.Hash) || await db.Blobs.AnyAsync(b => b.Hash == blob.Hash, token))
        {
            return blob;
        }

        if (!inPieces || db.Database.CurrentTransaction is null)
        {
            db.Blobs.Add(blob);
            db.BlobPieces.AddRange(inPieces ? PieceStream.Of(content).Select((piece, number) => new BlobPiece { Hash = blob.Hash, Number = number, Content = Sealed(blob.Key, piece.ToArray()) }) : []);
            return blob;
        }

        // At once: none waits in memory for the others.
        using var row = new ManyRows(db, "\"blobs\"", "\"hash\"", "\"content\"", "\"key\"", "\"size\"");
        await row.AddAsync([blob.Hash, blob.Content, blob.Key, blob.Size], token);
        await row.FlushAsync(token);
        foreach (var (number, piece) in PieceStream.Of(content).Index())
        {
            await WriteAsync(db, "\"blob_pieces\"", "\"hash\"", blob.Hash, number, Sealed(blob.Key, piece.ToArray()), token);
        }

        return blob;
    }

    /// <summary>The bytes of a file; null when its key was destroyed or they are not what was kept.</summary>
    public byte[]? Read(Blob blob)
    {
        try
        {
            using var stream = Open(blob);
            return stream is not null && All(stream) is var content && HashOf(blob.Key, content) == blob.Hash ? content : null;
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is what was kept; memory holds a piece of it.</summary>
    internal bool IsWhole(Blob blob)
    {
        try
        {
            using var stream = Open(blob);
            return stream is not null && (blob.Key is null ? Convert.ToHexStringLower(SHA256.HashData(stream)) : keys.Mark(blob.Key, stream)) == blob.Hash;
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            return false;
        }
    }

    /// <returns>Null when the key was destroyed or it has another length.</returns>
    private Stream? Open(Blob blob)
    {
        if (blob.Content.Length > 0 || blob.Size == 0)
        {
            var content = blob.Key is null ? blob.Content : keys.Open(blob.Key, blob.Content);
            return content is null || content.Length != blob.Size ? null : new MemoryStream(content, writable: false);
        }

        return blob.Key is null || keys.Has(blob.Key) ? new PieceStream(blob.Size, number => FilePiece(blob, number)) : null;
    }

    private static bool IsInPieces(StoredEnvelope envelope) => envelope is { Raw.Length: 0, RawLength: > 0 };

    private byte[]? Whole(StoredEnvelope envelope)
    {
        if (envelope.Raw.Length == 0)
        {
            return null;
        }

        var packed = envelope.RawKey is null ? envelope.Raw : keys.Open(envelope.Key, envelope.RawKey) is { } key ? RawCipher.Open(key, envelope.Raw) : null;
        return packed is null ? null : Packed.Unpack(packed, envelope.RawLength);
    }

    private byte[] RawPiece(StoredEnvelope envelope, byte[] key, int number)
    {
        using var db = database.Open();
        var closed = db.EnvelopePieces.AsNoTracking().Where(p => p.EnvelopeId == envelope.Id && p.Number == number).Select(p => p.Content).FirstOrDefault() ?? throw new InvalidDataException(nameof(EnvelopePiece));
        return Packed.Unpack(RawCipher.OpenPiece(key, number, closed), PieceStream.LengthOf(number, envelope.RawLength));
    }

    private byte[] FilePiece(Blob blob, int number)
    {
        using var db = database.Open();
        var closed = db.BlobPieces.AsNoTracking().Where(p => p.Hash == blob.Hash && p.Number == number).Select(p => p.Content).FirstOrDefault() ?? throw new InvalidDataException(nameof(BlobPiece));
        var open = blob.Key is null ? closed : keys.Open(blob.Key, closed);
        return open?.Length == PieceStream.LengthOf(number, blob.Size) ? open : throw new InvalidDataException(nameof(BlobPiece));
    }

    private byte[] Sealed(string? key, byte[] content) => key is null ? content : keys.Seal(key, content);

    private string HashOf(string? key, byte[] content) => key is null ? Convert.ToHexStringLower(SHA256.HashData(content)) : keys.Mark(key, content);

    private static async Task WriteAsync(HubDbContext db, string table, string owner, object id, int number, byte[] content, CancellationToken token)
    {
        using var row = new ManyRows(db, table, owner, "\"number\"", "\"content\"");
        await row.AddAsync([id, number, content], token);
        await row.FlushAsync(token);
    }

    private static byte[] All(Stream stream)
    {
        var all = new byte[stream.Length];
        stream.ReadExactly(all);
        return all;
    }
}
