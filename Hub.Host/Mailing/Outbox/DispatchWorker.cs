namespace Hub.Host.Mailing.Outbox;

/// <summary>Hands over what waits in the outbox; a row stays until it left. Mails and write-backs go their own ways: a source that hangs holds up no mail.</summary>
public sealed class DispatchWorker(MailDispatch mails, ReplyDispatch replies)
{
    /// <summary>Hands over every mail that is due.</summary>
    public Task SendAllAsync(CancellationToken token) => AllAsync(mails.NextAsync, token);

    /// <summary>Hands over every write-back that is due.</summary>
    public Task ReplyAllAsync(CancellationToken token) => AllAsync(replies.NextAsync, token);

    /// <summary>Hands over one portion of mails and one of write-backs.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> DispatchAsync(CancellationToken token)
    {
        var more = await mails.NextAsync(token);
        return await replies.NextAsync(token) || more;
    }

    private static async Task AllAsync(Func<CancellationToken, Task<bool>> next, CancellationToken token)
    {
        while (await next(token))
        {
            token.ThrowIfCancellationRequested();
        }
    }
}
