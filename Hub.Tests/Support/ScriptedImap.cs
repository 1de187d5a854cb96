using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Tests.Support;

/// <summary>A mail as a bad server shows it.</summary>
internal sealed record OddMail(string Raw)
{
    /// <summary>As the server writes it, without quotes.</summary>
    public string InternalDate { get; init; } = "23-Nov-2026 09:00:00 +0800";

    /// <summary>How many bytes of a body the server announces; the rest follows unannounced.</summary>
    public int? Announced { get; init; }

    /// <summary>Listed; its body is never sent.</summary>
    public bool Withheld { get; init; }

    /// <summary>Sent only when it is asked for by itself.</summary>
    public bool Forgotten { get; init; }

    /// <summary>Its facts (size, date) are never told.</summary>
    public bool Factless { get; init; }

    /// <summary>One byte at a time, this far apart.</summary>
    public TimeSpan Drip { get; init; }
}

/// <summary>An IMAP server that breaks its word, one folder for everybody; UIDs count from 1.</summary>
internal sealed partial class ScriptedImap : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<OddMail> mails;
    private readonly Task serving;

    private ScriptedImap(IReadOnlyList<OddMail> mails)
    {
        this.mails = mails;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static ScriptedImap Start(params OddMail[] mails) => new(mails);

    public static string Letter(int number) =>
        $"From: Warga {number} <warga{number}@contoh.id>\r\nTo: kesra@setda.contoh\r\nSubject: Surat {number}\r\nMessage-ID: <odd-{number}@contoh.id>\r\nDate: Mon, 23 Nov 2026 08:00:00 +0800\r\n\r\nIsi surat {number}.\r\n";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(SpeakAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task SpeakAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        try
        {
            await SayAsync(stream, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] siap\r\n");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var (tag, rest) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                await AnswerAsync(stream, rest.ToUpperInvariant());
                await SayAsync(stream, rest.StartsWith("EXAMINE", StringComparison.OrdinalIgnoreCase) ? $"{tag} OK [READ-ONLY] selesai\r\n" : $"{tag} OK selesai\r\n");
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client had enough.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string command)
    {
        if (command.StartsWith("LIST", StringComparison.Ordinal) || command.StartsWith("LSUB", StringComparison.Ordinal))
        {
            await SayAsync(stream, "* LIST (\\HasNoChildren) \"/\" INBOX\r\n");
        }
        else if (command.StartsWith("NAMESPACE", StringComparison.Ordinal))
        {
            await SayAsync(stream, "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
        }
        else if (command.StartsWith("CAPABILITY", StringComparison.Ordinal))
        {
            await SayAsync(stream, "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n");
        }
        else if (command.StartsWith("EXAMINE", StringComparison.Ordinal) || command.StartsWith("SELECT", StringComparison.Ordinal))
        {
            await SayAsync(stream, $"* {mails.Count} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] sah\r\n* OK [UIDNEXT {mails.Count + 1}] berikut\r\n");
        }
        else if (command.StartsWith("UID SEARCH", StringComparison.Ordinal))
        {
            await SayAsync(stream, $"* SEARCH {string.Join(' ', Chosen(command[(command.LastIndexOf(' ') + 1)..]))}\r\n");
        }
        else if (command.StartsWith("UID FETCH", StringComparison.Ordinal))
        {
            var chosen = Chosen(command.Split(' ')[2]).ToList();
            foreach (var uid in chosen)
            {
                await (command.Contains("BODY", StringComparison.Ordinal) ? BodyAsync(stream, uid, command, alone: chosen.Count == 1) : FactsAsync(stream, uid));
            }
        }
    }

    private Task FactsAsync(NetworkStream stream, int uid) => mails[uid - 1].Factless
        ? Task.CompletedTask
        : SayAsync(stream, $"* {uid} FETCH (UID {uid} RFC822.SIZE {mails[uid - 1].Raw.Length} INTERNALDATE \"{mails[uid - 1].InternalDate}\")\r\n");

    private async Task BodyAsync(NetworkStream stream, int uid, string command, bool alone)
    {
        var mail = mails[uid - 1];
        if (mail.Withheld || (mail.Forgotten && !alone))
        {
            return;
        }

        var part = Partial().Match(command);
        var from = part.Success ? Math.Min(int.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture), mail.Raw.Length) : 0;
        var bytes = Encoding.Latin1.GetBytes(mail.Raw[from..]);
        await SayAsync(stream, $"* {uid} FETCH (UID {uid} BODY[]{(part.Success ? $"<{from}>" : "")} {{{mail.Announced ?? bytes.Length}}}\r\n");
        for (var i = 0; mail.Drip > TimeSpan.Zero && i < bytes.Length; i++)
        {
            await Task.Delay(mail.Drip, stop.Token);
            await stream.WriteAsync(bytes.AsMemory(i, 1), stop.Token);
        }

        await stream.WriteAsync(mail.Drip > TimeSpan.Zero ? [] : bytes, stop.Token);
        await SayAsync(stream, ")\r\n");
    }

    private IEnumerable<int> Chosen(string set) => Enumerable.Range(1, mails.Count).Where(uid => set.Split(',').Any(piece =>
    {
        var ends = piece.Split(':');
        return uid >= int.Parse(ends[0], CultureInfo.InvariantCulture) && (ends[^1] == "*" || uid <= uint.Parse(ends[^1], CultureInfo.InvariantCulture));
    }));

    private Task SayAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token).AsTask();

    [GeneratedRegex(@"<(\d+)\.\d+>")]
    private static partial Regex Partial();
}
