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
    private const int SliceBytes = 4 * 1024 * 1024;

    private readonly ImapClient _client = new();
    private ImapFolder? _folder;

    public int Count => _folder?.Count ?? 0;

    public uint UidValidity => _folder?.UidValidity ?? 0;

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

    /// <summary>True when the folder holds, or has become, something that the cursor does not cover.</summary>
    public bool HasNewSince(EmailCursor? position) =>
        position is null ? Count > 0 : position.UidValidity != UidValidity || Folder.UidNext?.Id > position.LastUid + 1;

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

    /// <returns>The UIDs above the given one, ascending.</returns>
    public async Task<IReadOnlyList<uint>> ListAsync(uint above, CancellationToken token)
    {
        if (above == uint.MaxValue || Count == 0)
        {
            return [];
        }

        var range = new UniqueIdRange(new UniqueId(above + 1), UniqueId.MaxValue);
        var found = await Folder.SearchAsync(SearchQuery.Uids(range), token);

        // "n:*" always names the last mail, also when its UID is below n (RFC 3501, 6.4.8).
        return [.. found.Select(id => id.Id).Where(id => id > above).Order()];
    }

    public async Task<Portion> TakeAsync(IReadOnlyList<uint> listed, DateTimeOffset? since, CancellationToken token)
    {
        var portion = listed.Take(options.BatchSize).ToList();
        if (portion.Count == 0)
        {
            return new([], null, []);
        }

        var facts = MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size;
        if (_client.Capabilities.HasFlag(ImapCapabilities.GMailExt1))
        {
            facts |= MessageSummaryItems.GMailMessageId | MessageSummaryItems.GMailThreadId;
        }

        var known = await Folder.FetchAsync(Ids(portion), facts, token);
        var visit = new MailboxVisit(portion, known);
        try
        {
            foreach (var group in visit.Groups(since, TogetherBytes))
            {
                await TakeGroupAsync(visit, group, token);
            }
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

    private async Task TakeGroupAsync(MailboxVisit visit, MailGroup group, CancellationToken token)
    {
        if (group.Together)
        {
            try
            {
                await Folder.GetStreamsAsync(Ids(group.Uids), async (_, _, uid, stream, cancel) =>
                    visit.Add(uid.Id, await BytesAsync(stream, cancel)), token);
            }
            catch (ImapCommandException)
            {
                // One of them cannot be handed over; asked one by one, only that one fails.
            }
        }

        foreach (var uid in group.Uids.Where(visit.Misses))
        {
            await TakeOneAsync(visit, uid, token);
        }
    }

    private async Task TakeOneAsync(MailboxVisit visit, uint uid, CancellationToken token)
    {
        try
        {
            var size = visit.SizeOf(uid);
            visit.Add(uid, size > CapBytes ? await BigMail.TakeAsync(Folder, uid, size, token) : await SlicesAsync(uid, size, token));
        }
        catch (MessageNotFoundException)
        {
            visit.Gone(uid, Said.Of<MailboxTexts>("MailGone", uid));
        }
        catch (ImapCommandException refused)
        {
            visit.Add(uid, BigMail.Stub(uid, MailFailure.OneLine(refused.ResponseText)));
            visit.Warnings.Add(Said.Of<MailboxTexts>("MailKeptBack", uid));
        }
    }

    private async Task<ReadOnlyMemory<byte>> SlicesAsync(uint uid, uint size, CancellationToken token)
    {
        // RFC822.SIZE is a promise that some servers break: one byte more is asked for, and the slices go on until one is short.
        var buffer = new byte[size];
        var length = 0;
        while (true)
        {
            await using var slice = await Folder.GetStreamAsync(new UniqueId(uid), length, SliceBytes, token);
            var count = (int)slice.Length;
            if (length + count > buffer.Length)
            {
                Array.Resize(ref buffer, length + count);
            }

            await slice.ReadExactlyAsync(buffer.AsMemory(length, count), token);
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
