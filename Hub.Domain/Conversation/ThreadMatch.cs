using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Conversation;

/// <summary>Where a mail belongs. A mail joins a ticket only when a token that was made for its sender and the references agree; every doubt goes to people.</summary>
public sealed record ThreadMatch(ThreadOutcome Outcome, string? Ticket, ThreadReason Reason)
{
    /// <summary>The mail comes from whom a token of the ticket was made for; true for an officer, false for the reporter, null for everybody else.</summary>
    public bool? IsStaff { get; init; }

    /// <summary>A signature of ours leads to the ticket, whoever wrote.</summary>
    public bool IsSigned { get; init; }

    /// <param name="mail">The mail's place in its conversation.</param>
    /// <param name="evidence">What the hub knows about what the mail names.</param>
    /// <param name="subject">For the number that people leave standing there.</param>
    public static ThreadMatch Of(Mail mail, string? subject, ThreadEvidence evidence)
    {
        var ids = mail.References.Append(mail.InReplyTo).OfType<string>().ToList();
        List<TokenReading> tokens =
        [
            .. ids.Select(id => evidence.Token.ReadMessageId(id) with { Holder = evidence.HolderOfMessage.GetValueOrDefault(id) }),
            .. mail.Recipients.Select(address => evidence.Token.ReadAddress(address, evidence.Holders)),
            evidence.Token.ReadSubject(subject, evidence.Holders),
        ];
        var signed = Distinct(tokens.Select(t => t.Ticket));
        var referred = Distinct(ids.Select(id => evidence.TicketOfMessage.GetValueOrDefault(id)));
        var named = evidence.ExistingTicket(TicketNumber.FindIn(subject));
        var all = Distinct([.. signed, .. referred, named]);

        if (all.Count == 0)
        {
            return tokens.Any(t => t.IsForged) ? new(ThreadOutcome.Review, null, ThreadReason.ForgedToken) : new(ThreadOutcome.New, null, ThreadReason.NothingNamed);
        }

        if (all.Count > 1)
        {
            return new(ThreadOutcome.Review, signed.Count == 1 ? signed[0] : null, ThreadReason.Disagree);
        }

        if (tokens.Any(t => t.IsForged))
        {
            return new(ThreadOutcome.Review, all[0], ThreadReason.ForgedToken);
        }

        if (signed.Count == 0)
        {
            return new(ThreadOutcome.Review, all[0], ThreadReason.NoToken);
        }

        // An officer who is also the reporter of a ticket writes as what the answered mail was sent for.
        var held = tokens.Where(t => t.Ticket is not null && evidence.IsSender(t.Holder)).Select(t => t.Holder!.IsStaff).ToList();
        return held.Count > 0 && evidence.MayWriteTo(all[0])
            ? new(ThreadOutcome.Join, all[0], ThreadReason.Agree) { IsStaff = held[0], IsSigned = true }
            : new(ThreadOutcome.Review, all[0], held.Contains(true) ? ThreadReason.PassedOn : held.Count == 0 && evidence.MayWriteTo(all[0]) ? ThreadReason.OthersMail : ThreadReason.StrangeSender) { IsSigned = true };
    }

    private static List<string> Distinct(IEnumerable<string?> tickets) => [.. tickets.OfType<string>().Distinct(StringComparer.Ordinal)];
}

/// <summary>What the hub knows about the ids, numbers and people that a mail names.</summary>
public sealed record ThreadEvidence
{
    public required NoticeToken Token { get; init; }

    public required string? Sender { get; init; }

    /// <summary>To whom mails about a ticket went, by its number.</summary>
    public required Func<string, IEnumerable<TokenHolder>> Holders { get; init; }

    /// <summary>For whom our own mails were made, by Message-ID.</summary>
    public required IReadOnlyDictionary<string, TokenHolder> HolderOfMessage { get; init; }

    internal bool IsSender(TokenHolder? holder) => holder is not null && string.Equals(holder.Address, Sender, StringComparison.OrdinalIgnoreCase);

    /// <summary>Message-IDs that belong to a ticket, received or sent, with the ticket's number; at least those that the mail names.</summary>
    public required IReadOnlyDictionary<string, string> TicketOfMessage { get; init; }

    /// <summary>Gives back the number when there is such a ticket, else null.</summary>
    public required Func<string?, string?> ExistingTicket { get; init; }

    /// <summary>True when the mail's sender takes part in that ticket: its reporter, or somebody the hub wrote to about it.</summary>
    public required Func<string, bool> MayWriteTo { get; init; }
}

/// <summary>What is done with the mail.</summary>
public enum ThreadOutcome
{
    /// <summary>It opens a ticket of its own.</summary>
    New,

    /// <summary>It is attached to the ticket.</summary>
    Join,

    /// <summary>A person decides; the ticket, where one is named, is a suggestion.</summary>
    Review,
}

/// <summary>Why.</summary>
public enum ThreadReason
{
    NothingNamed,
    Agree,

    /// <summary>Token, references and subject point to more than one ticket.</summary>
    Disagree,

    /// <summary>A ticket is named, by subject or references, and nothing is signed.</summary>
    NoToken,

    /// <summary>The token holds, and the sender is not of this ticket: a forwarded notice, or a stranger.</summary>
    StrangeSender,

    /// <summary>The token holds and was made for somebody else, though the sender takes part in the ticket: a notice that a colleague handed on.</summary>
    OthersMail,

    /// <summary>The token holds and was made for the sender as an officer, whose office has the ticket no longer.</summary>
    PassedOn,

    /// <summary>Something looks like our token and its signature is wrong.</summary>
    ForgedToken,
}
