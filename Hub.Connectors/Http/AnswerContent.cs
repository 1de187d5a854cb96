using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>An answer that was read to its end: whoever needs its bytes is handed them and no copy.</summary>
internal sealed class AnswerContent : ByteArrayContent
{
    private const int Piece = 64 * 1024;

    /// <summary>A byte order mark is no part of JSON (RFC 8259, 8.1).</summary>
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private AnswerContent(byte[] bytes, int length, HttpContent from)
        : base(bytes, 0, length)
    {
        Body = bytes.AsMemory(0, length);
        Headers.ContentType = from.Headers.ContentType;
    }

    /// <summary>As it came, unpacked.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The same without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Json => Body.Span.StartsWith(Mark) ? Body[Mark.Length..] : Body;

    /// <summary>What <see cref="SourceHandler"/> let through.</summary>
    public static AnswerContent Of(HttpContent content) =>
        content as AnswerContent ?? throw new InvalidOperationException("An answer came by another way than the handler of sources.");

    /// <summary>Reads until the end or the bound; what is beyond it is never unpacked. A large one waits for its turn.</summary>
    /// <exception cref="ConnectorFailure">Malformed: it is larger than allowed.</exception>
    public static async Task<AnswerContent> ReadAsync(HttpContent content, string host, long largest, CancellationToken token)
    {
        await using var stream = await content.ReadAsStreamAsync(token);
        var (bytes, length) = (new byte[Piece], 0);
        for (int read; (read = await stream.ReadAsync(bytes.AsMemory(length), token)) > 0;)
        {
            length += read;
            if (length > largest)
            {
                throw new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("TooLarge", host, largest / (1024 * 1024)));
            }

            if (length == bytes.Length)
            {
                await HeavyTurn.TakeAsync(length, token);
                Array.Resize(ref bytes, (int)Math.Min(2L * length, largest + 1));
            }
        }

        return new(bytes, length, content);
    }

    /// <summary>The same answer with other bytes.</summary>
    public AnswerContent With(byte[] bytes) => new(bytes, bytes.Length, this);
}
