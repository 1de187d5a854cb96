using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail of an alarm: what is wrong, since when, and what to do. It concerns no ticket.</summary>
internal static class AlarmMail
{
    /// <param name="payload"><see cref="NoticePayload.Text"/> is the cause, <see cref="NoticePayload.Target"/> the next step, <see cref="NoticePayload.Level"/> since when.</param>
    public static OutgoingMail Compose(OutboxMessage row, NoticePayload payload, HubOptions options, IStringLocalizer<NoticeTexts> texts)
    {
        var cause = Said.Read(payload.Text ?? "").ToString();
        var notice = new Notice
        {
            Subject = texts["AlarmSubject", cause],
            Lead = cause,
            Facts = [new(texts["Since"], payload.Level ?? ""), new(texts["NextStep"], Said.Read(payload.Target ?? "").ToString())],
            Links = [new(texts["OpenHub"], options.PublicAddress.ToString())],
            Footer = texts["AlarmFooter"],
        };
        return notice.ToMail(row, options);
    }
}
