using System.Runtime.CompilerServices;
using Hub.Domain;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Hub.Connectors.Email;

/// <summary>One visit to one folder: the wire. EXAMINE and BODY.PEEK[] leave flags and counts as they were.</summary>
internal sealed class Mailbox(EmailOptions options, MailLogin login) : IDisposable
{
    /// <summary>Mails up to this size are asked for together, one command for as many as fit in the same figure.</summary>
    private const uint TogetherBytes = 4 * 1024 * 1024;

    /// <summary>Bigger ones come in slices of this size, so that memory holds the mail once.</summary>
    private const int SliceBytes = 1024 * 1024;

    private const int LeastListed = 2_000;

    private ImapClient _client = new();
    private ImapFolder? _folder;

    public int Count => _folder?.Count ?? 0;

    public uint UidValidity => _folder?.UidValidity ?? 0;

    /// <summary>The server gives numbers that it gave before: the box was put back from a backup.</summary>
    public bool WentBack(EmailCursor position) => position.UidValidity == UidValidity && Folder.UidNext?.Id <= position.LastUid;

    private ImapFolder Folder => _folder ?? throw new InvalidOperationException("The folder is not open.");

    private uint CapBytes => (uint)options.MaxMessageMegabytes * 1024 * 1024;

    public async Task OpenAsync(FolderAccess access, CancellationToken token)
    {
        await login.OpenAsync(_client, token);
        if (_client.Capabilities.HasFlag(ImapCapabilities.Id))
        {
            await _client.IdentifyAsync(new ImapImplementation { Name = "Hub Setda Kaltara", Vendor = "Setda Provinsi Kalimantan Utara" }, token);
        }

        _folder = (ImapFolder)(options.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase)
            ? _client.Inbox!
            : await _client.GetFolderAsync(options.Folder, token));
        await _folder.OpenAsync(access, token);
    }

    /// <summary>After an answer that nobody can read the rest of the line is void.</summary>
    private async Task ReopenAsync(CancellationToken token)
    {
        var access = Folder.Access;
        _client.Dispose();
        _client = new ImapClient();
        await OpenAsync(access == FolderAccess.None ? FolderAccess.ReadOnly : access, token);
    }

    /// <summary>True when the folder holds, or has become, something that the cursor does not cover.</summary>
    public bool HasNewSince(EmailCursor? position) =>
        position is null ? Count > 0 : position.UidValidity != UidValidity || WentBack(position) || Folder.UidNext?.Id > position.LastUid + 1;

    /// <returns>True when mail arrived, false when the time passed, null when the server has no IDLE.</returns>
    public async Task<bool?> WaitAsync(TimeSpan limit, CancellationToken token)
    {
        if (!_client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            return null;
        }

        var before = Count;
        using var done = new CancellationTokenSource(limit);
        Folder.CountChanged += Stop;
        await _client.IdleAsync(done.Token, token);
        Folder.CountChanged -= Stop;
        return Count > before;

        void Stop(object? sender, EventArgs e) => done.Cancel();
    }

    /// <summary>The UIDs above the given one, ascending, some thousands at a time: of a full box no list is ever held whole.</summary>
    private async IAsyncEnumerable<IReadOnlyList<uint>> ListsAsync(uint above, [EnumeratorCancellation] CancellationToken token)
    {
        var width = (uint)Math.Max(LeastListed, 4 * options.BatchSize);
        while (above < uint.MaxValue && Count > 0)
        {
            // What its UIDNEXT says of the end is not believed: the last list is open.
            var isLast = Folder.UidNext is not { } next || uint.MaxValue - above <= width || above + width >= next.Id;
            var range = new UniqueIdRange(new UniqueId(above + 1), isLast ? UniqueId.MaxValue : new UniqueId(above + width));
            var found = await Folder.SearchAsync(SearchQuery.Uids(range), token);

            // "n:*" always names the last mail, also when its UID is below n (RFC 3501, 6.4.8).
            yield return [.. found.Select(id => id.Id).Where(id => id > above).Order()];
            if (isLast)
            {
                yield break;
            }

            above += width;
            width = found.Count < options.BatchSize ? Math.Min(width, uint.MaxValue / 2) * 2 : width;
        }
    }

    /// <returns>The UIDs above the given one, ascending: all, or at least one more than a portion.</returns>
    public async Task<IReadOnlyList<uint>> ListAsync(uint above, CancellationToken token)
    {
        var listed = new List<uint>();
        await foreach (var some in ListsAsync(above, token))
        {
            listed.AddRange(some);
            if (listed.Count > options.BatchSize)
            {
                break;
            }
        }

        return listed;
    }

    /// <summary>How many mails its lists name.</summary>
    public async Task<int> ListedAsync(CancellationToken token)
    {
        var count = 0;
        await foreach (var some in ListsAsync(0, token))
        {
            count += some.Count;
        }

        return count;
    }

    public async Task<Portion> TakeAsync(IReadOnlyList<uint> listed, DateTimeOffset? since, CancellationToken token)
    {
        var portion = listed.Take(options.BatchSize).ToList();
        if (portion.Count == 0)
        {
            return new([], null, [], false);
        }

        var facts = MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size;
        if (_client.Capabilities.HasFlag(ImapCapabilities.GMailExt1))
        {
            facts |= MessageSummaryItems.GMailMessageId | MessageSummaryItems.GMailThreadId;
        }

        var visit = new MailboxVisit(portion, await FactsAsync(portion, facts, token));
        foreach (var uid in portion.Where(visit.IsUnknown))
        {
            await SettleUnlistedAsync(visit, uid, token);
        }

        // Before the line is watched for its pace: the turn may take a while.
        await HeavyTurn.TakeAsync(portion.Max(uid => (long)visit.SizeOf(uid)), token);
        using var pace = new MailPace(options, token);
        try
        {
            foreach (var group in visit.Groups(since, TogetherBytes).TakeWhile(visit.HasRoom))
            {
                await TakeGroupAsync(visit, group, pace, pace.Token);
            }
        }
        catch (OperationCanceledException) when (pace.IsTooSlow && !token.IsCancellationRequested)
        {
            if (!visit.HasWhole)
            {
                throw pace.Failure();
            }

            visit.Warnings.Add(pace.Failure().Said);
        }
        catch (Exception cause) when (visit.HasWhole && !token.IsCancellationRequested && MailFailure.From(cause, options) is { Kind: FailureKind.Transient } cut)
        {
            // What is whole is kept: a line that always breaks after some minutes still gets through a full folder.
            visit.Warnings.Add(cut.Said);
        }

        return visit.Whole();
    }

    /// <summary>Carries out <see cref="AfterFetch"/> for mails that are stored.</summary>
    /// <returns>A warning when the server would not.</returns>
    public async Task<IReadOnlyList<Said>> TendAsync(uint above, uint upTo, DateTimeOffset? since, CancellationToken token)
    {
        try
        {
            var range = new UniqueIdRange(new UniqueId(above + 1), new UniqueId(upTo));
            var stored = await Folder.FetchAsync(range, MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate, token);
            List<UniqueId> ids = [.. stored.Where(m => since is null || m.InternalDate is null || m.InternalDate >= since).Select(m => m.UniqueId)];
            if (ids.Count == 0)
            {
                return [];
            }

            if (options.AfterFetch == AfterFetch.MarkRead)
            {
                await Folder.StoreAsync(ids, new StoreFlagsRequest(StoreAction.Add, MessageFlags.Seen) { Silent = true }, token);
                return [];
            }

            var target = await _client.GetFolderAsync(options.MoveTo!, token);
            await Folder.MoveToAsync(ids, target, token);
            return [];
        }
        catch (FolderNotFoundException missing)
        {
            return [Said.Of<MailboxTexts>("AfterFetchNoFolder", options.AfterFetch, missing.FolderName)];
        }
        catch (Exception refused) when (refused is ImapCommandException or NotSupportedException)
        {
            return [Said.Of<MailboxTexts>("AfterFetchRefused", options.AfterFetch, MailFailure.OneLine(refused.Message))];
        }
    }

    public async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception gone) when (gone is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Everything asked for has been taken; a server that is already gone changes nothing.
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A date that is none must not hide the others: they are asked for in halves, until it stands alone.</summary>
    private async Task<IList<IMessageSummary>> FactsAsync(IReadOnlyList<uint> uids, MessageSummaryItems facts, CancellationToken token)
    {
        try
        {
            return await Folder.FetchAsync(Ids(uids), facts, token);
        }
        catch (Exception unreadable) when (IsGarbled(unreadable))
        {
            await ReopenAsync(token);
            if (uids.Count == 1)
            {
                // Some tell the date unasked; then nothing is known of that mail but its number.
                return facts.HasFlag(MessageSummaryItems.InternalDate) ? await FactsAsync(uids, facts & ~MessageSummaryItems.InternalDate, token) : [];
            }

            return
            [
                .. await FactsAsync([.. uids.Take(uids.Count / 2)], facts, token),
                .. await FactsAsync([.. uids.Skip(uids.Count / 2)], facts, token),
            ];
        }
    }

    /// <summary>The server speaks, and what it says is no answer; a line that is cut says nothing.</summary>
    private static bool IsGarbled(Exception cause) => cause is FormatException or ArgumentOutOfRangeException || (cause is ImapProtocolException && cause.Message.Contains("yntax error", StringComparison.Ordinal));

    /// <summary>RFC822.SIZE is often a little wrong; a mail of which not even half comes is not whole.</summary>
    private static bool IsFragment(ReadOnlyMemory<byte> raw, uint size) => raw.Length > 0 && raw.Length * 2L < size;

    private async Task TakeGroupAsync(MailboxVisit visit, MailGroup group, MailPace pace, CancellationToken token)
    {
        if (group.Together)
        {
            try
            {
                await Folder.GetStreamsAsync(Ids(group.Uids), async (_, _, uid, stream, cancel) =>
                {
                    var raw = await BytesAsync(stream, cancel);
                    if (!IsFragment(raw, visit.SizeOf(uid.Id)))
                    {
                        Add(visit, uid.Id, raw);
                    }
                }, token, pace);
            }
            catch (ImapCommandException)
            {
                // One of them cannot be handed over; asked one by one, only that one fails.
            }
            catch (Exception garbled) when (IsGarbled(garbled))
            {
                await ReopenAsync(token);
            }
        }

        foreach (var uid in group.Uids.Where(visit.Misses))
        {
            await TakeOneAsync(visit, uid, pace, token);
        }
    }

    private async Task TakeOneAsync(MailboxVisit visit, uint uid, MailPace pace, CancellationToken token)
    {
        try
        {
            var size = visit.SizeOf(uid);
            if (size > CapBytes)
            {
                Add(visit, uid, await BigMail.TakeAsync(Folder, uid, size, token));
                return;
            }

            var raw = await SlicesAsync(uid, size, pace, token);
            if (IsFragment(raw, size))
            {
                KeepBack(visit, uid, Said.Of<MailboxTexts>("NotWhole", raw.Length, size).ToString());
                return;
            }

            Add(visit, uid, raw);
        }
        catch (MessageNotFoundException)
        {
            await SettleUnlistedAsync(visit, uid, token);
        }
        catch (ImapCommandException refused)
        {
            KeepBack(visit, uid, MailFailure.OneLine(refused.ResponseText));
        }
        catch (Exception garbled) when (IsGarbled(garbled))
        {
            await ReopenAsync(token);
            KeepBack(visit, uid, MailFailure.OneLine(garbled.Message));
        }
    }

    /// <summary>A server that does not hand over what it lists is asked whether it still lists it: only what is gone from the list is deleted.</summary>
    private async Task SettleUnlistedAsync(MailboxVisit visit, uint uid, CancellationToken token)
    {
        if ((await Folder.SearchAsync(SearchQuery.Uids([new UniqueId(uid)]), token)).Count == 0)
        {
            visit.Gone(uid, Said.Of<MailboxTexts>("MailGone", uid));
            return;
        }

        try
        {
            await using var again = await Folder.GetStreamAsync(new UniqueId(uid), token);
            Add(visit, uid, await BytesAsync(again, token));
        }
        catch (MessageNotFoundException)
        {
            KeepBack(visit, uid, Said.Of<MailboxTexts>("NotReturned").ToString());
        }
    }

    private void Add(MailboxVisit visit, uint uid, ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            KeepBack(visit, uid, Said.Of<MailboxTexts>("EmptyMail").ToString());
            return;
        }

        visit.Add(uid, raw);
    }

    /// <summary>A stub stands for the mail; it has a number of its own, so that two of them are two.</summary>
    private void KeepBack(MailboxVisit visit, uint uid, string reason) =>
        visit.KeepBack(uid, BigMail.Stub(uid, UidValidity, reason), Said.Of<MailboxTexts>("MailKeptBack", uid));

    private async Task<ReadOnlyMemory<byte>> SlicesAsync(uint uid, uint size, MailPace pace, CancellationToken token)
    {
        // RFC822.SIZE is a promise that some servers break: one byte more is asked for, and the slices go on until one is short.
        var buffer = new byte[size];
        var length = 0;
        while (true)
        {
            await using var slice = await Folder.GetStreamAsync(new UniqueId(uid), length, SliceBytes, token, pace);
            var count = (int)slice.Length;
            if (length + count > buffer.Length)
            {
                Array.Resize(ref buffer, length + count);
            }

            await slice.ReadExactlyAsync(buffer.AsMemory(length, count), token);

            // What the library read it by is taken away young.
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            length += count;
            if (count < SliceBytes)
            {
                return buffer.AsMemory(0, length);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(Stream stream, CancellationToken token)
    {
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, token);
        return bytes;
    }

    private static UniqueIdSet Ids(IEnumerable<uint> uids)
    {
        var set = new UniqueIdSet(SortOrder.Ascending);
        foreach (var uid in uids)
        {
            set.Add(new UniqueId(uid));
        }

        return set;
    }
}
