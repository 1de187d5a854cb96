using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Host.Mailing.Account;

namespace Hub.Host.Mailing.Outbox;

/// <summary>By which account mail leaves: the first, and the second, where one is set, while the first refuses us or is not reached. One mail now and then tries the first; when it leaves, all others leave there again.</summary>
public sealed class SendingWay(IMailTransport first, SendingGate gate, MailAccount account, NetworkGuard guard, TimeProvider clock)
{
    private readonly SendingGate secondGate = new(clock);
    private readonly SecondAccount second = new(account.Second, guard, clock);

    /// <summary>False while no account is known: everything waits.</summary>
    public bool IsReady => first.IsReady;

    /// <summary>True while mail leaves by the second account.</summary>
    public bool IsAside => gate.StoppedSince is not null && Second is not null && secondGate.StoppedSince is null;

    /// <summary>Null when none is set.</summary>
    public IMailTransport? Second => second.IsReady ? second : null;

    /// <summary>Whether an account has a folder of sent mail that can be asked.</summary>
    public bool KeepsSent => first.KeepsSent || Second is { KeepsSent: true };

    /// <inheritdoc cref="IMailTransport.WasTakenAsync"/>
    public async Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => await AskAsync(first, messageId, token) | await AskAsync(Second, messageId, token);

    /// <param name="portion">So many at once while nothing is wrong.</param>
    /// <returns>Null while nothing may leave.</returns>
    internal OpenWay? Now(int portion) =>
        !first.IsReady ? null
        : gate.Most(portion) is > 0 and var most ? new OpenWay(first, gate, most)
        : Second is not null && secondGate.Most(portion) is > 0 and var aside ? new OpenWay(Second, secondGate, aside)
        : null;

    private static async Task<bool?> AskAsync(IMailTransport? account, string messageId, CancellationToken token) =>
        account is { KeepsSent: true } ? await account.WasTakenAsync(messageId, token) : false;
}

/// <summary>An account by which mail may leave now.</summary>
/// <param name="Gate">Told how it went.</param>
/// <param name="Most">So many may try.</param>
internal sealed record OpenWay(IMailTransport Transport, SendingGate Gate, int Most);
