using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>The bytes of items and files as they came. What is larger than a megabyte lies in pieces beside its row, which so stays small, and is read piece by piece.</summary>
public sealed class ByteStore(Database database, TicketKeys keys)
{
    /// <summary>Bytes of a file from which it is written at once: of many none waits in memory for the others.</summary>
    private const int AtOnce = 32 * 1024;

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

        return keys.Open(envelope.Key, envelope.RawKey) is { } key ? new PieceStream(envelope.RawLength, (first, count) => RawPieces(envelope, key, first, count)) : null;
    }

    /// <summary>The same all at once.</summary>
    public byte[]? Read(StoredEnvelope envelope)
    {
        if (!IsInPieces(envelope))
        {
            return Whole(envelope);
        }

        using var stream = Open(envelope);
        return stream is null ? null : RawStream.All(stream);
    }

    /// <summary>Keeps the raw bytes of a large item whose row is stored, in the caller's transaction.</summary>
    internal async Task KeepPiecesAsync(HubDbContext db, StoredEnvelope envelope, Envelope item, CancellationToken token)
    {
        var key = keys.Open(envelope.Key, envelope.RawKey) ?? throw new KeyGone(envelope.Key!);
        using var raw = item.Open();
        await WriteAsync(db, "\"envelope_pieces\"", "\"envelope_id\"", PieceStream.Of(raw).Select(p => new object?[] { envelope.Id, p.Number, RawCipher.SealPiece(key, p.Number, Packed.Pack(p.Bytes.Span)) }), token);
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

        if (db.Database.CurrentTransaction is null || content.Length < AtOnce)
        {
            db.Blobs.Add(blob);
            db.BlobPieces.AddRange(inPieces ? PieceStream.Of(RawStream.Over(content)).Select(p => new BlobPiece { Hash = blob.Hash, Number = p.Number, Content = Sealed(blob.Key, p.Bytes.ToArray()) }) : []);
            return blob;
        }

        using var row = new ManyRows(db, "\"blobs\"", "\"hash\"", "\"content\"", "\"key\"", "\"size\"");
        await row.AddAsync([blob.Hash, blob.Content, blob.Key, blob.Size], token);
        await row.FlushAsync(token);
        await WriteAsync(db, "\"blob_pieces\"", "\"hash\"", PieceStream.Of(RawStream.Over(inPieces ? content : [])).Select(p => new object?[] { blob.Hash, p.Number, Sealed(blob.Key, p.Bytes.ToArray()) }), token);
        return blob;
    }

    /// <summary>The bytes of a file; null when its key was destroyed or they are not what was kept.</summary>
    public byte[]? Read(Blob blob)
    {
        try
        {
            using var stream = Open(blob);
            return stream is not null && RawStream.All(stream) is var content && HashOf(blob.Key, content) == blob.Hash ? content : null;
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is what was kept; memory holds a piece of it.</summary>
    internal bool IsWhole(Blob blob)
    {
        using var stream = OpenWhole(blob);
        return stream is not null;
    }

    /// <summary>The bytes of a file for who hands them on, looked through before the first is given; memory holds a piece of them. Null as with <see cref="Read(Blob)"/>.</summary>
    public Stream? OpenWhole(Blob blob)
    {
        try
        {
            if (Open(blob) is { } stream && (blob.Key is null ? Convert.ToHexStringLower(SHA256.HashData(stream)) : keys.Mark(blob.Key, stream)) == blob.Hash)
            {
                stream.Position = 0;
                return stream;
            }
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            // Not what was kept.
        }

        return null;
    }

    /// <returns>Null when the key was destroyed or it has another length.</returns>
    private Stream? Open(Blob blob)
    {
        if (blob.Content.Length > 0 || blob.Size == 0)
        {
            SpareMemory.MakeRoom(blob.Content.Length);
            var content = blob.Key is null ? blob.Content : keys.Open(blob.Key, blob.Content);
            return content is null || content.Length != blob.Size ? null : new MemoryStream(content, writable: false);
        }

        return blob.Key is null || keys.Has(blob.Key) ? new PieceStream(blob.Size, (first, count) => FilePieces(blob, first, count)) : null;
    }

    private static bool IsInPieces(StoredEnvelope envelope) => envelope is { Raw.Length: 0, RawLength: > 0 };

    private byte[]? Whole(StoredEnvelope envelope)
    {
        if (envelope.Raw.Length == 0)
        {
            return null;
        }

        SpareMemory.MakeRoom(envelope.Raw.Length);
        var packed = envelope.RawKey is null ? envelope.Raw : keys.Open(envelope.Key, envelope.RawKey) is { } key ? RawCipher.Open(key, envelope.Raw) : null;
        return packed is null ? null : Packed.Unpack(packed, envelope.RawLength);
    }

    private List<ReadOnlyMemory<byte>> RawPieces(StoredEnvelope envelope, byte[] key, int first, int count)
    {
        SpareMemory.Sweep();
        using var db = database.Open();
        var closed = db.EnvelopePieces.AsNoTracking().Where(p => p.EnvelopeId == envelope.Id && p.Number >= first && p.Number < first + count).OrderBy(p => p.Number).Select(p => p.Content).ToList();
        return Opened(closed, first, count, envelope.RawLength, (number, piece, length) => Packed.Unpack(RawCipher.OpenPiece(key, number, piece), length));
    }

    private List<ReadOnlyMemory<byte>> FilePieces(Blob blob, int first, int count)
    {
        SpareMemory.Sweep();
        using var db = database.Open();
        var closed = db.BlobPieces.AsNoTracking().Where(p => p.Hash == blob.Hash && p.Number >= first && p.Number < first + count).OrderBy(p => p.Number).Select(p => p.Content).ToList();
        return Opened(closed, first, count, blob.Size, (_, piece, _) => blob.Key is null ? piece : keys.Open(blob.Key, piece));
    }

    /// <exception cref="InvalidDataException">One is missing, or has another length.</exception>
    private static List<ReadOnlyMemory<byte>> Opened(List<byte[]> closed, int first, int count, long length, Func<int, byte[], int, byte[]?> open)
    {
        var opened = new List<ReadOnlyMemory<byte>>(closed.Count);
        foreach (var (at, piece) in closed.Index())
        {
            var whole = PieceStream.LengthOf(first + at, length);
            opened.Add(open(first + at, piece, whole) is { } bytes && bytes.Length == whole ? bytes : throw new InvalidDataException(nameof(PieceStream)));
        }

        return opened.Count == Math.Min(count, (int)((length - ((long)first * PieceStream.Size) + PieceStream.Size - 1) / PieceStream.Size)) ? opened : throw new InvalidDataException(nameof(PieceStream));
    }

    private byte[] Sealed(string? key, byte[] content) => key is null ? content : keys.Seal(key, content);

    private string HashOf(string? key, byte[] content) => key is null ? Convert.ToHexStringLower(SHA256.HashData(content)) : keys.Mark(key, content);

    /// <summary>Some at a time: memory holds no more of them.</summary>
    private static async Task WriteAsync(HubDbContext db, string table, string owner, IEnumerable<object?[]> pieces, CancellationToken token)
    {
        foreach (var some in pieces.Chunk(PieceStream.Together))
        {
            using var rows = new ManyRows(db, table, owner, "\"number\"", "\"content\"");
            foreach (var piece in some)
            {
                await rows.AddAsync(piece, token);
            }

            await rows.FlushAsync(token);
            SpareMemory.Sweep();
        }
    }
}
