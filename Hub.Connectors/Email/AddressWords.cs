using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Reads the people in an address field, also in one that no grammar allows.</summary>
internal static class AddressWords
{
    public static IEnumerable<MailAddress> Read(byte[] raw) =>
        InternetAddressList.TryParse(MailReader.Parsing, raw, out var list)
            ? list.Mailboxes.Select(m => new MailAddress(string.IsNullOrWhiteSpace(m.Name) ? null : MailHeaders.Collapse(m.Name), m.Address))
            : [];
}
