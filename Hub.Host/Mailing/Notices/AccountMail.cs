using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail by which a person chooses a password: invitation or reset. Its link is made here and goes nowhere else.</summary>
internal static class AccountMail
{
    /// <param name="payload"><see cref="NoticePayload.Target"/> is the account.</param>
    public static async Task<ComposedNotice> ComposeAsync(
        HubDbContext db, OutboxMessage row, NoticePayload payload, SignInLinks links, HubOptions options, IStringLocalizer<NoticeTexts> texts, CancellationToken token)
    {
        if (await db.Users.FindAsync([payload.Target], token) is not { DisabledAt: null } user || user.Email != row.Recipient)
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("NoAccount"));
        }

        var link = await links.AnotherAsync(user, row.Purpose == NoticePurpose.Invitation ? LinkPurpose.Invitation : LinkPurpose.Password, token);
        var notice = new Notice
        {
            Subject = texts[$"{row.Purpose}Subject"],
            Lead = texts[$"{row.Purpose}Lead"],
            Facts = [new(texts["UserName"], user.UserName!), new(texts["HubAddress"], options.PublicAddress.ToString())],
            Links = [new(texts["ChoosePassword"], link.ToString())],
            Footer = texts[$"{row.Purpose}Footer"],
        };
        return new ComposedNotice(notice.ToMail(row, options, user.DisplayName), null);
    }
}
