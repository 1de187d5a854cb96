using Hub.Connectors.Email;
using Hub.Domain.Conversation;
using Hub.Host.Intake;
using Hub.Host.Notify;
using Hub.Host.Routing;
using Hub.Host.Security;
using Hub.Host.Tickets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Outbox;

internal static class OutboxSetup
{
    public static void AddOutbox(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<SendingPlan>();
        builder.Services.AddSingleton<OutboxWriter>();
        builder.Services.AddSingleton<DigestRun>();
        builder.Services.AddSingleton(s => new NoticeToken(s.GetRequiredService<KeyFolder>().KeyFor("notice-token")));
        builder.Services.AddSingleton<TicketDesk>();
        builder.Services.AddSingleton<ActionLinks>();
        builder.Services.AddSingleton<LinkDesk>();
        builder.Services.AddSingleton<StaffReplies>();
        builder.Services.AddSingleton<RouteSentences>();
        builder.Services.AddSingleton<NoticeWording>();
        builder.Services.AddSingleton<IStringLocalizer<NoticeTexts>>(s => s.GetRequiredService<NoticeWording>());
        builder.Services.AddSingleton<NoticeComposer>();
        builder.Services.AddTransient<NoticeSample>();
        builder.Services.AddSingleton<ContactSeeding>();
        if (options.Mail is { } mail)
        {
            builder.Services.TryAddSingleton<IMailTransport>(services => new SmtpTransport(mail, services.GetRequiredService<TimeProvider>()));
        }

        builder.Services.AddSingleton<DispatchWorker>();
        if (options.Work)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<DispatchWorker>());
        }
    }
}
