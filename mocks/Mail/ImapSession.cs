using System.Globalization;

namespace Hub.Mocks.Mail;

/// <summary>One IMAP4rev1 conversation (RFC 3501) with IDLE, ID, NAMESPACE, SPECIAL-USE, UNSELECT and Gmail's message ids.</summary>
internal sealed class ImapSession(LineStream lines, PostOffice office, Logins logins, MailFaults faults, Action<string> hearIntroduction)
{
    private const string Refused = "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=";

    private string Capabilities { get; } = $"IMAP4rev1 SASL-IR AUTH=PLAIN{(logins.AccessToken is null ? "" : " AUTH=XOAUTH2")} ID IDLE NAMESPACE SPECIAL-USE UNSELECT LITERAL+ X-GM-EXT-1";

    private MailBox? box;
    private MailFolder? folder;
    private bool readOnly;
    private IReadOnlyList<StoredMail> shown = [];

    public async Task RunAsync(CancellationToken token)
    {
        await Say($"* OK [CAPABILITY {Capabilities}] {MailServer.Name} siap", token);
        while (await ImapCommand.ReadAsync(lines, token) is { } command)
        {
            try
            {
                if (!await AnswerAsync(command, token))
                {
                    return;
                }
            }
            catch (Exception e) when (e is NotSupportedException or FormatException)
            {
                await Say($"{command.Tag} BAD tidak didukung: {Printable(e.Message)}", token);
            }
        }
    }

    /// <returns>False when the conversation is over.</returns>
    private async Task<bool> AnswerAsync(ImapCommand command, CancellationToken token)
    {
        switch (command.Verb)
        {
            case "CAPABILITY":
                await DoneAsync(command, "* CAPABILITY " + Capabilities, token);
                return true;
            case "ID":
                hearIntroduction(string.Join(' ', command.Arguments.SelectMany(a => a.List).Select(a => a.Text)));
                await DoneAsync(command, "* ID (\"name\" \"Surat tiruan\")", token);
                return true;
            case "NOOP" or "CHECK":
                await TellNewsAsync(token);
                await DoneAsync(command, null, token);
                return true;
            case "LOGOUT":
                lines.Leave();
                await DoneAsync(command, "* BYE sampai jumpa", token);
                return false;
            case "LOGIN":
                await LoginAsync(command, (command.Text(0) ?? "", command.Text(1) ?? ""), token);
                return true;
            case "AUTHENTICATE":
                await AuthenticateAsync(command, token);
                return true;
        }

        if (box is null)
        {
            await Say($"{command.Tag} NO masuk dahulu", token);
            return true;
        }

        return await AnswerLoggedInAsync(command, box, token);
    }

    private async Task<bool> AnswerLoggedInAsync(ImapCommand command, MailBox own, CancellationToken token)
    {
        switch (command.Verb)
        {
            case "NAMESPACE":
                await DoneAsync(command, "* NAMESPACE ((\"\" \"/\")) NIL NIL", token);
                return true;
            case "LIST" or "LSUB" or "XLIST":
                await ListAsync(command, token);
                return true;
            case "STATUS":
                await StatusAsync(command, own, token);
                return true;
            case "SELECT" or "EXAMINE":
                await SelectAsync(command, own, token);
                return true;
            case "IDLE":
                return await IdleAsync(command, token);
            case "CLOSE" or "UNSELECT":
                folder = null;
                await DoneAsync(command, null, token);
                return true;
        }

        if (folder is null)
        {
            await Say($"{command.Tag} BAD pilih folder dahulu", token);
            return true;
        }

        return await AnswerSelectedAsync(command, token);
    }

    private async Task<bool> AnswerSelectedAsync(ImapCommand command, CancellationToken token)
    {
        switch (command.Verb)
        {
            case "SEARCH" or "UID SEARCH":
                await SearchAsync(command, token);
                return true;
            case "FETCH" or "UID FETCH":
                return await FetchAsync(command, token);
            case "STORE" or "UID STORE":
                await StoreAsync(command, token);
                return true;
            default:
                await Say($"{command.Tag} NO {Printable(command.Verb)} tidak ada di server tiruan ini", token);
                return true;
        }
    }

    private async Task AuthenticateAsync(ImapCommand command, CancellationToken token)
    {
        var byToken = logins.AccessToken is not null && string.Equals(command.Text(0), "XOAUTH2", StringComparison.OrdinalIgnoreCase);
        if (!byToken && !string.Equals(command.Text(0), "PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            await Say($"{command.Tag} NO hanya PLAIN", token);
            return;
        }

        var message = command.Text(1);
        if (message is null)
        {
            await Say("+ ", token);
            message = System.Text.Encoding.ASCII.GetString(await lines.ReadLineAsync(token) ?? throw new EndOfStreamException());
        }

        if (byToken)
        {
            await LoginByTokenAsync(command, logins.Bearer(message), token);
            return;
        }

        await LoginAsync(command, Logins.Plain(message) ?? ("", ""), token);
    }

    /// <summary>As Gmail does: the reason comes as a challenge, and after the client's empty answer the refusal.</summary>
    private async Task LoginByTokenAsync(ImapCommand command, string? user, CancellationToken token)
    {
        if (user is null || faults.RefuseLogin)
        {
            await Say("+ " + Refused, token);
            await lines.ReadLineAsync(token);
            await Say($"{command.Tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", token);
            return;
        }

        box = office.Box(user);
        await Say($"{command.Tag} OK [CAPABILITY {Capabilities}] masuk", token);
    }

    private async Task LoginAsync(ImapCommand command, (string User, string Password) given, CancellationToken token)
    {
        if (faults.RefuseLogin || !logins.Accept(given.User, given.Password))
        {
            await Say($"{command.Tag} NO [AUTHENTICATIONFAILED] Nama pengguna atau sandi salah", token);
            return;
        }

        box = office.Box(given.User);
        await Say($"{command.Tag} OK [CAPABILITY {Capabilities}] masuk", token);
    }

    private async Task ListAsync(ImapCommand command, CancellationToken token)
    {
        var pattern = command.Arguments.Where(a => a.Text is not null).Select(a => a.Text!).LastOrDefault() ?? "";
        if (pattern.Length == 0)
        {
            await Say("* LIST (\\Noselect) \"/\" \"\"", token);
        }

        if (pattern is "*" or "%" || string.Equals(pattern, "INBOX", StringComparison.OrdinalIgnoreCase))
        {
            await Say("* LIST (\\HasNoChildren) \"/\" \"INBOX\"", token);
        }

        if (pattern is "*" or MailBox.SentName)
        {
            await Say($"* LIST (\\HasNoChildren \\Sent) \"/\" \"{MailBox.SentName}\"", token);
        }

        await DoneAsync(command, null, token);
    }

    private async Task StatusAsync(ImapCommand command, MailBox own, CancellationToken token)
    {
        if (own.Find(command.Text(0) ?? "") is not { } asked)
        {
            await Say($"{command.Tag} NO [NONEXISTENT] folder tidak ada", token);
            return;
        }

        var mails = asked.Snapshot();
        var unseen = mails.Count(m => !m.Flags.Contains("\\Seen"));
        await DoneAsync(command, $"* STATUS \"{asked.Name}\" (MESSAGES {mails.Count} RECENT 0 UNSEEN {unseen} UIDNEXT {asked.UidNext} UIDVALIDITY {asked.UidValidity})", token);
    }

    private async Task SelectAsync(ImapCommand command, MailBox own, CancellationToken token)
    {
        folder = own.Find(command.Text(0) ?? "");
        if (folder is null)
        {
            await Say($"{command.Tag} NO [NONEXISTENT] folder tidak ada", token);
            return;
        }

        shown = folder.Snapshot();
        readOnly = command.Verb == "EXAMINE";
        await Say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)", token);
        await Say($"* OK [PERMANENTFLAGS ({(readOnly ? "" : "\\Answered \\Flagged \\Deleted \\Seen \\Draft")})] tanda", token);
        await Say($"* {shown.Count} EXISTS", token);
        await Say("* 0 RECENT", token);
        await Say($"* OK [UIDVALIDITY {folder.UidValidity}] nomor sah", token);
        await Say($"* OK [UIDNEXT {folder.UidNext}] nomor berikut", token);
        await Say($"{command.Tag} OK [{(readOnly ? "READ-ONLY" : "READ-WRITE")}] terpilih", token);
    }

    private async Task SearchAsync(ImapCommand command, CancellationToken token)
    {
        await TellNewsAsync(token);
        var test = new ImapSearch(command.Arguments, shown.Count, shown.Count == 0 ? 0 : shown[^1].Uid).Build();
        var byUid = command.Verb.StartsWith("UID", StringComparison.Ordinal);
        var found = shown.SkipLast(faults.HiddenMails).Select((m, i) => (Mail: m, Number: i + 1)).Where(p => test(p.Number, p.Mail))
            .Select(p => (byUid ? p.Mail.Uid : (uint)p.Number).ToString(CultureInfo.InvariantCulture));
        await DoneAsync(command, string.Join(' ', found.Prepend("* SEARCH")), token);
    }

    /// <returns>False when the scripted fault cut the connection.</returns>
    private async Task<bool> FetchAsync(ImapCommand command, CancellationToken token)
    {
        var fetch = new ImapFetch(ImapFetch.Items(command.Arguments[1]), command.Verb.StartsWith("UID", StringComparison.Ordinal));
        if (fetch.HasBody && Chosen(command).Select(c => c.Mail.Summary.Subject).FirstOrDefault(s => s.Contains(MailFaults.Damaged, StringComparison.Ordinal)) is { } damaged)
        {
            await Say($"{command.Tag} NO {Printable(damaged)}", token);
            return true;
        }

        foreach (var (number, mail) in Chosen(command))
        {
            if (fetch.Reads && !readOnly)
            {
                mail.Flags.Add("\\Seen");
            }

            if (!await fetch.WriteAsync(lines, number, mail, fetch.HasBody && faults.TakeCutLiteral(), token))
            {
                return false;
            }
        }

        await DoneAsync(command, null, token);
        return true;
    }

    private async Task StoreAsync(ImapCommand command, CancellationToken token)
    {
        if (readOnly)
        {
            await Say($"{command.Tag} NO [READ-ONLY] folder dibuka hanya baca", token);
            return;
        }

        var (mode, flags) = ((command.Text(1) ?? "").ToUpperInvariant(), command.Arguments[2].List.Select(f => f.Text ?? "").ToArray());
        foreach (var (number, mail) in Chosen(command))
        {
            Array.ForEach(flags, f => _ = mode.StartsWith('-') ? mail.Flags.Remove(f) : mail.Flags.Add(f));
            if (!mode.EndsWith(".SILENT", StringComparison.Ordinal))
            {
                await Say($"* {number} FETCH (UID {mail.Uid} FLAGS ({string.Join(' ', mail.Flags)}))", token);
            }
        }

        await DoneAsync(command, null, token);
    }

    private IEnumerable<(int Number, StoredMail Mail)> Chosen(ImapCommand command)
    {
        var byUid = command.Verb.StartsWith("UID", StringComparison.Ordinal);
        var last = byUid ? (shown.Count == 0 ? 0 : shown[^1].Uid) : (uint)shown.Count;
        var set = ImapNumbers.Parse(command.Text(0) ?? "", last) ?? throw new NotSupportedException(command.Text(0) ?? "");
        return shown.Select((m, i) => (i + 1, m)).Where(p => set.Holds(byUid ? p.m.Uid : (uint)p.Item1));
    }

    private async Task<bool> IdleAsync(ImapCommand command, CancellationToken token)
    {
        await Say("+ menunggu", token);
        var done = lines.ReadLineAsync(token);
        while (!done.IsCompleted)
        {
            var news = folder?.Changed ?? Task.Delay(Timeout.Infinite, token);
            await TellNewsAsync(token);
            await Task.WhenAny(done, news);
        }

        if (await done is null)
        {
            return false;
        }

        await DoneAsync(command, null, token);
        return true;
    }

    private async Task TellNewsAsync(CancellationToken token)
    {
        var now = folder?.Snapshot() ?? [];
        if (now.Count != shown.Count)
        {
            await Say($"* {now.Count} EXISTS", token);
        }

        shown = now;
    }

    private async Task DoneAsync(ImapCommand command, string? untagged, CancellationToken token)
    {
        if (untagged is not null)
        {
            await Say(untagged, token);
        }

        await Say($"{command.Tag} OK selesai", token);
    }

    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~').Take(80));

    private ValueTask Say(string line, CancellationToken token) => lines.WriteLineAsync(line, token);
}
