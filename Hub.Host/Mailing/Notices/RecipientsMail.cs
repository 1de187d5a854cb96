using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail to those who hear for an office: somebody else does from now on, or no longer. What one administrator does alone is seen by whom it concerns.</summary>
internal static class RecipientsMail
{
    /// <param name="payload"><see cref="NoticePayload.Target"/> is the address, <see cref="NoticePayload.Level"/> what became of it, <see cref="NoticePayload.Text"/> by whom.</param>
    public static OutgoingMail Compose(OutboxMessage row, NoticePayload payload, HubOptions options, OfficeRegister offices, IStringLocalizer<NoticeTexts> texts)
    {
        var (address, office) = (payload.Target ?? "", offices.NameOf(row.Bureau) ?? texts["RecipientsLeadership"]);
        var notice = new Notice
        {
            Subject = texts[$"Recipients{payload.Level}Subject", address, office],
            Lead = texts[$"Recipients{payload.Level}Lead", address, office],
            Facts = [new(texts["RecipientsBy"], payload.Text ?? ""), new(texts["Since"], OfficeDates.Instant(row.CreatedAt))],
            Links = [new(texts["OpenHub"], options.PublicAddress.ToString())],
            Footer = texts["RecipientsFooter"],
        };
        return notice.ToMail(row, options);
    }
}
