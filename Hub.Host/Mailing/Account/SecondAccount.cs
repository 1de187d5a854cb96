using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Http;

namespace Hub.Host.Mailing.Account;

/// <summary>Sends as the second account what was written for the first: answers still go to the first, where they are read.</summary>
internal sealed class SecondAccount(TypedAccount account, NetworkGuard guard, TimeProvider clock) : IMailTransport
{
    private readonly AccountTransport transport = new(account, guard, clock);

    public bool IsReady => transport.IsReady;

    public bool KeepsSent => transport.KeepsSent;

    public Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token) =>
        transport.SendAsync([.. mails.Select(m => m with { From = new MailAddress(m.From.Name, account.Options!.From), ReplyTo = m.ReplyTo ?? m.From })], token);

    public Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => transport.WasTakenAsync(messageId, token);

    public Task<Probe> ProbeAsync(CancellationToken token) => transport.ProbeAsync(token);
}
