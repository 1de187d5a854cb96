using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Domain.Conversation;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Links;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.Work.Tickets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing;

/// <summary>Registration of notices, the outbox, what is said by mail, and sending.</summary>
internal static class MailingSetup
{
    public static void AddMailing(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<SendingPlan>();
        builder.Services.AddSingleton<OutboxWriter>();
        builder.Services.AddSingleton<IRecipientNews, RecipientNews>();
        builder.Services.AddSingleton<INotices>(s => s.GetRequiredService<OutboxWriter>());
        builder.Services.AddSingleton<AccountMails>();
        builder.Services.AddSingleton<DigestRun>();
        builder.Services.AddSingleton(s => new NoticeToken(s.GetRequiredService<KeyFolder>().KeyFor("notice-token")));
        builder.Services.AddSingleton<ActionLinks>();
        builder.Services.AddSingleton<LinkUse>();
        builder.Services.AddSingleton<Ratings>();
        builder.Services.AddSingleton<Bounces>();
        builder.Services.AddSingleton<MailThreads>();
        builder.Services.AddSingleton<WaitingCommands>();
        builder.Services.AddSingleton<StaffReplies>();
        builder.Services.AddSingleton<NoticeWording>();
        builder.Services.AddSingleton<IStringLocalizer<NoticeTexts>>(s => s.GetRequiredService<NoticeWording>());
        builder.Services.AddSingleton<NoticeComposer>();
        builder.Services.AddTransient<NoticeSample>();
        builder.Services.AddSingleton<ContactSeeding>();
        builder.Services.AddSingleton<MailAccount>();
        builder.Services.TryAddSingleton<IMailTransport>(s => s.GetRequiredService<MailAccount>().Transport(s.GetRequiredService<NetworkGuard>()));
        builder.Services.AddSingleton<SendingGate>();
        builder.Services.AddSingleton<SendingWay>();
        builder.Services.AddSingleton<SentFolder>();
        builder.Services.AddSingleton<OutboxNotes>();
        builder.Services.AddSingleton<MailDispatch>();
        builder.Services.AddSingleton<ReplyDispatch>();
        builder.Services.AddSingleton<DispatchWorker>();
        builder.Services.AddSingleton<RestoredMail>();
    }
}
