using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail to an address from which a notice seemed to come back. It says nothing of any ticket; whether it comes back, too, decides.</summary>
internal static class ProbeMail
{
    public static OutgoingMail Compose(OutboxMessage row, HubOptions options, IStringLocalizer<NoticeTexts> texts) => new Notice
    {
        Subject = texts["ProbeSubject"],
        Lead = texts["ProbeLead"],
        Facts = [new(texts["Since"], OfficeDates.Instant(row.CreatedAt))],
        Links = [],
        Footer = texts["ProbeFooter"],
    }.ToMail(row, options);
}
