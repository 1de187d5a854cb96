using System.Globalization;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using MailKit;
using Envelope = Hub.Domain.Envelopes.Envelope;

namespace Hub.Connectors.Email;

/// <summary>Takes the mails of one folder of one mailbox, by UID, without touching them.</summary>
/// <remarks>
/// The key of a mail is the fingerprint of its content, so that neither a new UIDVALIDITY nor a move between folders makes a twin.
/// Two deliveries of one message differ in their trace fields; two messages that agree in every byte count as one.
/// </remarks>
public sealed class EmailConnector(SourceContext context, EmailOptions options) : IConnector, IReadsFiles, IListens, ITellsHoldings
{
    private readonly MailLogin _login = new(options, context.Clock, context.Wire, context.Guard, context.KeepSecret);
    private readonly EmailReader _reader = new(options);

    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var position = EmailCursor.Parse(cursor);
        using var slot = await ConnectionSlots.TakeAsync(options, token);
        using var mailbox = new Mailbox(options, _login);
        Batch? batch = null;
        await MailFailure.TranslateAsync(options, async () => batch = await TakeAsync(mailbox, position, token), token);
        return batch!;
    }

    /// <summary>IMAP IDLE (RFC 2177).</summary>
    public async Task<bool?> ListenAsync(string? cursor, TimeSpan limit, CancellationToken token)
    {
        var position = EmailCursor.Parse(cursor);
        using var slot = ConnectionSlots.TakeForListening(options);
        if (slot is null)
        {
            return null;
        }

        using var mailbox = new Mailbox(options, _login);
        bool? heard = null;
        await MailFailure.TranslateAsync(options, async () =>
        {
            await mailbox.OpenAsync(FolderAccess.ReadOnly, token);
            heard = mailbox.HasNewSince(position) ? true : await mailbox.WaitAsync(limit, token);
            await mailbox.CloseAsync();
        }, token);
        return heard;
    }

    /// <summary>How many mails the folder counts, and how many it lists.</summary>
    public async Task<Holdings> HoldingsAsync(CancellationToken token)
    {
        using var slot = await ConnectionSlots.TakeAsync(options, token);
        using var mailbox = new Mailbox(options, _login);
        Holdings? held = null;
        await MailFailure.TranslateAsync(options, async () =>
        {
            await mailbox.OpenAsync(FolderAccess.ReadOnly, token);
            held = new Holdings { Claimed = mailbox.Count, Listed = await mailbox.ListedAsync(token) };
            await mailbox.CloseAsync();
        }, token);
        return held!;
    }

    public Submission Read(Envelope envelope) => _reader.Read(envelope);

    public IEnumerable<FileRow> RowsOf(string name, Stream content, DateTimeOffset receivedAt) => MailFiles.Read(context.Source, name, content, receivedAt);

    public bool MayRead(string path) => MailFiles.MayBe(path);

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        using var slot = await ConnectionSlots.TakeAsync(options, token);
        using var mailbox = new Mailbox(options, _login);
        try
        {
            await MailFailure.TranslateAsync(options, () => mailbox.OpenAsync(FolderAccess.ReadOnly, token), token);
            var detail = Said.Of<MailboxTexts>("FolderOpen", options.Folder, mailbox.Count);
            await mailbox.CloseAsync();
            return new(true, detail);
        }
        catch (ConnectorFailure failure)
        {
            return new(false, failure.Said);
        }
    }

    private async Task<Batch> TakeAsync(Mailbox mailbox, EmailCursor? position, CancellationToken token)
    {
        var warnings = new List<Said>();
        var tends = options.AfterFetch != AfterFetch.Nothing;
        await mailbox.OpenAsync(tends && position is not null ? FolderAccess.ReadWrite : FolderAccess.ReadOnly, token);
        var start = position?.UidValidity == mailbox.UidValidity && !mailbox.WentBack(position) ? position : new(mailbox.UidValidity, 0, 0);
        if (position is not null && start != position)
        {
            warnings.Add(Said.Of<MailboxTexts>(position.UidValidity == start.UidValidity ? "UidsWentBack" : "UidValidityChanged"));
        }

        if (tends && start.TendedUid < start.LastUid)
        {
            warnings.AddRange(await mailbox.TendAsync(start.TendedUid, start.LastUid, Since, token));
            start = start with { TendedUid = start.LastUid };
        }

        // The list is frozen before the first mail is read; what arrives meanwhile has a higher UID and comes next time.
        var listed = await mailbox.ListAsync(start.LastUid, token);
        var portion = await mailbox.TakeAsync(listed, Since, token);
        warnings.AddRange(portion.Warnings);
        warnings.AddRange(portion.Mails.Where(m => MailReceipt.Of(m.ReceivedAt, m.Raw, context.Clock.GetUtcNow()) != m.ReceivedAt).Select(m => Said.Of<MailboxTexts>("ReceiptImpossible", m.Uid)));
        await mailbox.CloseAsync();
        return new Batch
        {
            Envelopes = [.. portion.Mails.Select(mail => EnvelopeOf(mail, mailbox.UidValidity))],
            Cursor = (start with { LastUid = portion.LastUid ?? start.LastUid }).ToString(),
            More = portion.LastUid is { } last && listed.Count > 0 && last < listed[^1],
            HasStandIns = portion.HasStubs,
            Left = portion.Behind is { } behind ? Math.Max(0, mailbox.Count - behind) : null,
            TotalAtSource = mailbox.Count,
            Warnings = warnings,
        };
    }

    private DateTimeOffset? Since => options.Since is { } date ? Wita.StartOf(date) : null;

    private Envelope EnvelopeOf(TakenMail mail, uint uidValidity)
    {
        var receipt = MailReceipt.Of(mail.ReceivedAt, mail.Raw, context.Clock.GetUtcNow());
        var said = receipt == mail.ReceivedAt ? "" : $";INTERNALDATE={mail.ReceivedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
        return MailEnvelope.Of(context.Source, mail.Raw, receipt) with
        {
            Place = string.Create(CultureInfo.InvariantCulture, $"{options.Folder};UIDVALIDITY={uidValidity};UID={mail.Uid}{mail.ServerIds}{said}"),
        };
    }
}
