using System.Globalization;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Letters;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Texts;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>What administrators do to a source; every change is in the audit trail.</summary>
public sealed partial class SourceDesk(
    Database database, ConfiguredConnectors connectors, PollRun runs, Ledger ledger, InboxSignal inbox, OutboxWriter outbox, NoticeToken tokens, LawInForce law, Proposals proposals, AuditTrail audit, ByteStore bytes, PictureReader pictures, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SourceDesk> log)
{
    private const int MostTried = 20;

    /// <summary>More nights than these are no rule any more.</summary>
    public const int MostNights = 99;
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(20);

    /// <summary>Starts a run that goes on when the visitor leaves the page; its progress is in the table of runs.</summary>
    public async Task RunNowAsync(string name, string actor, CancellationToken token)
    {
        await using (var db = database.Open())
        {
            _ = await FindAsync(db, name, token);
            await audit.WriteAsync(db, actor, "source.run", name, null, token);
        }

        _ = Task.Run(() => RunAsync(name, actor), CancellationToken.None);
    }

    public Task PauseAsync(string name, string actor, CancellationToken token) =>
        ChangeAsync(name, actor, "source.paused", source => source.PausedAt ??= clock.GetUtcNow(), token);

    public Task ResumeAsync(string name, string actor, CancellationToken token) =>
        ChangeAsync(name, actor, "source.resumed", source => (source.PausedAt, _) = (null, connectors.Build(source)), token);

    /// <summary>Stores options and schedule after all of them were found good; a mapping by which items would lose protection waits for a second person.</summary>
    /// <param name="unseen">After how many nights unseen tickets are closed, as typed; blank: never.</param>
    /// <param name="fields">Field name to what was typed; a secret left blank stays as it is.</param>
    /// <returns>Every fault; empty when stored.</returns>
    public async Task<IReadOnlyList<FieldFault>> SaveAsync(string name, string title, string? cron, OldItems oldItems, string? unseen, IReadOnlyDictionary<string, string> fields, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await FindAsync(db, name, token);
        if (source.Locked)
        {
            return [new("", SourceFaults.Say("Locked"))];
        }

        var before = connectors.OptionsOf(source);
        var (options, faults) = OptionsForm.Read(before, fields);
        var all = new List<FieldFault>(faults);
        all.AddRange(faults.Count == 0 ? SourceSettings.Faults(options) : []);
        var change = all.Count == 0 ? MappingChange.Of(connectors.KindOf(source), before, options) : null;
        if (change?.Fault is { } shows)
        {
            all.Add(new(nameof(KaltaraOptions.Mapping), shows));
        }

        if (!string.IsNullOrWhiteSpace(cron) && CronWords.Fault(cron) is { } wrong)
        {
            all.Add(new("cron", wrong));
        }

        if (string.IsNullOrWhiteSpace(title))
        {
            all.Add(new("title", SourceFaults.Say("NoTitle")));
        }

        var nights = NightsOf(unseen);
        if (nights is < Unseen.FewestNights or > MostNights)
        {
            all.Add(new("unseen", SourceFaults.Say("Nights", Unseen.FewestNights, MostNights)));
        }

        if (all.Count > 0)
        {
            return all;
        }

        if (change is { Lost.Count: > 0 } && await Proposals.TakesTwoAsync(db, Proposals.Mapping, actor, token))
        {
            var (kept, wanted) = ((KaltaraOptions)before, (KaltaraOptions)options);
            var shown = SourceFaults.Say("MappingLoses", source.Title, string.Join(", ", change.Lost), wanted.Mapping ?? "–");
            await proposals.KeepAsync(db, Proposals.Mapping, name, shown, JsonSerializer.Serialize(new WantedMapping(name, wanted.Mapping)), actor, token);
            wanted.Mapping = kept.Mapping;
        }

        var (open, secret) = SourceSettings.Split(options);
        (source.Title, source.Cron, source.Options, source.Secrets) = (title.Trim(), string.IsNullOrWhiteSpace(cron) ? null : cron.Trim(), open, connectors.Seal(secret));
        (source.OldItems, source.ClosesUnseenAfter) = (oldItems, nights);
        source.Version++;
        await audit.WriteAsync(db, actor, "source.changed", name, open, token);
        if (oldItems != OldItems.Leave)
        {
            await ledger.TakeUpAsync(db.Envelopes.Where(e => e.Source == name), quiet: oldItems == OldItems.Quiet, token);
            inbox.Raise();
        }

        return [];
    }

    /// <summary>Makes the secret that signs pushes to the source anew; the one from before counts no longer.</summary>
    /// <returns>The secret, to be shown once; null where the settings file says it.</returns>
    public async Task<string?> MakePushSecretAsync(string name, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await FindAsync(db, name, token);
        if (source.Locked)
        {
            return null;
        }

        var secret = OneTimeSecret.New();
        source.HookSecret = connectors.Seal(secret);
        await audit.WriteAsync(db, actor, "source.push-secret", name, null, token);
        return secret;
    }

    /// <returns>Null where nothing was typed; 0 where it is no number.</returns>
    private static int? NightsOf(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? null : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var nights) ? nights : 0;

    /// <summary>Adds a source, paused until somebody resumes it; what is older than it stays out until somebody wants it.</summary>
    /// <returns>Every fault; empty when stored.</returns>
    public async Task<IReadOnlyList<FieldFault>> AddAsync(string name, string kindName, string title, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var faults = new List<FieldFault>();
        var kind = connectors.Catalog.Find(kindName);
        if (name.Length is < 2 or > 40 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') || name is "new" or "quarantine")
        {
            faults.Add(new("name", SourceFaults.Say("NameShape")));
        }
        else if (name == Source.HubMailbox)
        {
            faults.Add(new("name", SourceFaults.Say("NameOfHub", name)));
        }
        else if (await db.Sources.AnyAsync(s => s.Name == name, token))
        {
            faults.Add(new("name", SourceFaults.Say("NameTaken", name)));
        }

        if (kind is null)
        {
            faults.Add(new("kind", SourceFaults.Say("NoKind")));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var (open, secret) = SourceSettings.Split(Activator.CreateInstance(kind!.Options)!);
        db.Sources.Add(new Source
        {
            Name = name,
            Kind = kind.Name,
            Title = string.IsNullOrWhiteSpace(title) ? kind.Title : title.Trim(),
            Cron = kind.Cron,
            OldItems = OldItems.Leave,
            Options = open,
            Secrets = connectors.Seal(secret),
            PausedAt = clock.GetUtcNow(),
            CreatedAt = clock.GetUtcNow(),
        });
        await audit.WriteAsync(db, actor, "source.added", name, kind.Name, token);
        return [];
    }

    /// <summary>A full round trip that changes nothing.</summary>
    public async Task<Probe> ProbeAsync(string name, CancellationToken token)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
            limit.CancelAfter(LongestTry);
            var probe = await (await connectors.FindAsync(name, token)).ProbeAsync(limit.Token);

            // Whoever asks wants to know how it is now, not that the hub rests after what was.
            return probe.Ok || !probe.Detail.Holds(WireTexts.Resting) ? probe : await (await connectors.RenewAsync(name, token)).ProbeAsync(limit.Token);
        }
        catch (Exception e) when (IsOfSource(e))
        {
            return new Probe(false, CauseOf(e));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new Probe(false, Said.Of<SourceFaults>("NoAnswer", LongestTry.TotalSeconds));
        }
    }

    /// <summary>Fetches one portion and shows the tickets that would be; nothing is written, no mail is sent.</summary>
    public async Task<DryRun> TryAsync(string name, CancellationToken token)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
            limit.CancelAfter(LongestTry);
            await using var db = database.Open();
            var source = await FindAsync(db, name, token);
            // A run may go on meanwhile, and keeps what its own connector remembers.
            var connector = connectors.Create(source);
            var batch = await connector.FetchAsync(null, limit.Token);
            return await TryAsync(db, connector, source, batch.Envelopes, limit.Token);
        }
        catch (Exception e) when (IsOfSource(e))
        {
            return new DryRun([], 0, 0, CauseOf(e).ToString());
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new DryRun([], 0, 0, SourceFaults.Say("NoAnswer", LongestTry.TotalSeconds));
        }
    }

    private async Task<DryRun> TryAsync(HubDbContext db, IConnector connector, Source source, IReadOnlyList<Envelope> envelopes, CancellationToken token)
    {
        var readings = new List<Reading>();
        foreach (var envelope in envelopes)
        {
            var reading = Read(connector, envelope, source);
            var old = Source.IsOld(envelope.ReceivedAt, source.CreatedAt) ? source.OldItems : OldItems.Tell;
            readings.Add(reading with { Old = old, Mails = old == OldItems.Tell && reading is { Submission: { } submission, Route: { } route } ? await outbox.FirstMailsAsync(db, route, submission, clock.GetUtcNow(), token) : [] });
        }

        return new DryRun([.. readings.Take(MostTried)], readings.Count, readings.Sum(r => r.Mails.Count), null);
    }

    /// <summary>What a source brought; null when its key was destroyed.</summary>
    public byte[]? Raw(StoredEnvelope stored) => bytes.Read(stored);

    /// <summary>The same for who goes through it; memory holds a piece.</summary>
    public Stream? Open(StoredEnvelope stored) => bytes.Open(stored);

    /// <summary>Reads a stored item again, for looking at it.</summary>
    public Reading Read(StoredEnvelope stored, Source source)
    {
        var envelope = bytes.ItemOf(stored) ?? new Envelope { Key = new EnvelopeKey(stored.Source, stored.ExternalId, stored.ItemVersion), MediaType = stored.MediaType, Raw = default, ReceivedAt = stored.ReceivedAt };
        return stored.CauseCode == IntakeReasons.OwnNotice ? OwnMail(envelope) : Read(connectors.Build(source), envelope, source);
    }

    /// <summary>It becomes no item, and its subject is the title of a ticket: who looks after sources reads none.</summary>
    private static Reading OwnMail(Envelope envelope) => new(envelope, null, null, null, SourceFaults.Say("OwnMail"));

    private Reading Read(IConnector connector, Envelope envelope, Source source)
    {
        try
        {
            var submission = EnclosedLetter.AddTo(connector.Read(envelope), pictures);
            if (tokens.IsOwn(submission.Mail?.MessageId))
            {
                return OwnMail(envelope);
            }

            var ticket = law.Imagine(connectors.KindOf(source).System, submission, clock.GetUtcNow());
            return new Reading(envelope, submission, ticket.Route, ticket.DueOn, null) { Shown = TicketSeal.Shown(ticket, submission.Reporter), IsProtected = ticket.IsProtected, AccusesVerifier = ticket.AccusesVerifier };
        }
        catch (Exception e) when (IsOfSource(e) || e is CalendarException)
        {
            return new Reading(envelope, null, null, null, CauseOf(e).ToString());
        }
    }

    /// <summary>What the source, its settings or its items are the cause of.</summary>
    private static bool IsOfSource(Exception e) => e is ConnectorFailure or SourceUnusable or TimeoutException or FormatException or ArgumentException or InvalidOperationException or OverflowException;

    private static Said CauseOf(Exception e) => Trouble.IsOfContent(e) ? Trouble.Of(e).Cause : Said.Of(e);

    private async Task RunAsync(string name, string actor)
    {
        try
        {
            await runs.RunAsync(name, clock.GetUtcNow(), actor, lifetime.ApplicationStopping);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogRunLost(e, name);
        }
    }

    private async Task ChangeAsync(string name, string actor, string action, Action<Source> change, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await FindAsync(db, name, token);
        change(source);
        source.Version++;
        await audit.WriteAsync(db, actor, action, name, null, token);
    }

    private static async Task<Source> FindAsync(HubDbContext db, string name, CancellationToken token) =>
        await db.Sources.FirstOrDefaultAsync(s => s.Name == name, token) ?? throw new SourceUnusable(Said.Of<SourceFaults>("NoSource", name));

    [LoggerMessage(145, LogLevel.Error, "A run of {Source} asked for by a person ended without a record")]
    private partial void LogRunLost(Exception exception, string source);
}

/// <summary>What a portion of a source would become.</summary>
/// <param name="Seen">How many items the portion holds; the first ones are shown.</param>
/// <param name="Mails">How many mails would leave for all of them.</param>
/// <param name="Fault">Why nothing could be fetched; null when it could.</param>
public sealed record DryRun(IReadOnlyList<Reading> Items, int Seen, int Mails, string? Fault);

/// <summary>One item as the hub would read it now.</summary>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
public sealed record Reading(Envelope Envelope, Submission? Submission, RoutingDecision? Route, DateOnly? DueOn, string? Fault)
{
    /// <summary>What becomes of it when it is older than its source.</summary>
    public OldItems Old { get; init; }

    /// <summary>Its words as a ticket would show them; null when it cannot be read.</summary>
    public TicketTexts? Shown { get; init; }

    /// <summary>As a ticket it would have a flag, by its source or by its words.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Its number at the source, as people may read it: a source may write into one who sent the item.</summary>
    public string Number => IsProtected ? LeakGate.Mask(Envelope.Key.ExternalId, Submission!.Reporter with { Anonymous = true }) : LeakGate.Mask(Envelope.Key.ExternalId);

    /// <summary>As a ticket it would go past the verifiers, whom it accuses.</summary>
    public bool AccusesVerifier { get; init; }

    /// <summary>The mails that would leave at once.</summary>
    public IReadOnlyList<FirstMail> Mails { get; init; } = [];
}
