using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Mailing.Links;

/// <summary>Makes and reads the links by which staff act from a notice without signing in. Opening one only shows what would happen; the button on its page acts, once.</summary>
public sealed class ActionLinks(KeyFolder keys, HubOptions options)
{
    public const string Path = "/aksi";

    /// <summary>From the notice on; afterwards people use the page of the ticket.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private const int MacLength = 16;
    private readonly byte[] key = keys.KeyFor("action-link");

    /// <param name="contact">The recipient; the link acts in that name and only while the ticket is with that bureau.</param>
    /// <param name="row">The outbox row, so that each notice has links of its own; for words that wait, theirs.</param>
    /// <param name="since">When the notice was written.</param>
    public Uri Create(LinkAct act, string number, Contact contact, long row, DateTimeOffset since)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(int)act}/{number}/{contact.Id}/{row}/{(since + Life).ToUnixTimeSeconds()}/{MarkOf(contact)}");
        var payload = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
        return new Uri(options.PublicAddress, $"{Path}?kunci={payload}.{MacOf(payload)}");
    }

    /// <returns>Null when the link is not ours or too old.</returns>
    public ActionLink? Read(string? secret, DateTimeOffset now)
    {
        if (secret?.Split('.') is not [var payload, var mac] || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.ASCII.GetBytes(MacOf(payload))))
        {
            return null;
        }

        // Signed by us: its form is as we wrote it.
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(payload)).Split('/');
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[4], CultureInfo.InvariantCulture));
        return now >= expires
            ? null
            : new ActionLink((LinkAct)int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), long.Parse(parts[3], CultureInfo.InvariantCulture), parts.ElementAtOrDefault(5) ?? "", Domain.Envelopes.Fingerprint.Of(Encoding.ASCII.GetBytes(payload)));
    }

    /// <summary>Who the person was: an entry that was given to somebody else, or to another office or role, has another.</summary>
    internal static string MarkOf(Contact contact) => Domain.Envelopes.Fingerprint.Of(Encoding.UTF8.GetBytes($"{contact.Address}|{contact.Bureau}|{contact.Role}"))[..16];

    private string MacOf(string payload) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(payload)).AsSpan(0, MacLength));
}

/// <summary>What a link asks for.</summary>
/// <param name="Contact">In whose name.</param>
/// <param name="Row">What it belongs to.</param>
/// <param name="Mark">Who that was.</param>
/// <param name="Hash">By which its use is remembered.</param>
public sealed record ActionLink(LinkAct Act, string Number, long Contact, long Row, string Mark, string Hash);
