using System.Diagnostics;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Texts;
using Hub.Host.Mailing.Links;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>Makes the mail of an outbox row from the ticket as it is now: what to do first, then the facts, then the text.</summary>
public sealed class NoticeComposer(LawInForce law, OfficeRegister offices, HubOptions options, RouteSentences reasons, TicketSeal seal, LeavingWords leaving, AttachmentStore kept, NoticeToken tokens, TrackingCode codes, ActionLinks links, Ratings ratings, SignInLinks accounts, OwnAddresses own, VirusScanner scanner, TimeProvider clock, NoticeWording texts)
{
    private const int LongestExcerpt = 3000;

    /// <summary>Of a ticket that its reader had whole already.</summary>
    private const int LongestReminder = 300;

    /// <returns>The mail, or why it must not leave.</returns>
    internal async Task<ComposedNotice> ComposeAsync(HubDbContext db, OutboxMessage row, CancellationToken token) =>
        await ComposeAsync(db, row, await NoticeMatter.ReadAsync(db, [row], token), token);

    /// <param name="matter">Read with those that leave together.</param>
    internal async Task<ComposedNotice> ComposeAsync(HubDbContext db, OutboxMessage row, NoticeMatter matter, CancellationToken token)
    {
        await texts.FreshenAsync(token);
        if (row.TicketId is null)
        {
            var payloadOfNone = NoticePayload.Read(row.Payload);
            return row.Purpose switch
            {
                NoticePurpose.Digest => await DigestMail.ComposeAsync(db, row, payloadOfNone, ticket => IsTheirs(ticket, row) || matter.IsLeadership(row), options, law.Catalogue, texts, token),
                NoticePurpose.Invitation or NoticePurpose.PasswordReset => await AccountMail.ComposeAsync(db, row, payloadOfNone, accounts, options, texts, token),
                NoticePurpose.Debt => await DebtMail.ComposeAsync(db, row, payloadOfNone, options, offices, texts, token),
                NoticePurpose.Recipients => new ComposedNotice(RecipientsMail.Compose(row, payloadOfNone, options, offices, texts), null),
                NoticePurpose.Probe => new ComposedNotice(ProbeMail.Compose(row, options, texts), null),
                NoticePurpose.Alarm => new ComposedNotice(AlarmMail.Compose(row, payloadOfNone, options, texts), null),
                NoticePurpose.Assigned or NoticePurpose.Triage or NoticePurpose.Receipt or NoticePurpose.Question or NoticePurpose.Answer or NoticePurpose.Changed or NoticePurpose.Reminder
                    or NoticePurpose.Escalation or NoticePurpose.Echo or NoticePurpose.WriteBack or NoticePurpose.Moved => throw new UnreachableException(),
            };
        }

        var ticket = matter.TicketOf(row);
        if (seal.Payload(row, ticket.Key) is not { } said || seal.Recipient(row, ticket.Key) is not { } recipient)
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("Erased"));
        }

        var payload = NoticePayload.Read(said);
        if (payload.Clock is { } reminding && !ticket.Clocks.Any(c => c.Id == reminding && c.IsOpen && c.PausedSince is null))
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("ClockEnded"));
        }

        if (IsForStaff(row.Purpose) && !await MayHearAsync(db, ticket, row, matter, token))
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("Elsewhere"), IsOver: true);
        }

        IReadOnlyList<Attachment> files;
        try
        {
            files = await kept.SentAsync(db, ticket, payload.Event, scanner.IsOn, token);
            payload = IsForStaff(row.Purpose) ? payload : await leaving.PassAsync(db, await LeavingWords.ToldAsync(db, ticket, token), payload, files, token);
        }
        catch (FileBarred barred) when (!barred.Waits)
        {
            return new ComposedNotice(null, barred.Said);
        }

        var reporter = await ReporterOfAsync(db, ticket, token);
        var notice = reporter.IsProtected && IsForStaff(row.Purpose) ? Guard(ticket, row.Purpose, payload, reporter, matter.Called) : Write(ticket, row.Purpose, payload, matter.Called);
        notice = notice with
        {
            Actions = Actions(ticket, row, payload, matter),
            // Nobody of an office has an account: the page of the ticket would ask for one.
            Links = IsForStaff(row.Purpose) && law.Catalogue.FindBureau(row.Bureau) is null && row.Bureau is not null ? [] : notice.Links,
        };
        if (row.Purpose == NoticePurpose.Answer && payload.Reply == ReplyKind.Finished)
        {
            notice = notice with { Question = texts["Rate"], Actions = [.. Ratings.Stars.Select(stars => new KeyValuePair<string, string>(Said.Of<PagesTexts>($"rating.{stars}").ToString(), ratings.LinkFor(ticket.Number, row.Id, row.CreatedAt, stars).ToString()))] };
        }

        var holder = new TokenHolder(recipient, row.Bureau is not null);
        var mail = new OutgoingMail
        {
            MessageId = row.MessageId,
            From = new MailAddress(options.Mail!.FromName, options.Mail.From),
            To = [new MailAddress(null, recipient)],
            Subject = options.Mail.PlusAddress ? notice.Subject : notice.Subject.Replace(ticket.Number, tokens.SubjectTag(ticket.Number, holder), StringComparison.Ordinal),
            Text = notice.ToText(),
            Html = notice.ToHtml(),
            ReplyTo = new MailAddress(options.Mail.FromName, options.Mail.PlusAddress ? tokens.ReplyAddress(options.Mail.From, ticket.Number, holder) : options.Mail.From),
            InReplyTo = payload.InReplyTo,
            References = payload.InReplyTo is null ? [] : [payload.InReplyTo],
            Attachments = files,
            Headers = [new("X-Hub-Ticket", ticket.Number), new("X-Hub-Notice", row.Purpose.ToString())],
        };
        return new ComposedNotice(mail, null);
    }

    /// <summary>It waited, and the ticket went on meanwhile: whoever has it no longer may be whom it accuses. An echo answers the person who just acted.</summary>
    private async Task<bool> MayHearAsync(HubDbContext db, Ticket ticket, OutboxMessage row, NoticeMatter matter, CancellationToken token)
    {
        if (row.Purpose == NoticePurpose.Echo || IsTheirs(ticket, row) || matter.IsLeadership(row))
        {
            return true;
        }

        // Of what follows another the other's bureau is reminded: it can do something about it.
        return ticket.MergedInto is { } leader && await db.Tickets.Where(t => t.Id == leader).Select(t => t.Bureau).FirstOrDefaultAsync(token) == row.Bureau;
    }

    /// <summary>The verifier reads what every bureau has, save what accuses the verifier.</summary>
    private bool IsTheirs(Ticket ticket, OutboxMessage row)
    {
        var triagers = Owners.Triagers(law.Catalogue);
        return row.Bureau == (ticket.Bureau ?? triagers) || (row.Bureau == triagers && !ticket.KeepsVerifierOut);
    }

    /// <summary>The words of a notice; pure, also used for previews.</summary>
    /// <param name="called">How a person of an office is called by whom only the account is known; null: like the account.</param>
    public Notice Write(Ticket ticket, NoticePurpose purpose, NoticePayload payload, Func<string, string>? called = null) =>
        IsForStaff(purpose) ? ToStaff(ticket, purpose, payload, BroughtWords.AsTheyAre(), called) : ToReporter(ticket, purpose, payload);

    private static bool IsForStaff(NoticePurpose purpose) => purpose switch
    {
        NoticePurpose.Receipt or NoticePurpose.Question or NoticePurpose.Answer or NoticePurpose.Moved => false,
        NoticePurpose.Assigned or NoticePurpose.Triage or NoticePurpose.Changed or NoticePurpose.Reminder or NoticePurpose.Escalation or NoticePurpose.Echo => true,
        NoticePurpose.Alarm or NoticePurpose.Digest or NoticePurpose.WriteBack or NoticePurpose.Invitation or NoticePurpose.PasswordReset or NoticePurpose.Debt or NoticePurpose.Recipients or NoticePurpose.Probe => throw new UnreachableException(),
    };

    /// <summary>Without who is protected. Staff hear of it without its words sooner than not at all; what is left then is the hub's own, and a name that is a word of it ("Panitia Hari Jadi") gives nobody away there.</summary>
    private Notice Guard(Ticket ticket, NoticePurpose purpose, NoticePayload payload, Reporter reporter, Func<string, string> called)
    {
        var whole = seal.Whole(ticket);
        SpareMemory.MakeRoomForText(whole.Body.Length);
        var guarded = new Guarded(reporter) { Title = whole.Title, Body = whole.Body, Allowed = own.All };
        foreach (var said in purpose == NoticePurpose.Changed && payload.Text is not null ? new[] { payload, payload with { Text = null } } : [payload])
        {
            var words = BroughtWords.Without(reporter);
            var notice = ToStaff(ticket, purpose, said, words, called);
            if (LeakGate.Check(words.Parts(), guarded).Count == 0)
            {
                return notice;
            }
        }

        return ToStaff(ticket, purpose, payload, BroughtWords.Without(reporter), called, bare: true);
    }

    /// <param name="words">What came with the item goes through it.</param>
    /// <param name="bare">Nothing that came with the item: neither words nor names.</param>
    private Notice ToStaff(Ticket ticket, NoticePurpose purpose, NoticePayload payload, BroughtWords words, Func<string, string>? called, bool bare = false)
    {
        var decides = purpose == NoticePurpose.Triage;
        var isClosed = ticket.Secret || bare;
        var isSent = purpose is NoticePurpose.Assigned or NoticePurpose.Triage;
        var isKnown = purpose is NoticePurpose.Changed or NoticePurpose.Echo;
        var key = payload.Level is NoticePayload.Draft or NoticePayload.Reopened or NoticePayload.Undone ? payload.Level : ticket.IsStub ? "Stub" : purpose == NoticePurpose.Changed && ticket.Status == TicketStatus.Resolved ? "Doubt"
            : decides && ticket.Protection is not null ? "Protected" : purpose == NoticePurpose.Assigned ? AssignedKey(ticket) : purpose.ToString();
        var presses = purpose is NoticePurpose.Reminder or NoticePurpose.Escalation;
        var undone = payload.Level == NoticePayload.Undone;
        var told = decides || presses ? Pressing(ticket, payload) : null;
        var by = OfficeDates.Day(told?.DueOn ?? ticket.DueOn);
        var facts = new List<KeyValuePair<string, string>>
        {
            new(texts["What"], texts[$"Kind{ticket.Kind}"]),
        };
        facts.AddRange(bare ? [] : [new(texts["From"], Sender(ticket, words))]);
        if (ticket.Protection is null && law.Catalogue.FindService(ticket.Service) is { } service)
        {
            facts.Add(new(texts["Service"], $"{service.Number}. {service.Name}"));
        }

        facts.AddRange(purpose is NoticePurpose.Assigned or NoticePurpose.Changed && ticket.Protection is null ? Requirements(ticket) : []);
        facts.AddRange(told is { Kind: ClockKind.Statute or ClockKind.Triage or ClockKind.Waiting } ? [new(texts[$"Due{told.Kind}"], by)] : Array.Empty<KeyValuePair<string, string>>());
        facts.Add(new(texts["Due"], DayOf(ticket)));
        facts.AddRange(purpose == NoticePurpose.Assigned ? Basis(ticket) : []);
        facts.AddRange(bare ? [] : ticket.EventOn is { } day ? [new(texts["Event"], OfficeDates.Day(day))] : law.AsksForEvent(ticket) ? [new(texts["Event"], texts["EventUnknown"])] : Array.Empty<KeyValuePair<string, string>>());
        facts.AddRange(law.IsLateRequest(ticket) ? [new(texts["Mark"], texts["LateRequest"])] : Array.Empty<KeyValuePair<string, string>>());
        facts.AddRange(decides && ticket.Protection is null ? Choices(ticket.Route) : []);
        facts.AddRange(purpose is NoticePurpose.Triage or NoticePurpose.Assigned && OfficeProposal.For(ticket, offices.Known) is { } office ? [new(texts["Choice", 3], office.Name)] : Array.Empty<KeyValuePair<string, string>>());
        // Of a report on the protected road the mail says only why it is there: neither words of it nor whom it names.
        facts.AddRange(ticket.Protection is { } ground ? [new(texts[isSent ? "Why" : "Mark"], texts[$"Protection{ground}"])] : bare || !isSent ? [] : [new(texts["Why"], Why(ticket, words, called))]);
        facts.AddRange(isClosed || isKnown ? [] : ticket.Facts.Select(f => new KeyValuePair<string, string>(f.Key, words.Of(f.Value))));
        if (ticket.Attachments.Where(a => a.SentWith is null).Select(a => a.Name).ToList() is { Count: > 0 } came)
        {
            facts.Add(new(texts["Attachments"], isClosed ? texts["AttachmentCount", came.Count] : words.Of(string.Join(", ", came))));
        }

        var address = new Uri(options.PublicAddress, $"/tickets/{ticket.Number}").ToString();
        return new Notice
        {
            Subject = $"[{ticket.Number}] {(undone ? texts["SubjectUndone"] : purpose == NoticePurpose.Echo && payload.Waiting is null ? texts["SubjectEcho"] : decides ? texts["SubjectDecide", by] : presses ? texts["SubjectDue", by] : DueOf(ticket, texts))} · {(isClosed ? texts["SecretTitle"] : words.Of(Cut(ticket.Title, 120)))}",
            Lead = texts[$"Lead{key}", BureauName(ticket), told is not null ? Standing(told, payload.Target) : payload.Level == NoticePayload.Reopened ? ReopenedBy(payload.Target!) : undone && !bare ? words.Of(payload.Text ?? "") : "", by],
            Facts = facts,
            Title = isClosed ? texts["SecretTitle"] : words.Of(ticket.Title),
            Body = isClosed ? texts["SecretBody"] : words.Of(Cut(ticket.Body, isKnown ? LongestReminder : LongestExcerpt)),
            News = bare || undone || payload.Text is not { } news ? null : words.Of(purpose == NoticePurpose.Changed ? Cut(news, LongestExcerpt) : news),
            Links = [new(texts["OpenTicket"], address)],
            Footer = decides || undone || purpose is NoticePurpose.Assigned or NoticePurpose.Changed ? ReplyWords(ticket) : texts["Automatic"],
        };
    }

    /// <summary>The words that an answer to the mail may begin with.</summary>
    private string ReplyWords(Ticket ticket)
    {
        var numbers = string.Concat(ForwardWords.Numbers(ticket, OfficeProposal.For(ticket, offices.Known)).Select(n => $"{MailCommand.WordOf(MailCommandKind.Forward)} {n} · "));
        return ticket switch
        {
            { MergedInto: not null } => texts["ReplyWordsEnded", ""],
            { Status: TicketStatus.Resolved } => texts["ReplyWordsEnded", texts["ReplyReopen"]],
            { IsOpen: false } => texts["ReplyWordsEnded", ""],
            { Status: TicketStatus.New } => texts["ReplyWords", texts["ReplyAccept"]],
            { Status: TicketStatus.WaitingForReporter } => texts["ReplyWords", texts["ReplyComplete"]],
            { Bureau: not null } => texts["ReplyWords", ""],
            { Protection: null } => texts["TriageWords", numbers],
            _ => texts["ProtectedWords", numbers],
        };
    }

    /// <summary>Only what is new waits to be accepted, and only what has a deadline can be late.</summary>
    private static string AssignedKey(Ticket ticket) =>
        (ticket.Status == TicketStatus.New ? "Assigned" : "Passed") + (ticket.DeadlineOn is null ? "Undated" : "");

    /// <summary>The clock that a reminder is about; where it names none, the one of triage and then the headline.</summary>
    private static TicketClock Pressing(Ticket ticket, NoticePayload payload) =>
        ticket.Clocks.FirstOrDefault(c => payload.Clock is { } id ? c.Id == id : c is { Kind: ClockKind.Triage, IsOpen: true }) ?? ticket.Clocks.Single(c => c.Binding);

    /// <summary>How a clock stands at this moment, whichever rung of the ladder asked for the mail.</summary>
    /// <param name="leader">The ticket that this one follows.</param>
    private string Standing(TicketClock told, string? leader)
    {
        var now = clock.GetUtcNow();
        var (urgency, days) = TimeToGo.Of(told.DueOn, told.LateAt, law.Calendar, now);
        var key = urgency switch
        {
            Urgency.Late => days == 0 ? "LateToday" : "Late",
            Urgency.Today => told.DueOn == Wita.DateOf(now) ? "Today" : "LastDay",
            _ => "Calm",
        };
        string said = texts[$"Stands{key}", OfficeDates.Day(told.DueOn), days];
        said = told.Kind is ClockKind.Statute or ClockKind.Triage or ClockKind.Waiting ? texts[$"Stands{told.Kind}", said] : said;
        return leader is null ? said : texts["StandsFollower", said, leader];
    }

    private string ReopenedBy(string actor) => texts[$"ReopenedBy-{actor}"] is { ResourceNotFound: false } said ? said : texts["ReopenedByPerson", actor];

    /// <summary>Why the date is not that of the service's own standard; nothing where it is.</summary>
    private IEnumerable<KeyValuePair<string, string>> Basis(Ticket ticket) =>
        ticket.Protection is null && law.OtherTerm(ticket) is { } said ? [new(texts["Basis"], said.ToString())] : [];

    /// <summary>By when, as every mail says it and every page.</summary>
    internal static string DueOf(Ticket ticket, IStringLocalizer<NoticeTexts> texts) => ticket.PausedSince is { } since ? texts["SubjectPaused", OfficeDates.Day(since)] : ticket.DeadlineOn is { } due ? texts["SubjectDue", OfficeDates.Day(due)] : Said.Of<PagesTexts>("left.none").ToString();

    private string DayOf(Ticket ticket) => ticket.PausedSince is not null || ticket.DeadlineOn is not { } due ? DueOf(ticket, texts) : ticket.Provisional ? texts["Provisional", OfficeDates.Day(due)] : OfficeDates.Day(due);

    /// <summary>Whoever passed it on and their words; where nobody did, the grounds of the route.</summary>
    private string Why(Ticket ticket, BroughtWords words, Func<string, string>? called) => TicketHistory.PlacedByPerson(ticket) switch
    {
        null => string.Join(" ", ticket.Route.Why.Select(r => reasons.Say(r.Each(words.Of)))),
        { Text: { Length: > 0 } because } placed when !ticket.Secret => texts["HandedOnBecause", called?.Invoke(placed.Actor) ?? placed.Actor, words.Of(Said.Read(because).ToString())],
        var placed => texts["HandedOn", called?.Invoke(placed.Actor) ?? placed.Actor],
    };

    /// <summary>The bureaus to choose from, as TERUSKAN 1 and TERUSKAN 2 mean them.</summary>
    private IEnumerable<KeyValuePair<string, string>> Choices(RoutingDecision route)
    {
        if (route.NotOurs is { Length: > 0 } target)
        {
            yield return new(texts["MaybeNotOurs"], texts["ChoiceOf", target, OfficeNumbers.Percent(route.Score)]);
        }

        var (first, second) = ForwardWords.Choices(route);
        foreach (var (candidate, number) in new[] { (first, 1), (second, 2) })
        {
            if (law.Catalogue.FindBureau(candidate?.Bureau) is { } bureau)
            {
                yield return new(texts["Choice", number], candidate!.Share is { } share ? texts["ChoiceOf", bureau.Name, OfficeNumbers.Percent(share)] : texts["ChoiceKept", bureau.Name]);
            }
        }
    }

    /// <summary>To an officer whose reply could not be placed: no promise and no tracking, for nothing was applied for.</summary>
    private Notice ToReplier(Ticket ticket) => new()
    {
        Subject = $"[{ticket.Number}] {texts["SubjectUndone"]}{(ticket.Secret ? "" : $" · {Cut(ticket.Title, 120)}")}",
        Lead = texts["LeadReplyUnplaced", ticket.Number, Said.Read(ticket.Route.Why[0].Values[0]).ToString()],
        Facts = [new(texts["Number"], ticket.Number), new(texts["ReceivedAt"], OfficeDates.Instant(ticket.ReceivedAt))],
        Links = [],
        Footer = texts["Automatic"],
    };

    private Notice ToReporter(Ticket ticket, NoticePurpose purpose, NoticePayload payload) => purpose == NoticePurpose.Receipt && ticket.RepliedByOffice is not null ? ToReplier(ticket) : new()
    {
        Subject = $"[{ticket.Number}] {texts[IsInterim(purpose, payload) ? "SubjectInterim" : $"Subject{purpose}"]}{(ticket.Secret ? "" : $" · {Cut(ticket.Title, 120)}")}",
        Lead = texts[purpose == NoticePurpose.Receipt ? $"LeadReceipt{PromiseOf(ticket) ?? "Undated"}" : purpose == NoticePurpose.Moved && PromiseOf(ticket) is null ? "LeadMovedUndated" : $"Lead{purpose}", ticket.Number, OfficeDates.Day(ticket.DueOn), Speaker(ticket) ?? ""],
        Facts =
        [
            new(texts["Number"], ticket.Number),
            new(texts["ReceivedAt"], OfficeDates.Instant(ticket.ReceivedAt)),
            .. purpose == NoticePurpose.Receipt && ticket.Bureau is not null ? [new KeyValuePair<string, string>(texts["HandledBy"], BureauName(ticket))] : Array.Empty<KeyValuePair<string, string>>(),
            .. purpose is NoticePurpose.Answer or NoticePurpose.Question && Speaker(ticket) is { } speaker ? [new KeyValuePair<string, string>(texts[$"{purpose}By"], speaker)] : Array.Empty<KeyValuePair<string, string>>(),
            .. purpose is NoticePurpose.Receipt or NoticePurpose.Moved && PromiseOf(ticket) is { } promise ? [new KeyValuePair<string, string>(texts[$"Promise{promise}"], OfficeDates.Day(ticket.DueOn))] : Array.Empty<KeyValuePair<string, string>>(),
            .. purpose == NoticePurpose.Receipt && PromiseOf(ticket) is not null ? Basis(ticket) : [],
            .. purpose == NoticePurpose.Receipt && law.AsksForEvent(ticket) ? [new KeyValuePair<string, string>(texts["Event"], texts["EventAsked"])] : Array.Empty<KeyValuePair<string, string>>(),
            .. purpose == NoticePurpose.Receipt && law.IsLateRequest(ticket) ? [new KeyValuePair<string, string>(texts["Mark"], texts["LateRequest"])] : Array.Empty<KeyValuePair<string, string>>(),
            new(texts["TrackingCode"], codes.Of(ticket.Number)),
            .. payload.Event is { } with ? [new KeyValuePair<string, string>(texts["Attachments"], string.Join(", ", ticket.Attachments.Where(a => a.SentWith == with).Select(a => a.Name)))] : Array.Empty<KeyValuePair<string, string>>(),
            .. payload.Target is { } target ? [new KeyValuePair<string, string>(texts["Target"], target)] : Array.Empty<KeyValuePair<string, string>>(),
        ],
        Note = purpose == NoticePurpose.Receipt ? ToBring(ticket) : null,
        Body = purpose == NoticePurpose.Receipt && ticket.Route.Why is [{ Code: IntakeReasons.ThreadDoubt } doubt, ..] ? texts["ReplyUnplaced", Said.Read(doubt.Values[0]).ToString()] : payload.Text,
        Links = [new(texts["Track"], new Uri(options.PublicAddress, $"/track?nomor={ticket.Number}").ToString())],
        Footer = texts[IsInterim(purpose, payload) ? "FooterInterim" : $"Footer{purpose}"] + (purpose == NoticePurpose.Question && ticket.PausedSince is { } since ? " " + texts["StandsUntil", OfficeDates.Day(since.AddDays(Pauses.LongestOpen))] : ""),
    };

    /// <summary>An answer after which the bureau goes on.</summary>
    private static bool IsInterim(NoticePurpose purpose, NoticePayload payload) => purpose == NoticePurpose.Answer && payload.Reply is ReplyKind.FirstResponse or ReplyKind.FollowUp;

    /// <summary>Who speaks to the reporter: whoever has the ticket, else those that sort; null where it accuses them, and where it follows another: that one's bureau spoke, and would tell what it is about.</summary>
    private string? Speaker(Ticket ticket)
    {
        if (ticket is { Bureau: null, AccusesVerifier: true } or { MergedInto: not null })
        {
            return null;
        }

        var holder = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        return law.Catalogue.FindBureau(holder) is { } bureau ? texts["OfSecretariat", bureau.Name] : offices.NameOf(holder);
    }

    /// <summary>With the numbers by which staff name them in a reply.</summary>
    private IEnumerable<KeyValuePair<string, string>> Requirements(Ticket ticket) =>
        Checklist.Of(ticket, law.Catalogue).Select(line => new KeyValuePair<string, string>(texts["Requirement", line.Number], texts[$"Requirement{line.Standing}", line.Requirement.Text]));

    /// <summary>What the service asks of its applicant, for the receipt; null where it asks for nothing, or nobody applied. Numbered as the reader counts: those that the office sees to are not among them.</summary>
    private string? ToBring(Ticket ticket)
    {
        if (ticket.Kind != SubmissionKind.Request)
        {
            return null;
        }

        var lines = Checklist.Of(ticket, law.Catalogue).Where(line => !line.Requirement.Own).ToList();
        return lines.Count == 0
            ? null
            : $"{texts[lines.Exists(l => l.IsMissing) ? "RequirementsOpen" : "RequirementsOf"]}\n{string.Join('\n', lines.Select((l, i) => $"{i + 1}. {texts[l.IsMissing ? "RequirementMissing" : "RequirementPlain", l.Requirement.Text].Value}"))}";
    }

    /// <summary>What a reporter may rely on, where a rule binds us to the date and nothing about it is assumed: a first answer, the end, or readiness before the event; null where nothing is promised.</summary>
    private string? PromiseOf(Ticket ticket)
    {
        var binding = ticket.LateAt is null ? null : ticket.Clocks.FirstOrDefault(c => c is { Binding: true, Assumed: false });
        return binding is null || law.Standards.Find(binding.Rule, Wita.DateOf(ticket.ReceivedAt)) is not { } standard ? null
            : standard.Unit == StandardUnit.BeforeEvent ? "Event"
            : standard.Until is ClockEnd.Answer or ClockEnd.Reply ? "Answer"
            : "Done";
    }

    /// <summary>The links by which this recipient can act; none for reporters and for notices that ask for nothing.</summary>
    private IReadOnlyList<KeyValuePair<string, string>> Actions(Ticket ticket, OutboxMessage row, NoticePayload payload, NoticeMatter matter)
    {
        if (row.Purpose is not (NoticePurpose.Assigned or NoticePurpose.Triage or NoticePurpose.Changed or NoticePurpose.Reminder) && payload.Waiting is null)
        {
            return [];
        }

        IReadOnlyList<LinkAct> acts = payload.Waiting is null ? LinkActs.For(ticket) : payload.Shows ? LinkActs.Deciding(ticket) : [LinkAct.Confirm];
        return matter.PersonOf(row, ticket.Bureau ?? Owners.Triagers(law.Catalogue)) is not { } person
            ? []
            : [.. acts.Select(act => new KeyValuePair<string, string>(texts[$"Act{act}"], links.Create(act, ticket.Number, person, payload.Waiting ?? row.Id, row.CreatedAt).ToString()))];
    }

    /// <summary>The identity that must not leave; flags of the ticket count, whoever raised them.</summary>
    private async Task<Reporter> ReporterOfAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        var record = ticket.Anonymous || ticket.Secret ? await db.Reporters.FindAsync([ticket.Id], token) : null;
        return seal.About(ticket, record);
    }

    private string Sender(Ticket ticket, BroughtWords words) =>
        ticket.Anonymous ? texts["AnonymousReporter"]
        : ticket is { Secret: false, Organisation: { } organisation } ? words.Of(organisation)
        : texts["Reporter", law.Catalogue.Systems.FirstOrDefault(s => s.Code == ticket.System)?.Name ?? (ticket.To is { } to ? words.Of(to) : ticket.System)];

    private string BureauName(Ticket ticket) => offices.NameOf(ticket.Bureau) ?? texts["Nobody"];

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";
}

/// <summary>A composed mail, or the reason it is held.</summary>
/// <param name="IsOver">Nobody misses it: it is set aside and calls nobody.</param>
internal sealed record ComposedNotice(OutgoingMail? Mail, Said? Held, bool IsOver = false);

/// <summary>Marker of the resource files <c>NoticeTexts.resx</c>.</summary>
public sealed class NoticeTexts;
