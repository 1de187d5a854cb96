using System.Net.Sockets;
using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>A connection of a line protocol: reads CRLF lines and counted bytes, writes Latin-1 text and bytes.</summary>
/// <param name="left">The connection no longer counts; called once or more.</param>
internal sealed class LineStream(NetworkStream stream, Action left) : IAsyncDisposable
{
    private const int LongestLine = 64 * 1024;

    private readonly byte[] buffer = new byte[16 * 1024];
    private int from;
    private int to;

    /// <summary>Before the last answer: whoever has it may come again at once, and is not a second one then.</summary>
    public void Leave() => left();

    /// <returns>The line without its end; null when the other side has gone.</returns>
    /// <exception cref="InvalidDataException">The line is longer than 64 KiB.</exception>
    public async Task<byte[]?> ReadLineAsync(CancellationToken token)
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (from == to && !await FillAsync(token))
            {
                return null;
            }

            var end = Array.IndexOf(buffer, (byte)'\n', from, to - from);
            var stop = end < 0 ? to : end;
            line.Write(buffer, from, stop - from);
            from = end < 0 ? to : end + 1;
            if (end >= 0)
            {
                var bytes = line.ToArray();
                return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
            }

            if (line.Length > LongestLine)
            {
                throw new InvalidDataException("line too long");
            }
        }
    }

    public async Task<byte[]> ReadExactlyAsync(int count, CancellationToken token)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (from == to && !await FillAsync(token))
            {
                throw new EndOfStreamException();
            }

            var take = Math.Min(to - from, count - done);
            Array.Copy(buffer, from, bytes, done, take);
            (from, done) = (from + take, done + take);
        }

        return bytes;
    }

    public ValueTask WriteLineAsync(string line, CancellationToken token) => stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), token);

    public ValueTask WriteAsync(string text, CancellationToken token) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), token);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token) => stream.WriteAsync(bytes, token);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<bool> FillAsync(CancellationToken token)
    {
        from = 0;
        to = await stream.ReadAsync(buffer, token);
        return to > 0;
    }
}
