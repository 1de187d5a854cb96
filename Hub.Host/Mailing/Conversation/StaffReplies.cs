using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Staff work by answering a notice: one word, and the hub echoes what it understood.</summary>
public sealed class StaffReplies(TicketDesk desk, Desk law, OutboxWriter outbox, IStringLocalizer<NoticeTexts> texts)
{
    /// <returns>The contact that may act on the ticket under this address, or null: staff and head of its bureau, in triage those of Biro Organisasi.</returns>
    internal static Task<Contact?> ColleagueAsync(HubDbContext db, Desk law, Ticket ticket, string address, CancellationToken token)
    {
        var bureau = ticket.Bureau ?? Owners.Triagers(law.Catalogue);
        return db.Contacts.FirstOrDefaultAsync(c => c.Address == address && c.Bureau == bureau, token);
    }

    /// <summary>Carries a command out, keeps anything else as a note, and says so.</summary>
    internal async Task ApplyAsync(HubDbContext db, Ticket ticket, Contact colleague, string text, string? inReplyTo, DateTimeOffset now, CancellationToken token)
    {
        var actor = colleague.Name ?? colleague.Address;
        string echo;
        if (MailCommand.Parse(text) is not { } command)
        {
            ticket.Remark(TicketEventKind.Note, actor, text, null, now);
            echo = texts["EchoNote"];
        }
        else if (command.Problem is { } problem)
        {
            ticket.Remark(TicketEventKind.Note, actor, text, null, now);
            echo = texts[$"Echo{problem}", MailCommand.WordOf(command.Kind)];
        }
        else
        {
            echo = await CarryOutAsync(db, ticket, command, colleague, now, token);
        }

        await outbox.AddAsync(db, ticket, NoticePurpose.Echo, colleague.Address, colleague.Bureau, new NoticePayload(echo, inReplyTo), now, token);
    }

    private async Task<string> CarryOutAsync(HubDbContext db, Ticket ticket, MailCommand command, Contact colleague, DateTimeOffset now, CancellationToken token)
    {
        var actor = colleague.Name ?? colleague.Address;
        try
        {
            if (command.Kind is MailCommandKind.Forward or MailCommandKind.NotOurs)
            {
                return await (command.Kind == MailCommandKind.Forward
                    ? ForwardAsync(db, ticket, command.Argument!, actor, now, token)
                    : NotOursAsync(db, ticket, command.Argument!, colleague, actor, now, token));
            }

            await (command.Kind switch
            {
                MailCommandKind.Accept => TicketDesk.AcceptAsync(ticket, actor, now),
                MailCommandKind.GiveBack => desk.GiveBackAsync(db, ticket, actor, command.Argument!, now, token),
                MailCommandKind.AskForData => desk.AskAsync(db, ticket, actor, command.Argument!, now, token),
                _ => desk.ResolveAsync(db, ticket, actor, command.Argument!, now, token),
            });
            return texts[$"Echo{command.Kind}", command.Argument ?? ""];
        }
        catch (TicketRefusal refusal)
        {
            return texts["EchoRefused", refusal.Message];
        }
    }

    /// <summary>Out of triage, or from the bureau that has it to another; the bureau must say why.</summary>
    private async Task<string> ForwardAsync(HubDbContext db, Ticket ticket, string argument, string actor, DateTimeOffset now, CancellationToken token)
    {
        var (bureau, reason) = ForwardWords.Read(argument, ticket.Route, law.Catalogue);
        if (law.Catalogue.FindBureau(bureau) is not { } found)
        {
            return texts["EchoNoBureau", MailCommand.WordOf(MailCommandKind.Forward)];
        }

        if (ticket.Bureau is not null && reason is null)
        {
            return texts["EchoNoReason", $"{MailCommand.WordOf(MailCommandKind.Forward)} {found.ShortName}"];
        }

        await desk.AssignAsync(db, ticket, found.Code, null, actor, reason, now, token);
        return texts["EchoForward", found.Name];
    }

    /// <summary>Only the verifier says that nothing here is ours; a bureau gives back.</summary>
    private async Task<string> NotOursAsync(HubDbContext db, Ticket ticket, string argument, Contact colleague, string actor, DateTimeOffset now, CancellationToken token)
    {
        if (colleague.Bureau != Owners.Triagers(law.Catalogue))
        {
            return texts["EchoNotOursOnlyVerifier"];
        }

        if (ForwardWords.NotOurs(argument) is not var (target, evidence))
        {
            return texts["EchoNoAuthority", MailCommand.WordOf(MailCommandKind.NotOurs)];
        }

        await desk.NotOursAsync(db, ticket, target, actor, evidence, now, token);
        return texts["EchoNotOurs", target];
    }
}
