using Hub.Host.Mailing.Links;
using Hub.Host.People.Privacy;

namespace Hub.Host.FollowUp;

/// <summary>Erases what is due.</summary>
internal sealed partial class RetentionKeeper(Retention retention, LinkUse links, ILogger<RetentionKeeper> logger)
{
    public async Task TurnAsync(CancellationToken token)
    {
        await links.ForgetAsync(token);
        if (await retention.EraseDueAsync(token) is > 0 and var erased)
        {
            Erased(logger, erased);
        }
    }

    [LoggerMessage(7301, LogLevel.Information, "{Count} identities were erased by retention")]
    private static partial void Erased(ILogger logger, int count);
}
