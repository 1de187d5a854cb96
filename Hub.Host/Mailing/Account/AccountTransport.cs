using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Domain;
using Hub.Host.Sources;

namespace Hub.Host.Mailing.Account;

/// <summary>Sends by the account as it is now.</summary>
internal sealed class AccountTransport(TypedAccount account, NetworkGuard guard, TimeProvider clock) : IMailTransport
{
    private (SmtpOptions Options, SmtpTransport Transport)? built;

    public bool IsReady => account.Options is not null;

    public bool KeepsSent => IsReady && Current.KeepsSent;

    private SmtpTransport Current
    {
        get
        {
            var options = account.Options ?? throw new SourceUnusable(Said.Of<SourceFaults>("NoAccount"));
            if (built is not { } known || known.Options != options)
            {
                built = known = (options, new SmtpTransport(options, clock, guard: account.IsLocked ? null : guard));
            }

            return known.Transport;
        }
    }

    public Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token) => Current.SendAsync(mails, token);

    public Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => Current.WasTakenAsync(messageId, token);

    public Task<Probe> ProbeAsync(CancellationToken token) => Current.ProbeAsync(token);
}
