using System.Text;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>The way of an item: read, identify, route, set the deadline, and store ticket, events, notices and envelope status in one transaction. Items that wait together go it together.</summary>
public sealed partial class Pipeline(
    Database database, ConfiguredConnectors connectors, LawInForce law, OutboxWriter outbox, MailThreads threads, Bounces bounces, TicketRoad road, ReporterVault vault, Erasure erasure, ByteStore bytes, AttachmentStore files, ItemReader reader, AuditTrail audit, TimeProvider clock, ILogger<Pipeline> log)
{
    /// <summary>Tries for causes that may pass; what cannot be understood is set aside at once.</summary>
    public const int MostAttempts = 3;

    /// <summary>Of a file, to look for the hub's own mails in it: they are short.</summary>
    private const int MostEnclosed = 256 * 1024;

    private static readonly TimeSpan StepBack = TimeSpan.FromMinutes(5);

    /// <summary>Processes stored envelopes of one source in the order of their ids. Safe to repeat: a finished envelope is left alone.</summary>
    /// <remarks>Where anything fails nothing of them is stored, and each half goes the same way by itself: in the end the one that fails stands alone, and it alone is set aside.</remarks>
    public async Task ProcessAsync(IReadOnlyList<long> envelopeIds, CancellationToken token)
    {
        await using var db = database.Open();
        var found = await db.Envelopes.AsNoTracking().Where(e => envelopeIds.Contains(e.Id) && e.Status == EnvelopeStatus.Received)
            .Join(db.Sources.AsNoTracking(), e => e.Source, s => s.Name, (envelope, source) => new { Envelope = envelope, Source = source, IsFirst = !db.Envelopes.Any(o => o.Source == envelope.Source && o.ExternalId == envelope.ExternalId && o.Id < envelope.Id) })
            .OrderBy(f => f.Envelope.Id).ToListAsync(token);
        if (found is [{ Source: var source }, ..])
        {
            await ProcessAsync([.. found.Select(static f => new WaitingItem(f.Envelope, f.IsFirst))], source, token);
        }
    }

    /// <summary>The same for envelopes as they lay in the store a moment ago.</summary>
    internal async Task ProcessAsync(IReadOnlyList<WaitingItem> waiting, Source source, CancellationToken token)
    {
        try
        {
            var withFiles = await CarryOutAsync(source, await reader.ReadAsync(waiting, source, token), token);
            await CheckFilesAsync(withFiles, token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            if (waiting is [{ Envelope: var alone }])
            {
                using var scope = Scope(log, source.Name, alone.Id);
                LogFailed(e);
                await SetAsideOrPostponeAsync(alone.Id, source, Trouble.Of(e), token);
            }
            else
            {
                LogApart(e, waiting.Count);
                var half = waiting.Count / 2;
                await ProcessAsync([.. waiting.Take(half).Select(static w => w.Envelope.Id)], token);
                await ProcessAsync([.. waiting.Skip(half).Select(static w => w.Envelope.Id)], token);
            }
        }
    }

    /// <summary>An item that cannot even be set aside must not hold up those behind it: it steps back and is tried again.</summary>
    private async Task SetAsideOrPostponeAsync(long envelopeId, Source source, Trouble trouble, CancellationToken token)
    {
        try
        {
            await SetAsideAsync(envelopeId, source, trouble, token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            LogNotSetAside(e);
            var cause = Said.Of<FetchTexts>("NotSetAside", trouble.Cause, e.Message);
            await using var db = database.Open();
            await db.Envelopes.Where(v => v.Id == envelopeId).ExecuteUpdateAsync(
                set => set.SetProperty(v => v.NextAttemptAt, clock.GetUtcNow() + StepBack).SetProperty(v => v.Attempts, v => v.Attempts + 1).SetProperty(v => v.Cause, cause), token);
        }
    }

    /// <summary>Within which the items' ids are unique.</summary>
    internal static string ScopeOf(Source source, ConnectorKind kind) => kind.OwnItems ? source.Name : kind.System;

    /// <returns>What brought files.</returns>
    private async Task<IReadOnlyList<StoredEnvelope>> CarryOutAsync(Source source, IReadOnlyList<ReadItem> items, CancellationToken token)
    {
        SpareMemory.MakeRoom(items.Sum(static i => i.Envelope.RawLength));
        SpareMemory.MakeRoomForText(items.Sum(static i => i.Submission.Body.Length));
        var kind = connectors.KindOf(source);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var batch = new IntakeBatch(db, source.Name, ScopeOf(source, kind));
        items = await batch.BeginAsync(items, outbox, clock.GetUtcNow(), token);
        foreach (var item in items)
        {
            using var scope = Scope(log, source.Name, item.Envelope.Id);
            await CarryOutAsync(batch, source, kind, item, token);
        }

        SpareMemory.MakeRoom(items.Sum(static i => i.Envelope.RawLength));
        SpareMemory.MakeRoomForText(items.Sum(static i => i.Submission.Body.Length));
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.Ticket);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.Ticketed);
        if (batch.Erases)
        {
            await erasure.FinishAsync(db, token);
            await Erasure.WipeAsync(db, token);
        }

        outbox.Wake();
        return [.. items.Select(static i => i.Envelope).Where(static e => e.Files is not null)];
    }

    /// <summary>Once the files themselves are let go, and read back from the store.</summary>
    private async Task CheckFilesAsync(IReadOnlyList<StoredEnvelope> withFiles, CancellationToken token)
    {
        SpareMemory.MakeRoom(withFiles.Sum(static e => e.RawLength));
        foreach (var envelope in withFiles)
        {
            await AttachmentList.CheckAsync(database, bytes, road, envelope.Id, token);
            SpareMemory.MakeRoom(envelope.RawLength);
        }
    }

    private async Task CarryOutAsync(IntakeBatch batch, Source source, ConnectorKind kind, ReadItem item, CancellationToken token)
    {
        var (envelope, submission, foreseen) = item;
        var (known, isOvertaken) = await batch.FindAsync(item, token);
        // Not read once more: of a big mail memory holds the raw bytes once.
        batch.Db.Attach(envelope);
        if (known is not null && isOvertaken)
        {
            (envelope.Status, envelope.TicketId) = (EnvelopeStatus.Superseded, known.Id);
            if (await Erasure.IsErasedAsync(batch.Db, known.Id, token))
            {
                await Erasure.LetGoAsync(batch.Db, envelope.Id, token);
            }
        }
        else
        {
            var question = (await threads.AskAsync(batch.Db, kind.System, submission, known, token)) with { IsWanted = envelope.CauseCode == IgnoredDesk.Wanted };
            if (!question.IsOwnNotice)
            {
                await EndLinksAsync(batch.Db, envelope, submission, token);
            }

            var decision = Domain.Intake.Decide(question, asked => foreseen?.Question == asked ? foreseen.Route : law.Route(asked));
            var intaken = new Intaken(batch.Db, envelope, source, kind, batch.Scope, question.Submission);
            await ApplyAsync(intaken, decision, question.Named, token);
            batch.Erases |= intaken.Erases;
            await NoteDriftAsync(batch.Db, source.Name, submission, known?.IsProtected == true, token);
        }

        envelope.Attempts++;
    }

    /// <summary>Ways into accounts that stand in it, or in a mail of ours that came back with it. Those in the hub's own mail, read in a folder of sent mail, are still on their way.</summary>
    private async Task EndLinksAsync(HubDbContext db, StoredEnvelope envelope, Submission submission, CancellationToken token)
    {
        var enclosed = submission.Attachments.Where(static a => a.MediaType is "message/rfc822" or "text/plain" or "text/html").Select(static a => Encoding.Latin1.GetString(a.Start(MostEnclosed).Span));
        foreach (var owner in await SignInLinks.EndAsync(db, enclosed.Prepend(submission.LetterText).Prepend(submission.OriginalBody).Prepend(submission.Body).Prepend(submission.Title), token))
        {
            await audit.WriteAsync(db, CurrentUser.Hub.Name, "user.link-ended", owner, $"{envelope.Source}/{envelope.Id}", token);
        }
    }

    /// <param name="named">The ticket that an ignored mail names; nobody finds it there.</param>
    private async Task ApplyAsync(Intaken item, IntakeDecision decision, long? named, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        switch (decision)
        {
            case IntakeDecision.Ignore ignore:
                item.Envelope.Status = EnvelopeStatus.Ignored;
                (item.Envelope.Cause, item.Envelope.CauseCode) = (ignore.Reason, ignore.Code);
                await LetGoAsync(item, ignore, named, token);
                if (item.Submission.Mail is { } bounce)
                {
                    await bounces.NoteAsync(item.Db, bounce, item.Submission.Title, now, token);
                }

                return;
            case IntakeDecision.Open open:
                await OpenAsync(item, Ticket.Open(OriginOf(item), item.Submission, open.Route, now, open.After), open.After, now, token);
                break;
            case IntakeDecision.Continue goesOn:
                await OpenAsync(item, Ticket.Continue(goesOn.Closed, item.Source.Name, item.Submission, goesOn.Route, now), goesOn.Closed, now, token);
                break;
            case IntakeDecision.Heal heal:
                await road.ChangeAsync(item.Db, heal.Stub, new TicketChange.Heal(item.Submission, heal.Route), new Actor.Source(), null, token, quiet: true);
                await StandBesideAsync(item, heal.Stub, after: null, now, token);
                await TellOfAsync(item, heal.Stub, now, token);
                break;
            case IntakeDecision.Update update:
                await UpdateAsync(item, update.Ticket, now, token);
                break;
            case IntakeDecision.Append append:
                await threads.AppendAsync(item, append.Ticket, append.IsStaff, now, token);
                break;
            case IntakeDecision.AttachAutomatic attach:
                await threads.AttachAutomaticAsync(item, attach.Ticket, now, token);
                break;
        }

        item.Envelope.Status = EnvelopeStatus.Done;
        item.Envelope.Cause = null;
        item.Envelope.CauseCode = null;
    }

    /// <summary>What a mail of ours says stands in its ticket, whose erasing does not look for copies. What a robot repeats goes with its ticket, and is not kept once that is erased.</summary>
    private static async Task LetGoAsync(Intaken item, IntakeDecision.Ignore ignore, long? named, CancellationToken token)
    {
        if (ignore.Code == IntakeReasons.OwnNotice || (named is { } erased && await Erasure.IsErasedAsync(item.Db, erased, token)))
        {
            await Erasure.LetGoAsync(item.Db, item.Envelope.Id, token);
        }
        else if (named is not null)
        {
            item.Envelope.TicketId = named;
        }
    }

    private async Task OpenAsync(Intaken item, Ticket ticket, Ticket? after, DateTimeOffset now, CancellationToken token)
    {
        await road.OpenAsync(item.Db, ticket, () => StandBesideAsync(item, ticket, after, now, token), item.Submission, item.Envelope.Quiet, token);
        if (after is not null)
        {
            await road.ChangeAsync(item.Db, ticket, new TicketChange.Keep(new Happening.Linked(IntakeReasons.FollowUp), after.Number), new Actor.Hub(), null, token);
            await road.ChangeAsync(item.Db, after, new TicketChange.Keep(new Happening.Linked(IntakeReasons.FollowUp), ticket.Number), new Actor.Hub(), null, token);
            if (ticket.IsProtected)
            {
                await road.ProtectKinAsync(item.Db, ticket, item.Envelope.Quiet, token);
            }
        }
    }

    private static TicketOrigin OriginOf(Intaken item) => new("", item.Kind.System, item.Source.Name, item.Scope, item.Envelope.ExternalId);

    /// <summary>Files, thread, rules and identity of a ticket that begins or is healed.</summary>
    /// <param name="after">The ticket that it continues: its words may name who sent that.</param>
    private async Task StandBesideAsync(Intaken item, Ticket ticket, Ticket? after, DateTimeOffset now, CancellationToken token)
    {
        await vault.KeepAsync(item.Db, ticket, item.Submission.Reporter, token);
        if (after is not null)
        {
            await vault.LearnFromAsync(item.Db, ticket, after, token);
        }

        item.Envelope.Files = await files.AddAsync(item.Db, ticket, item.Submission.Attachments, now, token, isLast: true);
        await threads.LinkAsync(item, ticket, token);
        item.Envelope.TicketId = ticket.Id;
        item.Db.RuleMatches.AddRange(StoredRuleMatch.Of(ticket.Id, ticket.Route, now));
    }

    /// <summary>A healed stub is told of as a ticket that begins.</summary>
    private Task TellOfAsync(Intaken item, Ticket healed, DateTimeOffset now, CancellationToken token) =>
        item.Envelope.Quiet ? Task.CompletedTask : outbox.TicketOpenedAsync(item.Db, healed, item.Submission, now, token);

    private async Task UpdateAsync(Intaken item, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        var wasErased = await Erasure.IsErasedAsync(item.Db, ticket.Id, token);
        item.Envelope.TicketId = ticket.Id;
        var events = ticket.EventCount;
        await vault.KeepAsync(item.Db, ticket, item.Submission.Reporter, token);
        await road.ChangeAsync(item.Db, ticket, new TicketChange.SourceUpdate(item.Submission), new Actor.Source(), null, token, quiet: item.Envelope.Quiet);
        if (wasErased && !ticket.IsOpen && !await Retention.Held(item.Db).AnyAsync(t => t.Id == ticket.Id, token))
        {
            // A source shows the whole item again for each change of its status. What it opens again is somebody's open matter, and needs its words.
            await item.Db.SaveChangesAsync(token);
            item.Erases = await erasure.EraseAsync(item.Db, ticket.Id, token);
            await audit.WriteAsync(item.Db, CurrentUser.Hub.Name, "reporter.erased", ticket.Number, null, token);
        }
        else if (ticket.EventCount > events)
        {
            item.Envelope.Files = await files.AddAsync(item.Db, ticket, item.Submission.Attachments, now, token, isLast: true);
        }
    }

    /// <summary>Waits and tries again, or quarantines with a visible stub ticket and an owner.</summary>
    private async Task SetAsideAsync(long envelopeId, Source source, Trouble trouble, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await IntakeBatch.TakeTurnAsync(db, ScopeOf(source, connectors.KindOf(source)), token);
        var now = clock.GetUtcNow();
        if (await db.Envelopes.SingleOrDefaultAsync(e => e.Id == envelopeId && e.Status == EnvelopeStatus.Received, token) is not { } envelope)
        {
            // Another copy of the hub was done with it meanwhile.
            return;
        }

        (envelope.Attempts, envelope.Cause, envelope.CauseCode) = (envelope.Attempts + 1, trouble.Cause, trouble.Code);
        if (!trouble.ForGood && envelope.Attempts < MostAttempts)
        {
            envelope.NextAttemptAt = now + TimeSpan.FromSeconds(5 * Math.Pow(4, envelope.Attempts));
        }
        else
        {
            await QuarantineAsync(db, envelope, source, now, token);
        }

        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.SetAside);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.SetAsideDone);
        outbox.Wake();
    }

    private async Task QuarantineAsync(HubDbContext db, StoredEnvelope envelope, Source source, DateTimeOffset now, CancellationToken token)
    {
        var kind = connectors.KindOf(source);
        var scope = ScopeOf(source, kind);
        var owner = Owners.Of(law.Catalogue, kind, connectors, source);
        (envelope.Status, envelope.Owner) = (EnvelopeStatus.Quarantined, owner);
        var known = await ItemTickets.FindAsync(db, scope, [envelope.ExternalId], token);
        if (!known.TryGetValue(envelope.ExternalId, out var ticket))
        {
            var route = new RoutingDecision
            {
                Bureau = owner,
                Kind = kind.Brings,
                Score = 0,
                Triage = true,
                Why = [new Reason("unreadable", [envelope.Cause?.Stored ?? ""])],
            };
            ticket = await OpenStubAsync(db, new TicketOrigin("", kind.System, source.Name, scope, envelope.ExternalId), source, envelope, route, now, token);
        }
        else
        {
            await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.Quarantined(envelope.Id), envelope.Cause?.Stored), new Actor.Hub(), null, token);
        }

        envelope.TicketId = ticket.Id;
    }

    /// <summary>Where no calendar reaches to the day on which it was received (a server's clock stood in 1970), its clocks run from today.</summary>
    private async Task<Ticket> OpenStubAsync(HubDbContext db, TicketOrigin origin, Source source, StoredEnvelope envelope, RoutingDecision route, DateTimeOffset now, CancellationToken token)
    {
        async Task<Ticket> OpenAsync(DateTimeOffset receivedAt)
        {
            var title = Said.Of<FetchTexts>("StubTitle", source.Title).ToString();
            var stub = Ticket.OpenStub(origin, title, envelope.Cause?.ToString() ?? "", route, receivedAt, now);
            await road.OpenAsync(db, stub, () => Task.CompletedTask, told: null, envelope.Quiet, token);
            return stub;
        }

        try
        {
            return await OpenAsync(envelope.ReceivedAt);
        }
        catch (CalendarException)
        {
            return await OpenAsync(now);
        }
    }

    /// <summary>So many new fields of one item are noted: a form that changed has a few, and each costs the store a question.</summary>
    private const int MostDrifts = 50;
    private const int LongestDrift = 200;

    private async Task NoteDriftAsync(HubDbContext db, string source, Submission submission, bool isProtected, CancellationToken token)
    {
        if (submission.Drifts.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        isProtected |= submission.Reporter.IsProtected || ProtectionReader.Of(submission) is not null;
        foreach (var drift in submission.Drifts.Distinct().Take(MostDrifts))
        {
            // What no reader knows may be anybody's name, and a flag may be raised later: the office or body that sent it is covered too.
            var seen = isProtected ? LeakGate.Blot : LeakGate.Mask(drift.Value, submission.Reporter with { Anonymous = true });
            var (field, value) = (Short(drift.Field), Short(seen));
            var sample = db.Drifts.Local.FirstOrDefault(d => d.Source == source && d.Field == field && d.Value == value)
                ?? await db.Drifts.FirstOrDefaultAsync(d => d.Source == source && d.Field == field && d.Value == value, token);
            if (sample is null)
            {
                sample = new DriftSample { Source = source, Field = field, Value = value, FirstSeenAt = now };
                db.Drifts.Add(sample);
            }

            sample.Count++;
            sample.LastSeenAt = now;
        }
    }

    /// <summary>Both stand in an index; what was cut to that is the same on every store, and found again.</summary>
    private static string Short(string text) => StorableText.Of(text.Length > LongestDrift ? text[..LongestDrift] : text);

    private static readonly Func<ILogger, string, long, IDisposable?> Scope = LoggerMessage.DefineScope<string, long>("{Source} {Envelope}");

    [LoggerMessage(112, LogLevel.Information, "{Count} envelopes were not processed together, each half goes by itself")]
    private partial void LogApart(Exception e, int count);

    [LoggerMessage(110, LogLevel.Warning, "Envelope was not processed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(111, LogLevel.Error, "Envelope could not be set aside and is tried again")]
    private partial void LogNotSetAside(Exception exception);
}
