using Hub.Domain.Letters;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>What of a protected ticket lies open in the store and what is sealed.</content>
public sealed partial class Ticket
{
    private bool isWhole;

    /// <summary>The name of this ticket's key, which is kept outside the store; null while nothing of it is sealed. When the key is gone, so is what it sealed.</summary>
    public string? Key { get; private set; }

    /// <summary>The true words (<see cref="Layers{T}"/> of <see cref="TicketTexts"/>) under <see cref="Key"/>; null where nothing is protected. What lies open beside it is already blotted.</summary>
    public byte[]? Sealed { get; private set; }

    public bool IsProtected => Anonymous || Secret;

    /// <summary>Words are sealed and no flag says why: the store was altered by hand. A flag that is lowered within the hub opens them in the same breath.</summary>
    public bool LostFlags => Sealed is not null && !IsProtected;

    /// <summary>Both flags are up again: which one was taken nobody knows.</summary>
    public void TakeFlagsBack() => (Anonymous, Secret) = (true, true);

    /// <summary>The words at hand are the true ones; of a protected ticket from the store only after <see cref="Reveal"/>.</summary>
    public bool IsWhole() => isWhole || Sealed is null;

    /// <summary>Bytes in memory of what it says, open and sealed.</summary>
    public long LengthOfWords() => (sizeof(char) * (long)Body.Length) + (Sealed?.Length ?? 0);

    /// <summary>Who sent the item that was taken last; null once it is in the identity compartment.</summary>
    public Reporter? Brought() => brought;

    private Reporter? brought;

    /// <summary>The words at hand.</summary>
    public TicketTexts Texts() => new()
    {
        Title = Title,
        Body = Body,
        OriginalBody = OriginalBody,
        Category = Category,
        Area = Area,
        LetterNumber = LetterNumber,
        Letter = Letter,
        Link = Link,
        Organisation = Organisation,
        SourceStatus = SourceStatus,
        Facts = Facts,
        Route = Route,
    };

    public void LockWith(string key) => Key = key;

    /// <summary>Puts the true words back for work that is shown to nobody; storing covers them again.</summary>
    public void Reveal(TicketTexts whole)
    {
        Put(whole);
        isWhole = true;
    }

    /// <summary>From now on only this lies open; the true words are in the seal.</summary>
    public void Cover(TicketTexts shown, byte[]? seal)
    {
        Put(shown);
        (Sealed, isWhole, brought) = (seal, false, null);
    }

    /// <summary>Nothing of it is sealed any more.</summary>
    /// <returns>The name of the key that it had.</returns>
    public string? Forgotten()
    {
        var key = Key;
        Key = null;
        return key;
    }

    private void Put(TicketTexts texts)
    {
        (Title, Body, OriginalBody, Category, Area) = (texts.Title, texts.Body, texts.OriginalBody, texts.Category, texts.Area);
        (LetterNumber, Letter, LetterKey) = (texts.LetterNumber, texts.Letter, Letter.KeyOf(texts.LetterNumber));
        (Link, Organisation, SourceStatus) = (texts.Link, texts.Organisation, texts.SourceStatus);
        (Facts, Route) = (texts.Facts, texts.Route);
    }
}
