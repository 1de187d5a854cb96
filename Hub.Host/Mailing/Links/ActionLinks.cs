using System.Globalization;
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

    private readonly SignedText signed = new(keys.KeyFor("action-link"));

    /// <param name="contact">The recipient; the link acts in that name and only while the ticket is with that bureau.</param>
    /// <param name="row">The outbox row, so that each notice has links of its own; for words that wait, theirs.</param>
    /// <param name="since">When the notice was written.</param>
    public Uri Create(LinkAct act, string number, Contact contact, long row, DateTimeOffset since)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(int)act}/{number}/{contact.Id}/{row}/{(since + Life).ToUnixTimeSeconds()}/{MarkOf(contact)}");
        return new Uri(options.PublicAddress, $"{Path}?kunci={signed.Sign(text)}");
    }

    /// <returns>Null when the link is not ours or too old.</returns>
    public ActionLink? Read(string? secret, DateTimeOffset now)
    {
        if (signed.Read(secret) is not { } read)
        {
            return null;
        }

        // Signed by us: its form is as we wrote it.
        var parts = read.Parts;
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[4], CultureInfo.InvariantCulture));
        return now >= expires
            ? null
            : new ActionLink((LinkAct)int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), long.Parse(parts[3], CultureInfo.InvariantCulture), parts.ElementAtOrDefault(5) ?? "", read.Hash);
    }

    /// <summary>Who the person was: an entry that was given to somebody else, or to another office or role, has another.</summary>
    internal static string MarkOf(Contact contact) => Domain.Envelopes.Fingerprint.Of(Encoding.UTF8.GetBytes($"{contact.Address}|{contact.Bureau}|{contact.Role}"))[..16];
}

/// <summary>What a link asks for.</summary>
/// <param name="Contact">In whose name.</param>
/// <param name="Row">What it belongs to.</param>
/// <param name="Mark">Who that was.</param>
/// <param name="Hash">By which its use is remembered.</param>
public sealed record ActionLink(LinkAct Act, string Number, long Contact, long Row, string Mark, string Hash);
