using Hub.Host.Intake;
using Hub.Host.Mailing.Links;
using Hub.Host.People.Privacy;

namespace Hub.Host.FollowUp;

/// <summary>Erases what is due.</summary>
internal sealed partial class RetentionKeeper(Retention retention, IgnoredErasure ignored, LinkUse links, ILogger<RetentionKeeper> logger)
{
    public async Task TurnAsync(CancellationToken token)
    {
        await links.ForgetAsync(token);
        if (await ignored.EraseDueAsync(token) is > 0 and var emptied)
        {
            Emptied(logger, emptied);
        }

        if (await retention.EraseDueAsync(token) is > 0 and var erased)
        {
            Erased(logger, erased);
        }
    }

    [LoggerMessage(7303, LogLevel.Information, "{Count} identities were erased by retention")]
    private static partial void Erased(ILogger logger, int count);

    [LoggerMessage(7304, LogLevel.Information, "{Count} items without a ticket lost their words by retention")]
    private static partial void Emptied(ILogger logger, int count);
}
