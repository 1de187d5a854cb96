using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Domain.Privacy;

/// <summary>Who sent an item as its own texts tell: a source that names nobody still brings a signature. Pure.</summary>
public static class SenderInText
{
    /// <summary>Nobody signs with more names.</summary>
    internal const int MostSignatures = 20;

    /// <summary>A number or address that leads to a person is shorter; what is longer was only not looked through.</summary>
    private const int LongestNumber = 100;

    private static readonly LeakKind[] Numbers = [LeakKind.Phone, LeakKind.Email, LeakKind.NationalId];

    /// <summary>The same sender with all names that sign the texts beside, and where a form's head says that they live.</summary>
    public static Reporter WithSigners(this Reporter sender, TicketTexts texts) =>
        SignaturesIn(texts).Take(MostSignatures).Select(Signer).Concat(HomesIn(texts)).Aggregate(sender, static (known, one) => known.Beside(one));

    /// <summary>The same sender with the telephones, mail addresses and NIK beside that stand in the texts.</summary>
    /// <param name="allowed">As <see cref="Guarded.Allowed"/>.</param>
    public static Reporter WithNumbers(this Reporter sender, TicketTexts texts, IReadOnlySet<string> allowed)
    {
        var anybody = new Guarded(new Reporter { Anonymous = true }) { Allowed = allowed };
        var said =
            from text in Spoken(texts)
            from leak in LeakGate.Check([new OutgoingPart("", text)], anybody)
            where Numbers.Contains(leak.Kind) && leak.Length <= LongestNumber
            select NumberOf(leak.Kind, text.Substring(leak.Start, leak.Length).Trim());
        return said.Aggregate(sender, static (known, one) => known.Beside(one));
    }

    internal static IReadOnlyList<string> SignaturesIn(TicketTexts texts) =>
        [.. Spoken(texts).SelectMany(static text => Signatures.In(text).Select(s => text.Substring(s.Start, s.Length).Trim())).Where(static name => name.Length > 1).Distinct(StringComparer.Ordinal)];

    /// <summary>An address that is told once is told again: in a note, in an answer.</summary>
    internal static IEnumerable<Reporter> HomesIn(TicketTexts texts) =>
        Spoken(texts).SelectMany(HomeAddresses.InHeads).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostSignatures).Select(static address => new Reporter { Address = address });

    /// <summary>A body that signs is known by its own words, not by those that many bodies have.</summary>
    internal static Reporter Signer(string name) =>
        IdentityTraces.IsBody(name) ? new Reporter { Organisation = name, Anonymous = true } : new Reporter { Name = name };

    private static Reporter NumberOf(LeakKind kind, string said) => kind switch
    {
        LeakKind.Phone => new Reporter { Phone = said },
        LeakKind.Email => new Reporter { Email = said.ToLowerInvariant() },
        _ => new Reporter { NationalId = said },
    };

    /// <summary>Where a sender may name themself.</summary>
    private static IEnumerable<string> Spoken(TicketTexts texts) => new[] { texts.Title, texts.Body, texts.OriginalBody }.OfType<string>().Distinct(StringComparer.Ordinal);
}
