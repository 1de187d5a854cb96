namespace Hub.Mocks.Mail;

/// <summary>One mail in one folder. The bytes stay in the delivery's file.</summary>
public sealed class StoredMail
{
    private readonly string path;
    private readonly int start;

    internal StoredMail(uint uid, Delivery delivery, MailSummary summary, string path, int start, int size)
    {
        (Uid, Delivery, Summary, Size) = (uid, delivery, summary, size);
        (this.path, this.start) = (path, start);
    }

    public uint Uid { get; }
    public Delivery Delivery { get; }
    public MailSummary Summary { get; }
    public int Size { get; }

    /// <summary>IMAP flags such as <c>\Seen</c>; empty for a mailbox that nobody touched.</summary>
    public ISet<string> Flags { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a mail with this Message-ID was handed over; the folder keeps the first.</summary>
    public int Arrivals { get; internal set; } = 1;

    internal StoredMail WithUid(uint uid) => new(uid, Delivery, Summary, path, start, Size) { Arrivals = Arrivals };

    public byte[] Read() => File.ReadAllBytes(path)[start..];
}

/// <summary>What lists show of a mail.</summary>
/// <param name="MessageId">Without angle brackets; null when there is none.</param>
public sealed record MailSummary(string? MessageId, string Subject, string From, string To);
