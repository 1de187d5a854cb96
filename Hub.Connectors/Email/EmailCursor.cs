using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>How far a folder has been taken. Only a place to go on from: what makes a mail unique is its content.</summary>
/// <param name="UidValidity">When the server changes it, all UIDs are void and the folder is read again; the ledger drops what it knows.</param>
/// <param name="LastUid">The highest UID that is stored; 0 at the start.</param>
/// <param name="TendedUid">Up to here the option <see cref="AfterFetch"/> has been carried out.</param>
internal sealed record EmailCursor(uint UidValidity, uint LastUid, uint TendedUid)
{
    public static EmailCursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<EmailCursor>(text, JsonSerializerOptions.Web);
        }
        catch (JsonException unreadable)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MailboxTexts>("CursorUnreadable"), unreadable);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
