namespace Hub.Mocks.Mail;

/// <summary>Faults that a tester switches on; a count is used up, an address stays until it is taken away.</summary>
public sealed class MailFaults
{
    /// <summary>A mail with these words in its subject is listed; its content the server refuses, naming the subject.</summary>
    public const string Damaged = "Surat yang rusak di server";

    private int cutLiterals;
    private int deferRecipients;
    private int closeAfterData;

    /// <summary>All off.</summary>
    public void Clear() => (CutLiterals, DeferRecipients, CloseAfterData, RefuseRecipient, RefuseLogin, QuotaSpent, HiddenMails) = (0, 0, 0, null, false, false, 0);

    /// <summary>So many of the next fetched bodies end in the middle and the connection drops.</summary>
    public int CutLiterals { get => cutLiterals; set => cutLiterals = value; }

    /// <summary>So many of the next RCPT commands get 451.</summary>
    public int DeferRecipients { get => deferRecipients; set => deferRecipients = value; }

    /// <summary>So many of the next mails are taken, but the connection drops before the answer.</summary>
    public int CloseAfterData { get => closeAfterData; set => closeAfterData = value; }

    /// <summary>This address gets 550; null: nobody.</summary>
    public string? RefuseRecipient { get; set; }

    /// <summary>Header fields that the server takes out of every mail it is given, as a careless relay does; lower case.</summary>
    public IReadOnlyCollection<string> DropFields { get; set; } = [];

    /// <summary>Every login is refused, as after a changed password.</summary>
    public bool RefuseLogin { get; set; }

    /// <summary>Every mail is refused as Gmail refuses those of an account that has sent too many today.</summary>
    public bool QuotaSpent { get; set; }

    /// <summary>So many of the newest mails of a folder are counted, and named by no search.</summary>
    public int HiddenMails { get; set; }

    internal bool TakeCutLiteral() => Take(ref cutLiterals);

    internal bool TakeDeferRecipient() => Take(ref deferRecipients);

    internal bool TakeCloseAfterData() => Take(ref closeAfterData);

    private static bool Take(ref int left)
    {
        for (var seen = Volatile.Read(ref left); seen > 0; seen = Volatile.Read(ref left))
        {
            if (Interlocked.CompareExchange(ref left, seen - 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }
}
