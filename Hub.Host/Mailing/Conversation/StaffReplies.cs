using System.Diagnostics;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
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
public sealed class StaffReplies(TicketRoad road, LawInForce law, OfficeRegister offices, OutboxWriter outbox, IStringLocalizer<NoticeTexts> texts, TimeProvider clock)
{
    /// <returns>The contact that may act on the ticket under this address, or null: staff and head of its bureau, in triage those of Biro Organisasi.</returns>
    internal static Task<Contact?> ColleagueAsync(HubDbContext db, LawInForce law, Ticket ticket, string address, CancellationToken token)
    {
        var bureau = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        return db.Contacts.FirstOrDefaultAsync(c => c.Address == address && c.Bureau == bureau, token);
    }

    /// <summary>Carries a command out, keeps anything else as a note, and says so.</summary>
    internal async Task ApplyAsync(HubDbContext db, Ticket ticket, Contact colleague, string text, Mail mail, CancellationToken token)
    {
        var actor = new Actor.Correspondent(colleague, Owners.Triagers(law.Catalogue));
        var news = Meanwhile.Since(ticket, await SeenAsync(db, ticket, mail, token));
        var echo = MailCommand.Parse(text) switch
        {
            null => await NoteAsync(db, ticket, actor, text, texts["EchoNote"], token),
            { Problem: { } problem } command => await NoteAsync(db, ticket, actor, text, texts[$"Echo{problem}", MailCommand.WordOf(command.Kind)], token),
            var command => await CarryOutAsync(db, ticket, command, actor, token),
        };
        echo = news is null ? echo : texts["EchoMeanwhile", echo, news];
        await outbox.AddAsync(db, ticket, NoticePurpose.Echo, colleague.Address, colleague.Bureau, new NoticePayload(echo, mail.MessageId), clock.GetUtcNow(), token);
    }

    /// <returns>How many events the ticket had when the notice was written that is answered; null when that is not known.</returns>
    private static async Task<int?> SeenAsync(HubDbContext db, Ticket ticket, Mail mail, CancellationToken token)
    {
        var key = await db.Outbox.Where(m => m.MessageId == mail.InReplyTo).Select(m => m.Key).FirstOrDefaultAsync(token);
        return OutboxWriter.EventsIn(key, ticket.Number);
    }

    private async Task<string> NoteAsync(HubDbContext db, Ticket ticket, Actor actor, string text, string echo, CancellationToken token)
    {
        await road.ChangeAsync(db, ticket, new TicketChange.Note(text), actor, null, token);
        return echo;
    }

    private async Task<string> CarryOutAsync(HubDbContext db, Ticket ticket, MailCommand command, Actor.Correspondent actor, CancellationToken token)
    {
        var (change, echo) = command.Kind == MailCommandKind.Forward ? Forward(command.Argument!, ticket, await offices.ReadAsync(token)) : Read(command, actor);
        if (change is null)
        {
            return echo;
        }

        try
        {
            await road.ChangeAsync(db, ticket, change, actor, null, token);
            return echo;
        }
        catch (TicketRefusal refusal)
        {
            return texts["EchoRefused", refusal.Message];
        }
    }

    /// <returns>What the words mean and how it is echoed; no change where something is missing, and the echo says what.</returns>
    private (TicketChange? Change, string Echo) Read(MailCommand command, Actor.Correspondent actor)
    {
        var argument = command.Argument ?? "";
        return command.Kind switch
        {
            MailCommandKind.Accept => (new TicketChange.Accept(), texts["EchoAccept", argument]),
            MailCommandKind.GiveBack => (new TicketChange.GiveBack(argument), texts["EchoGiveBack", argument]),
            MailCommandKind.AskForData => (new TicketChange.Ask(argument), texts["EchoAskForData", argument]),
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
            MailCommandKind.StartPpid => (new TicketChange.StartPpid(), texts["EchoStartPpid"]),
            MailCommandKind.ExtendPpid => (new TicketChange.ExtendPpid(argument), texts["EchoExtendPpid", argument]),
            MailCommandKind.Reopen => (new TicketChange.Reopen(), texts["EchoReopen"]),
        };
    }

    /// <summary>Out of triage, or from whoever has it to another bureau or an office; a bureau must say why.</summary>
    private (TicketChange? Change, string Echo) Forward(string argument, Ticket ticket, IReadOnlyList<Office> known)
    {
        var word = MailCommand.WordOf(MailCommandKind.Forward);
        var (holder, service, reason) = ForwardWords.Read(argument, ticket.Route, law.Catalogue, known, OfficeProposal.For(ticket, known));
        if (holder is null)
        {
            return (null, texts["EchoNoBureau", word]);
        }

        return ticket.Bureau is not null && reason is null
            ? (null, texts["EchoNoReason", $"{word} {offices.ShortNameOf(holder)}"])
            : (new TicketChange.Assign(holder, service, reason), texts["EchoForward", offices.NameOf(holder)!]);
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
