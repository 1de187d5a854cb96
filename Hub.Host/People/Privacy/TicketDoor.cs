using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.Storage;

namespace Hub.Host.People.Privacy;

/// <summary>The one door to what is sealed: makes a view of a ticket for a reader, and writes down every opening before anything is shown.</summary>
public sealed class TicketDoor(TicketSeal seal, AuditTrail audit)
{
    /// <summary>What that person reads without saying why: the blotted words; of a secret ticket only its handlers.</summary>
    public TicketView Show(Ticket ticket, CurrentUser user) => new(ticket, seal, Sight(ticket, user));

    /// <summary>Everything, for a stated purpose; the entry in the trail is written with the caller's work.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="action">What is opened, for the trail.</param>
    /// <exception cref="IdentityClosed">No right or no purpose; the message is for the person.</exception>
    public async Task<TicketView> OpenAsync(HubDbContext db, Ticket ticket, CurrentUser user, string? purpose, string action, string? detail, CancellationToken token)
    {
        await WriteDownAsync(db, ticket, user, user.MayOpenIdentity(ticket) && user.MayReadText(ticket), purpose, action, detail, token);
        return new TicketView(ticket, seal, Privacy.Sight.Whole);
    }

    /// <summary>A file of the ticket, for whoever may read its text; of a protected one for a stated purpose.</summary>
    /// <param name="action">That it was read, or that it was held.</param>
    /// <exception cref="IdentityClosed">No right or no purpose.</exception>
    public Task OpenFileAsync(HubDbContext db, Ticket ticket, TicketAttachment file, CurrentUser user, string? purpose, string action, CancellationToken token) =>
        WriteDownAsync(db, ticket, user, user.MayReadText(ticket), ticket.IsProtected ? purpose : "", action, $"{file.Id}", token, asks: ticket.IsProtected);

    /// <summary>What a person wrote about a ticket, for what stays when the ticket's words go: without whoever sent it, or another of the same matter.</summary>
    internal Task<string> WithoutSenderAsync(HubDbContext db, Ticket ticket, string text, CancellationToken token) => seal.WithoutSenderAsync(db, ticket, text, token);

    private async Task WriteDownAsync(
        HubDbContext db, Ticket ticket, CurrentUser user, bool may, string? purpose, string action, string? detail, CancellationToken token, bool asks = true)
    {
        if (!may)
        {
            await audit.WriteAsync(db, user.Name, $"{action}.refused", ticket.Number, detail, token);
            throw new IdentityClosed(TicketRefusal.Say("IdentityNotYours"));
        }

        var stated = purpose?.Trim() ?? "";
        if (asks && stated.Length < ReporterVault.ShortestPurpose)
        {
            throw new IdentityClosed(TicketRefusal.Say("IdentityNoPurpose"));
        }

        var kept = await seal.WithoutSenderAsync(db, ticket, stated, token);
        await audit.WriteAsync(db, user.Name, action, ticket.Number, detail is null ? kept : $"{detail}: {kept}".TrimEnd(' ', ':'), token);
    }

    private static Sight Sight(Ticket ticket, CurrentUser user) =>
        ticket.Secret && user.MayReadText(ticket) ? Privacy.Sight.Blotted : Privacy.Sight.Stored;
}

/// <summary>How much of a ticket a view shows.</summary>
internal enum Sight
{
    /// <summary>What lies open in the store.</summary>
    Stored,

    /// <summary>All words, without who wrote them.</summary>
    Blotted,
    Whole,
}

/// <summary>A ticket's words as one reader may read them; only <see cref="TicketDoor"/> makes one. Where the key is gone, what lies open is all there is.</summary>
public sealed class TicketView
{
    private readonly Ticket ticket;
    private readonly TicketSeal seal;
    private readonly Sight sight;

    internal TicketView(Ticket ticket, TicketSeal seal, Sight sight)
    {
        (this.ticket, this.seal, this.sight) = (ticket, seal, sight);
        Texts = See(ticket.Sealed, ticket.Texts());
    }

    public TicketTexts Texts { get; }

    public string? Words(TicketEvent happened) => See(happened.Sealed, happened.Texts()).Text;

    /// <summary>What else stands in the letter of which the event's words are only what was written new: each word is shown once. Null where nothing else does.</summary>
    public string? Letter(TicketEvent happened)
    {
        var (letter, words) = (Happened(happened).WholeLetter(), Words(happened)?.Trim() ?? "");
        var rest = letter is not null && letter.IndexOf(words, StringComparison.Ordinal) is var at and >= 0 ? letter.Remove(at, words.Length) : letter;
        return string.IsNullOrWhiteSpace(rest) ? null : rest.Trim();
    }

    /// <summary>What happened, with the words in it as this reader may read them: whom somebody asked, where it was sent.</summary>
    public Happening Happened(TicketEvent happened) => Happening.Read(happened.Kind, See(happened.Sealed, happened.Texts()).Data);

    public FileTexts File(TicketAttachment file) => See(file.Sealed, file.Texts());

    /// <summary>Some of it does not open, because the store was altered: in its place stands what lies open there.</summary>
    public bool IsBroken { get; private set; }

    private T See<T>(byte[]? closed, T stored) where T : class
    {
        try
        {
            return sight != Sight.Stored && seal.Open<Layers<T>>(ticket, closed) is { } layers ? (sight == Sight.Whole ? layers.Whole : layers.Blotted) : stored;
        }
        catch (SealBroken)
        {
            IsBroken = true;
            return stored;
        }
    }
}
