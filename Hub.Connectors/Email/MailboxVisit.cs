using Hub.Domain;
using MailKit;

namespace Hub.Connectors.Email;

/// <summary>The book-keeping of one portion: what was listed, what came, what is missing.</summary>
internal sealed class MailboxVisit(IReadOnlyList<uint> listed, IEnumerable<IMessageSummary> known)
{
    private readonly Dictionary<uint, (uint Size, DateTimeOffset? At, string Ids, int Place)> _known =
        known.Where(m => m.UniqueId.IsValid).DistinctBy(m => m.UniqueId.Id).ToDictionary(m => m.UniqueId.Id, m => (m.Size ?? 0, m.InternalDate, IdsOf(m), m.Index + 1));

    /// <summary>Raw bytes of one portion; a bigger mail is one by itself. Packed, sealed and handed to the store they are held some times at once.</summary>
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly Dictionary<uint, TakenMail?> _settled = [];
    private bool keptBack;
    private long _bytes;

    public List<Said> Warnings { get; } = [];

    /// <summary>True when at least the first listed mail is settled.</summary>
    public bool HasWhole => _settled.ContainsKey(listed[0]);

    /// <summary>Whether the group may come in the same portion; what is left out comes with the next.</summary>
    public bool HasRoom(MailGroup group) => !HasWhole || _bytes + group.Bytes <= MostBytes;

    public uint SizeOf(uint uid) => _known.GetValueOrDefault(uid).Size;

    public bool Misses(uint uid) => !_settled.ContainsKey(uid);

    /// <summary>Listed, and nothing is told of it.</summary>
    public bool IsUnknown(uint uid) => !_known.ContainsKey(uid);

    public void Add(uint uid, ReadOnlyMemory<byte> raw)
    {
        if (listed.Contains(uid))
        {
            var facts = _known.GetValueOrDefault(uid, (0, null, "", 0));
            _settled[uid] = new(uid, raw, facts.At, facts.Ids);
            _bytes += raw.Length;
        }
    }

    /// <summary>A stub stands for the mail.</summary>
    public void KeepBack(uint uid, ReadOnlyMemory<byte> stub, Said warning)
    {
        Add(uid, stub);
        keptBack = true;
        Warnings.Add(warning);
    }

    public void Gone(uint uid, Said warning)
    {
        _settled[uid] = null;
        Warnings.Add(warning);
    }

    /// <summary>How the portion is asked for, in the order of the UIDs. Mails that are gone or too old are settled here.</summary>
    public IEnumerable<MailGroup> Groups(DateTimeOffset? since, uint together)
    {
        var group = new List<uint>();
        var bytes = 0L;
        foreach (var uid in listed)
        {
            if (!_known.TryGetValue(uid, out var facts))
            {
                continue;
            }

            if (since is not null && facts.At is { } at && MailReceipt.IsPossible(at) && at < since)
            {
                _settled[uid] = null;
                continue;
            }

            if (group.Count > 0 && bytes + facts.Size > together)
            {
                yield return new(true, [.. group], bytes);
                group.Clear();
                bytes = 0;
            }

            if (facts.Size > together)
            {
                yield return new(false, [uid], facts.Size);
                continue;
            }

            group.Add(uid);
            bytes += facts.Size;
        }

        if (group.Count > 0)
        {
            yield return new(true, group, bytes);
        }
    }

    private static string IdsOf(IMessageSummary mail) =>
        mail.GMailMessageId is { } id ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $";X-GM-MSGID={id};X-GM-THRID={mail.GMailThreadId}") : "";

    /// <returns>The settled mails up to the first one that is missing.</returns>
    public Portion Whole()
    {
        List<uint> whole = [.. listed.TakeWhile(_settled.ContainsKey)];
        return new([.. whole.Select(uid => _settled[uid]).OfType<TakenMail>()], whole.Count == 0 ? null : whole[^1], Warnings, keptBack)
        {
            Behind = whole.Count > 0 && _known.TryGetValue(whole[^1], out var last) ? last.Place : null,
        };
    }
}

/// <summary>Mails that are asked for next.</summary>
/// <param name="Together">True: by one command; false: a big one, by itself.</param>
/// <param name="Bytes">As the server tells them.</param>
internal sealed record MailGroup(bool Together, IReadOnlyList<uint> Uids, long Bytes);
