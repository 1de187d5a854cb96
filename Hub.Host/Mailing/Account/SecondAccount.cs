using Hub.Connectors;
using Hub.Connectors.Email;

namespace Hub.Host.Mailing.Account;

/// <summary>Sends as the second account what was written for the first: answers still go to the first, where they are read.</summary>
internal sealed class SecondAccount(SmtpOptions options, TimeProvider clock) : IMailTransport
{
    private readonly SmtpTransport transport = new(options, clock);

    public bool KeepsSent => transport.KeepsSent;

    public Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token) =>
        transport.SendAsync([.. mails.Select(m => m with { From = new MailAddress(m.From.Name, options.From), ReplyTo = m.ReplyTo ?? m.From })], token);

    public Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => transport.WasTakenAsync(messageId, token);

    public Task<Probe> ProbeAsync(CancellationToken token) => transport.ProbeAsync(token);
}
