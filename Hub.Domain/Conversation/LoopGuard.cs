namespace Hub.Domain.Conversation;

/// <summary>Stops mail loops by counting: whatever the other side is, it gets no more than this in an hour.</summary>
/// <param name="PerTicketAndAddress">Mails to one address about one ticket; default 6.</param>
/// <param name="PerAddress">Mails to one reporter's address in all; default 20. Staff have the budget of their bureau instead, from which a digest follows.</param>
/// <param name="PerTicket">Mails about one ticket to anybody; default 40.</param>
public sealed record LoopGuard(int PerTicketAndAddress = 6, int PerAddress = 20, int PerTicket = 40)
{
    /// <summary>The time over which mails are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="sent">What left within <see cref="Window"/> before now, this mail not counted.</param>
    /// <returns>Null when the mail may leave; else the cap that holds it and raises the alarm.</returns>
    public LoopCap? Check(LoopCount sent)
    {
        if (sent.TicketAndAddress >= PerTicketAndAddress)
        {
            return LoopCap.TicketAndAddress;
        }

        if (sent.Address >= PerAddress)
        {
            return LoopCap.Address;
        }

        return sent.Ticket >= PerTicket ? LoopCap.Ticket : null;
    }

    /// <summary>Whether a mail that came in may cause one to go out at all (RFC 3834, 2).</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="isOwn">Its Message-ID carries our signature: a notice that came back.</param>
    public static bool MayAnswer(Submissions.Mail mail, bool isOwn) => !(isOwn || mail.IsAutomatic || mail.IsBounce || mail.IsList);
}

/// <summary>Mails of the last hour.</summary>
public sealed record LoopCount(int TicketAndAddress, int Address, int Ticket);

/// <summary>Which cap was reached.</summary>
public enum LoopCap
{
    TicketAndAddress,
    Address,
    Ticket,
}
