using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>One SMTP conversation (RFC 5321) with SIZE, 8BITMIME, PIPELINING and optional AUTH PLAIN or LOGIN.</summary>
internal sealed class SmtpSession(LineStream lines, PostOffice office, Logins logins, MailFaults faults, TimeProvider clock)
{
    /// <summary>25 MB, as Gmail.</summary>
    private const int LargestMail = 25 * 1024 * 1024;

    private readonly List<string> recipients = [];
    private string? account;
    private string? from;

    public async Task RunAsync(CancellationToken token)
    {
        await Say($"220 {MailServer.Name} ESMTP siap", token);
        while (await lines.ReadLineAsync(token) is byte[] line)
        {
            var text = Encoding.UTF8.GetString(line);
            var verb = text.Split(' ', 2)[0].ToUpperInvariant();
            var rest = text.Length > verb.Length ? text[(verb.Length + 1)..].Trim() : "";
            if (!await AnswerAsync(verb, rest, token))
            {
                return;
            }
        }
    }

    /// <returns>False when the conversation is over.</returns>
    private async Task<bool> AnswerAsync(string verb, string rest, CancellationToken token)
    {
        switch (verb)
        {
            case "EHLO":
                await Say($"250-{MailServer.Name}\r\n250-SIZE {LargestMail}\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN LOGIN{(logins.AccessToken is null ? "" : " XOAUTH2")}", token);
                return true;
            case "HELO":
                await Say($"250 {MailServer.Name}", token);
                return true;
            case "AUTH":
                await AuthenticateAsync(rest, token);
                return true;
            case "MAIL":
                await Say(BeginMail(rest), token);
                return true;
            case "RCPT":
                await Say(AddRecipient(rest), token);
                return true;
            case "DATA":
                return await TakeDataAsync(token);
            case "RSET":
                Reset();
                await Say("250 2.0.0 OK", token);
                return true;
            case "NOOP":
                await Say("250 2.0.0 OK", token);
                return true;
            case "QUIT":
                await Say("221 2.0.0 Sampai jumpa", token);
                return false;
            default:
                await Say("502 5.5.1 Perintah tidak dikenal", token);
                return true;
        }
    }

    private async Task AuthenticateAsync(string rest, CancellationToken token)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["XOAUTH2", var bearer])
        {
            account = faults.RefuseLogin ? null : logins.Bearer(bearer);
            await Say(account is null ? "535 5.7.8 Token tidak diterima" : "235 2.7.0 Diterima", token);
            return;
        }

        (string User, string Password)? given = words switch
        {
            ["PLAIN", var initial] => Logins.Plain(initial),
            ["PLAIN"] => Logins.Plain(await AskAsync("", token)),
            ["LOGIN", var user] => (Logins.Decode(user), Logins.Decode(await AskAsync("UGFzc3dvcmQ6", token))),
            ["LOGIN"] => (Logins.Decode(await AskAsync("VXNlcm5hbWU6", token)), Logins.Decode(await AskAsync("UGFzc3dvcmQ6", token))),
            _ => null,
        };
        account = given is var (name, password) && !faults.RefuseLogin && logins.Accept(name, password) ? name : null;
        await Say(account is null ? "535 5.7.8 Nama pengguna atau sandi tidak diterima" : "235 2.7.0 Diterima", token);
    }

    private async Task<string> AskAsync(string challenge, CancellationToken token)
    {
        await Say("334 " + challenge, token);
        return Encoding.ASCII.GetString(await lines.ReadLineAsync(token) ?? throw new EndOfStreamException());
    }

    private string BeginMail(string rest)
    {
        if (Path(rest, "FROM:") is not string path)
        {
            return "501 5.5.4 MAIL FROM:<alamat>";
        }

        if (Size(rest) > LargestMail)
        {
            return "552 5.3.4 Surat terlalu besar";
        }

        Reset();
        from = path;
        return "250 2.1.0 OK";
    }

    private string AddRecipient(string rest)
    {
        if (from is null)
        {
            return "503 5.5.1 MAIL lebih dulu";
        }

        if (Path(rest, "TO:") is not string path || !path.Contains('@', StringComparison.Ordinal))
        {
            return "501 5.1.3 Alamat tidak sah";
        }

        if (faults.TakeDeferRecipient())
        {
            return "451 4.7.1 Coba lagi nanti";
        }

        if (faults.QuotaSpent)
        {
            return "550 5.4.5 Daily user sending limit exceeded";
        }

        if (string.Equals(faults.RefuseRecipient, path, StringComparison.OrdinalIgnoreCase))
        {
            return "550 5.1.1 Kotak surat tidak ada";
        }

        recipients.Add(path.ToLowerInvariant());
        return "250 2.1.5 OK";
    }

    private async Task<bool> TakeDataAsync(CancellationToken token)
    {
        if (recipients.Count == 0)
        {
            await Say("503 5.5.1 RCPT lebih dulu", token);
            return true;
        }

        await Say("354 Kirim, akhiri dengan titik", token);
        var raw = await ReadMailAsync(token);
        if (raw is null)
        {
            await Say("552 5.3.4 Surat terlalu besar", token);
            Reset();
            return true;
        }

        office.Deliver(new Delivery { Account = account, From = from!, Recipients = [.. recipients], ReceivedAt = clock.GetUtcNow() }, FieldDropping.Of(raw, faults.DropFields));
        Reset();
        if (faults.TakeCloseAfterData())
        {
            return false;
        }

        await Say("250 2.0.0 Diterima", token);
        return true;
    }

    /// <returns>The mail with dot-stuffing undone; null when it is larger than allowed (it is read to its end all the same).</returns>
    private async Task<byte[]?> ReadMailAsync(CancellationToken token)
    {
        using var mail = new MemoryStream();
        while (true)
        {
            var line = await lines.ReadLineAsync(token) ?? throw new EndOfStreamException();
            if (line is [(byte)'.'])
            {
                return mail.Length > LargestMail ? null : mail.ToArray();
            }

            if (mail.Length <= LargestMail)
            {
                mail.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                mail.Write("\r\n"u8);
            }
        }
    }

    private void Reset()
    {
        from = null;
        recipients.Clear();
    }

    private static string? Path(string rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (open, close) = (rest.IndexOf('<'), rest.IndexOf('>'));
        return open >= 0 && close > open ? rest[(open + 1)..close] : null;
    }

    private static long Size(string rest)
    {
        var at = rest.IndexOf("SIZE=", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && long.TryParse(rest[(at + 5)..].Split(' ')[0], out var size) ? size : 0;
    }

    private ValueTask Say(string line, CancellationToken token) => lines.WriteLineAsync(line, token);
}
