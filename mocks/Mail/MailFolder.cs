namespace Hub.Mocks.Mail;

/// <summary>A folder of a box, with IMAP numbering.</summary>
/// <param name="numbering">How often the server renumbered everything; decides UIDVALIDITY and the first UID.</param>
public sealed class MailFolder(string name, int numbering, Lock gate)
{
    private const uint FirstValidity = 1_700_000_000;

    private readonly List<StoredMail> mails = [];
    private readonly Dictionary<string, StoredMail> byMessageId = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;
    public uint UidValidity { get; private set; } = FirstValidity + (uint)numbering;
    public uint UidNext { get; private set; } = FirstUid(numbering);

    /// <summary>Every handing over, also of a mail that was here already.</summary>
    public int Arrivals { get; private set; }

    /// <summary>Ends at the next change; for IDLE.</summary>
    internal Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <returns>The mails as they are now, oldest first.</returns>
    public IReadOnlyList<StoredMail> Snapshot()
    {
        lock (gate)
        {
            return [.. mails];
        }
    }

    internal void Add(Delivery delivery, MailSummary summary, string path, int start, int size)
    {
        lock (gate)
        {
            Arrivals++;
            if (summary.MessageId is string id && byMessageId.TryGetValue(id, out var known))
            {
                known.Arrivals++;
                return;
            }

            var mail = new StoredMail(UidNext++, delivery, summary, path, start, size);
            mails.Add(mail);
            if (summary.MessageId is not null)
            {
                byMessageId[summary.MessageId] = mail;
            }
        }

        Signal();
    }

    /// <summary>The server "rebuilt" the folder: all numbers change, the mails stay.</summary>
    internal void Renumber(int newNumbering)
    {
        lock (gate)
        {
            var old = mails.ToArray();
            mails.Clear();
            byMessageId.Clear();
            (UidValidity, UidNext) = (FirstValidity + (uint)newNumbering, FirstUid(newNumbering));
            foreach (var mail in old.Select(m => m.WithUid(UidNext++)))
            {
                mails.Add(mail);
                if (mail.Summary.MessageId is string id)
                {
                    byMessageId[id] = mail;
                }
            }
        }

        Signal();
    }

    private static uint FirstUid(int numbering) => 1 + (100 * (uint)numbering);

    private void Signal()
    {
        lock (gate)
        {
            changed.TrySetResult();
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

/// <summary>One address: what it received and what it sent.</summary>
public sealed class MailBox(string address, int numbering, Lock gate)
{
    public const string SentName = "[Gmail]/Sent Mail";

    public string Address { get; } = address;
    public MailFolder Inbox { get; } = new("INBOX", numbering, gate);

    /// <summary>Submitted mail is kept here by the server itself, as Gmail does.</summary>
    public MailFolder Sent { get; } = new(SentName, numbering, gate);

    public MailFolder? Find(string name) =>
        string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase) ? Inbox : name == SentName ? Sent : null;
}
