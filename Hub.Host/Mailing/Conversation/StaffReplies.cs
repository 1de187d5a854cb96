using System.Diagnostics;
using System.Text;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Envelopes;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.Mailing.Links;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Staff work by answering a notice: one word, and the hub echoes what it understood.</summary>
public sealed class StaffReplies(TicketRoad road, LawInForce law, OfficeRegister offices, OutboxWriter outbox, WaitingCommands waiting, IStringLocalizer<NoticeTexts> texts, TimeProvider clock)
{
    /// <returns>The contact that may act on the ticket under this address, or null: staff and head of its bureau, in triage those of Biro Organisasi.</returns>
    internal static Task<Contact?> ColleagueAsync(HubDbContext db, LawInForce law, Ticket ticket, string address, CancellationToken token)
    {
        var bureau = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        return db.Contacts.FirstOrDefaultAsync(c => c.Address == address && c.Bureau == bureau, token);
    }

    /// <summary>Carries a command out, keeps anything else as a note, and says so; where nobody vouches for the sender, either waits for a click of the person.</summary>
    /// <param name="text">What was written new.</param>
    /// <param name="letter">All of the letter, where it is more; a note keeps it.</param>
    /// <param name="files">Came with the reply; those that may go to a reporter go along with words that do.</param>
    internal async Task ApplyAsync(HubDbContext db, Ticket ticket, Contact colleague, string text, string? letter, Mail mail, IReadOnlyList<Attachment> files, CancellationToken token)
    {
        var actor = new Actor.Correspondent(colleague, Owners.Triagers(law.Catalogue));
        var news = Meanwhile.Since(ticket, await SeenAsync(db, ticket, mail, token), actor.Name);
        var command = MailCommand.Parse(text);
        if (mail.IsVouched)
        {
            await Bounces.ClearAsync(db, colleague.Address, token);
            if (command is null or { Problem: not null })
            {
                await road.ChangeAsync(db, ticket, new TicketChange.Note(text, letter), actor, null, token);
            }
        }

        var said = command switch
        {
            { Problem: { } problem } => new NoticePayload(Problem(ticket, command, problem), Level: NoticePayload.Undone),
            _ when !mail.IsVouched => new NoticePayload(WithFiles(texts[command is null ? "EchoNoteWaits" : "EchoWaits"], [], files), Waiting: await waiting.KeepAsync(db, ticket, colleague, text, token)),
            null => new NoticePayload(texts["EchoNote"], Level: NoticePayload.Undone),
            { Problem: null } => await CarryOutAsync(db, ticket, command, actor, text, files, token),
        };
        said = said with { Text = news is null ? said.Text : texts["EchoMeanwhile", said.Text!, news], InReplyTo = mail.MessageId };

        // Each mail has its own echo, whether it changed anything or not.
        var cause = $"{ticket.Number}/{ticket.EventCount}/{NoticePurpose.Echo}-{Fingerprint.Of(Encoding.UTF8.GetBytes(mail.MessageId ?? text))[..12]}";
        await outbox.AddAsync(db, ticket, cause, NoticePurpose.Echo, colleague.Address, colleague.Bureau, said, clock.GetUtcNow(), token);
    }

    /// <summary>Whether the same words of that person wait for a click already.</summary>
    internal async Task<bool> WaitsAsync(HubDbContext db, Ticket ticket, string address, string text, CancellationToken token) =>
        await ColleagueAsync(db, law, ticket, address, token) is { } colleague && await waiting.HasAsync(db, ticket, colleague.Id, text, token);

    /// <summary>Carries out what waited for a click.</summary>
    /// <param name="form">What the person decided and chose on the page of the link.</param>
    /// <exception cref="TicketRefusal">Something is missing in the words, or the ticket does not allow it.</exception>
    internal async Task CarryOutAsync(HubDbContext db, Ticket ticket, Contact colleague, string words, LinkForm form, CancellationToken token)
    {
        var actor = new Actor.Correspondent(colleague, Owners.Triagers(law.Catalogue));
        var (change, echo) = MailCommand.Parse(words) is { } command ? await ReadAsync(command, ticket, actor, token) : (new TicketChange.Note(words), "");
        if (change is null)
        {
            throw new TicketRefusal(echo);
        }

        // The link came by mail: the person is reached.
        await Bounces.ClearAsync(db, colleague.Address, token);
        await road.ChangeAsync(db, ticket, change with { Wording = form.Wording, Files = form.Files }, actor, form.Seen, token);
    }

    /// <returns>How many events the ticket had when the notice was written that is answered; null when that is not known.</returns>
    private static async Task<int?> SeenAsync(HubDbContext db, Ticket ticket, Mail mail, CancellationToken token)
    {
        var key = await db.Outbox.Where(m => m.MessageId == mail.InReplyTo).Select(m => m.Key).FirstOrDefaultAsync(token);
        return OutboxWriter.EventsIn(key, ticket.Number);
    }

    /// <summary>What is missing, or too much, in a command.</summary>
    private string Problem(Ticket ticket, MailCommand command, MailCommandProblem problem) => problem == MailCommandProblem.NoBureau
        ? Choose(ForwardWords.Numbers(ticket, OfficeProposal.For(ticket, offices.Known)), null)
        : texts[$"Echo{problem}", MailCommand.WordOf(command.Kind), Occasions(ticket)];

    private async Task<NoticePayload> CarryOutAsync(HubDbContext db, Ticket ticket, MailCommand command, Actor.Correspondent actor, string text, IReadOnlyList<Attachment> files, CancellationToken token)
    {
        var (change, echo) = await ReadAsync(command, ticket, actor, token);
        if (change is null)
        {
            return new NoticePayload(echo, Level: NoticePayload.Undone);
        }

        try
        {
            var fit = change.Leaves is null ? [] : files.Where(f => !f.IsInline && AnswerFiles.Fault(f) is null).ToList();
            await road.ChangeAsync(db, ticket, change with { Files = fit }, actor, null, token);
            return new NoticePayload(change.Leaves is null ? echo : WithFiles(echo, fit, files));
        }
        catch (ShowsWhoWrote asked)
        {
            return new NoticePayload(WithFiles(asked.Message, [], files), Waiting: await waiting.KeepAsync(db, ticket, actor.Contact, text, token), Shows: true);
        }
        catch (TicketRefusal refusal)
        {
            return new NoticePayload(texts["EchoRefused", refusal.Message], Level: NoticePayload.Undone);
        }
    }

    private string WithFiles(string echo, IReadOnlyList<Attachment> gone, IReadOnlyList<Attachment> all)
    {
        var stayed = all.Except(gone).ToList();
        echo = gone.Count == 0 ? echo : texts["EchoFiles", echo, Names(gone)];
        return stayed.Count == 0 ? echo : texts["EchoFilesStay", echo, Names(stayed)];
    }

    private static string Names(IEnumerable<Attachment> files) => string.Join(", ", files.Select(f => f.Name));

    private async Task<(TicketChange? Change, string Echo)> ReadAsync(MailCommand command, Ticket ticket, Actor.Correspondent actor, CancellationToken token) =>
        command.Kind == MailCommandKind.Forward ? Forward(command.Argument!, ticket, await offices.ReadAsync(token)) : Read(command, ticket, actor);

    /// <returns>What the words mean and how it is echoed; no change where something is missing, and the echo says what.</returns>
    private (TicketChange? Change, string Echo) Read(MailCommand command, Ticket ticket, Actor.Correspondent actor)
    {
        var argument = command.Argument ?? "";
        return command.Kind switch
        {
            MailCommandKind.Accept => (new TicketChange.Accept(), texts["EchoAccept", argument]),
            MailCommandKind.GiveBack => (new TicketChange.GiveBack(argument), texts["EchoGiveBack", argument]),
            MailCommandKind.AskForData => AskForData(argument),
            MailCommandKind.Complete => Complete(argument),
            MailCommandKind.Finish => (new TicketChange.Resolve(argument), texts["EchoFinish", argument]),
            MailCommandKind.Forward => throw new UnreachableException(),
            MailCommandKind.NotOurs => NotOurs(argument, actor),
            MailCommandKind.SetEvent => IndonesianDate.Day(argument) is { } day
                ? (new TicketChange.SetEvent(day), texts["EchoSetEvent", OfficeDates.Day(day)])
                : (null, texts["EchoNoDate", MailCommand.WordOf(command.Kind)]),
            MailCommandKind.SetService => int.TryParse(argument.Trim(' ', '.'), out var service)
                ? (new TicketChange.SetService(service), texts["EchoSetService", $"{service}. {law.Catalogue.FindService(service)?.Name}"])
                : (null, texts["EchoNoService", MailCommand.WordOf(command.Kind)]),
            MailCommandKind.Refuse => (new TicketChange.Refuse(argument), texts["EchoRefuse", argument]),
            MailCommandKind.Withdraw => (new TicketChange.Withdraw(argument.Length == 0 ? null : argument), texts["EchoWithdraw"]),
            MailCommandKind.StartPpid => Ppid(argument),
            MailCommandKind.ExtendPpid => (new TicketChange.ExtendPpid(argument), texts["EchoExtendPpid", argument]),
            MailCommandKind.Reopen => (new TicketChange.Reopen(), texts["EchoReopen"]),
            MailCommandKind.WaitFor => WaitFor(argument),
            MailCommandKind.StopWaiting => (new TicketChange.StopWaiting(argument.Length == 0 ? null : argument), texts["EchoStopWaiting"]),
            MailCommandKind.Begin => Begin(argument, ticket),
            MailCommandKind.Note => (new TicketChange.Note(argument), texts["EchoNoted"]),
            MailCommandKind.Take => (new TicketChange.Take(), texts["EchoTake"]),
        };
    }

    /// <summary>Numbers name requirements of the service; what follows them, or stands alone, is the question.</summary>
    private (TicketChange? Change, string Echo) AskForData(string argument)
    {
        var (missing, question) = RequirementWords.Read(argument);
        return (new TicketChange.Ask(question, missing.Count == 0 ? null : missing), texts[missing.Count == 0 ? "EchoAskForData" : "EchoAskForRequirements", missing.Count == 0 ? argument : string.Join(", ", missing)]);
    }

    /// <summary>With numbers these requirements are there, without them everything that was asked for.</summary>
    private (TicketChange? Change, string Echo) Complete(string argument)
    {
        var (there, _) = RequirementWords.Read(argument);
        return there.Count == 0 ? (new TicketChange.Complete(), texts["EchoComplete"]) : (new TicketChange.CheckRequirements(there, []), texts["EchoThere", string.Join(", ", there)]);
    }

    /// <summary>Alone it puts the request under the act; with a further word it says what became of it.</summary>
    private (TicketChange? Change, string Echo) Ppid(string argument)
    {
        var said = PpidCommand.Parse(argument);
        var since = said.Day is null ? clock.GetUtcNow() : IndonesianDate.Day(said.Day) is { } day ? Wita.StartOf(day) : (DateTimeOffset?)null;
        return said switch
        {
            { Step: PpidStep.Start } => (new TicketChange.StartPpid(), texts["EchoStartPpid"]),
            { Step: PpidStep.Decide } => (new TicketChange.DecidePpid(said.Decision, said.Ground, said.Words), texts["EchoDecidePpid", said.Words]),
            _ when since is null => (null, texts["EchoNoDate", MailCommand.WordOf(MailCommandKind.StartPpid)]),
            { Step: PpidStep.Objection } => (new TicketChange.ObjectPpid(since.Value), texts["EchoObjectPpid"]),
            _ => (new TicketChange.DisputePpid(Wita.DateOf(since.Value), said.Letter), texts["EchoDisputePpid"]),
        };
    }

    private (TicketChange? Change, string Echo) WaitFor(string argument)
    {
        var (whom, letter, day) = WaitingWords.Read(argument);
        var since = day is null ? Wita.DateOf(clock.GetUtcNow()) : IndonesianDate.Day(day);
        var authority = law.Standards.AuthorityOf(whom);
        return since is { } asked
            ? (new TicketChange.WaitFor(authority.Key, whom, letter, asked), texts["EchoWaitFor", whom, OfficeDates.Day(law.Calendar.AddWorkingDays(asked, authority.Amount))])
            : (null, texts["EchoNoDate", MailCommand.WordOf(MailCommandKind.WaitFor)]);
    }

    private string Occasions(Ticket ticket) => string.Join(", ", law.Standards.Occasions(ticket.Service).Select(s => s.Names[0]));

    /// <summary>The occasion's own name, then when it happened; now where nothing is said.</summary>
    private (TicketChange? Change, string Echo) Begin(string argument, Ticket ticket)
    {
        var word = MailCommand.WordOf(MailCommandKind.Begin);
        if (law.Standards.OccasionOf(argument, ticket.Service) is not { } occasion)
        {
            return (null, texts["EchoNoOccasion", word, Occasions(ticket)]);
        }

        var rest = argument[occasion.Names.First(name => argument.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Length..].Trim(' ', ',', ':', '\n');
        var since = rest.Length == 0 ? clock.GetUtcNow() : IndonesianDate.Instant(rest, SourceZone.Wita);
        return since is { } began ? (new TicketChange.Begin(occasion.Key, began), texts["EchoBegin", occasion.Starts, OfficeDates.Instant(began)]) : (null, texts["EchoNoDate", word]);
    }

    /// <summary>Out of triage, or from whoever has it to another bureau or an office; a bureau must say why.</summary>
    private (TicketChange? Change, string Echo) Forward(string argument, Ticket ticket, IReadOnlyList<Office> known)
    {
        var word = MailCommand.WordOf(MailCommandKind.Forward);
        var proposed = OfficeProposal.For(ticket, known);
        var (holder, service, reason) = ForwardWords.Read(argument, ticket.Route, law.Catalogue, known, proposed);
        if (holder is null)
        {
            return (null, Choose(ForwardWords.Numbers(ticket, proposed), argument));
        }

        return ticket.Bureau is not null && reason is null
            ? (null, texts["EchoNoReason", $"{word} {offices.ShortNameOf(holder)}"])
            : (new TicketChange.Assign(holder, service, reason), texts["EchoForward", offices.NameOf(holder)!]);
    }

    /// <param name="numbers">Of the choices that the notices name.</param>
    /// <param name="written">What names nobody; null where nothing was written.</param>
    private string Choose(IReadOnlyList<string> numbers, string? written)
    {
        var word = MailCommand.WordOf(MailCommandKind.Forward);
        var names = string.Join(", ", law.Catalogue.Bureaus.Select(b => b.ShortName));
        var unknown = written is null ? "" : texts["EchoUnknownBureau", written.Split('\n', 2)[0]].Value;
        return unknown + (numbers.Count == 0 ? texts["EchoNoBureau", word, names] : texts["EchoNoChoice", word, names, string.Join(", ", numbers.Select(n => $"{word} {n}"))]);
    }

    /// <summary>Only the verifier says that nothing here is ours; a bureau gives back.</summary>
    private (TicketChange? Change, string Echo) NotOurs(string argument, Actor.Correspondent actor)
    {
        if (actor.Contact.Bureau != actor.Verifier)
        {
            return (null, texts["EchoNotOursOnlyVerifier"]);
        }

        return ForwardWords.NotOurs(argument) is var (target, evidence)
            ? (new TicketChange.NotOurs(target, evidence), texts["EchoNotOurs", target])
            : (null, texts["EchoNoAuthority", MailCommand.WordOf(MailCommandKind.NotOurs)]);
    }
}
