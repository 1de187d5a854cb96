using Hub.Host.Foundation;
using Hub.Host.Mailing.Links;
using Hub.Host.People.Privacy;

namespace Hub.Host.FollowUp;

/// <summary>Erases four times a day what is due; a failure is logged and tried again at the next turn.</summary>
internal sealed partial class RetentionKeeper(Retention retention, LinkUse links, HubOptions options, TimeProvider clock, ILogger<RetentionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(6);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Work ? Turns.TakeAsync(Pace, clock, TurnAsync, e => Failed(logger, e), stoppingToken) : Task.CompletedTask;

    private async Task TurnAsync(CancellationToken token)
    {
        await links.ForgetAsync(token);
        if (await retention.EraseDueAsync(token) is > 0 and var erased)
        {
            Erased(logger, erased);
        }
    }

    [LoggerMessage(7301, LogLevel.Information, "{Count} identities were erased by retention")]
    private static partial void Erased(ILogger logger, int count);

    [LoggerMessage(7302, LogLevel.Error, "Retention could not erase what is due")]
    private static partial void Failed(ILogger logger, Exception cause);
}
