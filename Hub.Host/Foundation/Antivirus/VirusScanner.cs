using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Connectors.Http;
using Hub.Domain.Envelopes;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Foundation.Antivirus;

/// <summary>Asks a ClamAV daemon what it thinks of bytes (INSTREAM of clamd's protocol, over TCP).</summary>
public sealed class VirusScanner(HubOptions options)
{
    private const int Chunk = 64 * 1024;

    /// <summary>An answer is one short line.</summary>
    private const int LongestAnswer = 1024;

    private readonly AntivirusOptions options = options.Antivirus;

    public bool IsOn => options.Host is not null;

    /// <inheritdoc cref="ScanAsync(Stream, CancellationToken)"/>
    public Task<ScanAnswer> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken token) => ScanAsync(RawStream.Over(content), token);

    /// <param name="content">Read from its beginning; memory holds a part of it.</param>
    /// <exception cref="ScannerSilent">It is not reached, does not answer in time, or answers nothing that is a verdict.</exception>
    public async Task<ScanAnswer> ScanAsync(Stream content, CancellationToken token)
    {
        if (content.Length > options.LargestMegabytes * 1024L * 1024)
        {
            return new ScanAnswer(ScanVerdict.Unscannable, $"> {options.LargestMegabytes} MB");
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(token);
        late.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        try
        {
            await using var stream = new NetworkStream(await NetworkGuard.ReachAsync(new DnsEndPoint(options.Host!, options.Port), late.Token), ownsSocket: true);
            await SendAsync(stream, content, late.Token);
            return Verdict(await AnswerAsync(stream, late.Token));
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !token.IsCancellationRequested))
        {
            throw new ScannerSilent(e.Message, e);
        }
    }

    private static async Task SendAsync(NetworkStream stream, Stream content, CancellationToken token)
    {
        try
        {
            await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), token);
            var length = new byte[4];
            var part = new byte[Chunk];
            while (await content.ReadAsync(part, token) is > 0 and var read)
            {
                BinaryPrimitives.WriteInt32BigEndian(length, read);
                await stream.WriteAsync(length, token);
                await stream.WriteAsync(part.AsMemory(0, read), token);
            }

            BinaryPrimitives.WriteInt32BigEndian(length, 0);
            await stream.WriteAsync(length, token);
        }
        catch (IOException) when (stream.DataAvailable)
        {
            // It has heard enough: beyond its own limit clamd answers and hangs up.
        }
    }

    private static async Task<string> AnswerAsync(NetworkStream stream, CancellationToken token)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        for (int read; length < answer.Length && (read = await stream.ReadAsync(answer.AsMemory(length), token)) > 0;)
        {
            length += read;
            if (answer.AsSpan(0, length).IndexOfAny((byte)0, (byte)'\n') is >= 0 and var end)
            {
                return Encoding.UTF8.GetString(answer, 0, end).Trim();
            }
        }

        return Encoding.UTF8.GetString(answer, 0, length).Trim();
    }

    /// <exception cref="ScannerSilent">It is none.</exception>
    private static ScanAnswer Verdict(string answer)
    {
        const string found = " FOUND";
        var says = answer.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? answer[(colon + 2)..] : answer;
        return says == "OK" ? new ScanAnswer(ScanVerdict.Clean, null)
            : says.EndsWith(found, StringComparison.Ordinal) ? new ScanAnswer(ScanVerdict.Infected, says[..^found.Length])
            : answer.Contains("size limit exceeded", StringComparison.OrdinalIgnoreCase) ? new ScanAnswer(ScanVerdict.Unscannable, answer)
            : throw new ScannerSilent(answer, null);
    }
}

/// <param name="Finding">The name of what was found, or why it could not be read.</param>
public sealed record ScanAnswer(ScanVerdict Verdict, string? Finding);

/// <summary>The scanner gave no verdict; the file waits.</summary>
public sealed class ScannerSilent(string message, Exception? inner) : Exception(message, inner);
