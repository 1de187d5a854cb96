using Hub.Connectors.Email;
using Hub.Host.Notify;

namespace Hub.Host.Outbox;

internal static class OutboxSetup
{
    public static void AddOutbox(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<OutboxWriter>();
        builder.Services.AddSingleton<RouteWords>();
        builder.Services.AddSingleton<NoticeComposer>();
        builder.Services.AddSingleton<ContactSeeding>();
        if (options.Mail is { } mail)
        {
            builder.Services.AddSingleton<IMailTransport>(services => new SmtpTransport(mail, services.GetRequiredService<TimeProvider>()));
        }

        builder.Services.AddSingleton<DispatchWorker>();
        if (options.Work)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<DispatchWorker>());
        }
    }
}
