using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>An SMTP server on loopback that follows a script: what it says to a command, and where it hangs up.</summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string?> _script;
    private readonly bool _together;
    private readonly Lock _gate = new();
    private readonly Task _serving;

    /// <param name="script">The answer to a line; null for the usual one; "hang up" to end the connection, "silence" to say nothing more. The whole mail is asked for as ".".</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="together">Talks to all who connect; else to one after the other.</param>
    public ScriptedSmtp(Func<string, string?> script, int port = 0, bool together = false)
    {
        (_script, _together, _listener) = (script, together, new TcpListener(IPAddress.Loopback, port));
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>Mails that were acknowledged.</summary>
    public List<string> Taken { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                var talk = TalkAsync(client);
                if (!_together)
                {
                    await talk;
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception gone) when (gone is IOException || (_together && gone is OperationCanceledException))
        {
            // The client went away, or the test is over; the next one is served.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 uji ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } line && await AnswerAsync(line, reader, writer))
        {
            // The script decides how long the talk goes on.
        }
    }

    private async Task<bool> AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        var answer = _script(line);
        if (answer == "hang up")
        {
            return false;
        }

        await writer.WriteLineAsync(answer ?? (line.StartsWith("DATA", StringComparison.Ordinal) ? "354 go on" : "250 ok"));
        if (!line.StartsWith("DATA", StringComparison.Ordinal) || answer is not null)
        {
            return !line.StartsWith("QUIT", StringComparison.Ordinal);
        }

        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".")
        {
            mail.AppendLine(text);
        }

        var verdict = _script(".");
        if (verdict == "hang up")
        {
            return false;
        }

        if (verdict == "silence")
        {
            await reader.ReadLineAsync(_stop.Token);
            return false;
        }

        if (verdict is null)
        {
            lock (_gate)
            {
                Taken.Add(mail.ToString());
            }
        }

        await writer.WriteLineAsync(verdict ?? "250 taken");
        return true;
    }
}
