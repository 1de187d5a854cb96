using System.Globalization;
using System.Text;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>SEARCH (RFC 3501 6.4.4): the keys that clients use for polling; an unknown key is an error, never "everything".</summary>
internal sealed class ImapSearch(IReadOnlyList<ImapArgument> keys, int count, uint lastUid)
{
    private int at;

    /// <returns>A test for (sequence number, mail).</returns>
    /// <exception cref="NotSupportedException">A key is not known here.</exception>
    public Func<int, StoredMail, bool> Build()
    {
        if (Peek() == "CHARSET")
        {
            at += 2;
        }

        var tests = new List<Func<int, StoredMail, bool>>();
        while (at < keys.Count)
        {
            tests.Add(One());
        }

        return (n, m) => tests.TrueForAll(t => t(n, m));
    }

    private string Peek() => at < keys.Count ? (keys[at].Text ?? "").ToUpperInvariant() : "";

    private string Next() => at < keys.Count ? keys[at++].Text ?? "" : throw new NotSupportedException("kunci kurang");

    private Func<int, StoredMail, bool> One()
    {
        if (keys[at].Text is null)
        {
            return new ImapSearch(keys[at++].List, count, lastUid).Build();
        }

        var key = Next().ToUpperInvariant();
        return key switch
        {
            "ALL" => (_, _) => true,
            "UID" => Uids(Next()),
            "SEEN" or "ANSWERED" or "FLAGGED" or "DELETED" or "DRAFT" => Flag(key, set: true),
            "UNSEEN" or "UNANSWERED" or "UNFLAGGED" or "UNDELETED" or "UNDRAFT" => Flag(key[2..], set: false),
            "RECENT" or "NEW" => (_, _) => false,
            "OLD" => (_, _) => true,
            "HEADER" => Header(Next(), Next()),
            "FROM" or "TO" or "CC" or "SUBJECT" => Header(key, Next()),
            "SINCE" => Received(Next(), (mail, day) => mail >= day),
            "BEFORE" => Received(Next(), (mail, day) => mail < day),
            "ON" => Received(Next(), (mail, day) => mail == day),
            "LARGER" => Size(Next(), (size, limit) => size > limit),
            "SMALLER" => Size(Next(), (size, limit) => size < limit),
            "TEXT" or "BODY" => Body(Next()),
            "X-GM-MSGID" => GmailId(Next()),
            "NOT" => Not(One()),
            "OR" => Or(One(), One()),
            _ => ImapNumbers.Parse(key, (uint)count) is { } set ? (n, _) => set.Holds((uint)n) : throw new NotSupportedException(key),
        };
    }

    private Func<int, StoredMail, bool> Uids(string text)
    {
        var set = ImapNumbers.Parse(text, lastUid) ?? throw new NotSupportedException("UID " + text);
        return (_, m) => set.Holds(m.Uid);
    }

    private static Func<int, StoredMail, bool> Flag(string name, bool set) => (_, m) => m.Flags.Contains("\\" + name) == set;

    private static Func<int, StoredMail, bool> Header(string field, string text) => (_, m) =>
    {
        using var stream = new MemoryStream(m.Read());
        return HeaderList.Load(stream).Where(h => string.Equals(h.Field, field, StringComparison.OrdinalIgnoreCase))
            .Any(h => h.Value.Contains(text, StringComparison.OrdinalIgnoreCase));
    };

    private static Func<int, StoredMail, bool> Received(string text, Func<DateOnly, DateOnly, bool> compare)
    {
        var day = DateOnly.ParseExact(text, "d-MMM-yyyy", CultureInfo.InvariantCulture);
        return (_, m) => compare(DateOnly.FromDateTime(m.Delivery.ReceivedAt.UtcDateTime), day);
    }

    private static Func<int, StoredMail, bool> Size(string text, Func<int, int, bool> compare)
    {
        var limit = int.Parse(text, CultureInfo.InvariantCulture);
        return (_, m) => compare(m.Size, limit);
    }

    private static Func<int, StoredMail, bool> Body(string text) =>
        (_, m) => Encoding.UTF8.GetString(m.Read()).Contains(text, StringComparison.OrdinalIgnoreCase);

    private static Func<int, StoredMail, bool> GmailId(string text) => (_, m) => ImapFetch.GmailId(m).ToString(CultureInfo.InvariantCulture) == text;

    private static Func<int, StoredMail, bool> Not(Func<int, StoredMail, bool> inner) => (n, m) => !inner(n, m);

    private static Func<int, StoredMail, bool> Or(Func<int, StoredMail, bool> a, Func<int, StoredMail, bool> b) => (n, m) => a(n, m) || b(n, m);
}
