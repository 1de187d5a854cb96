using System.Data.Common;

namespace Hub.Host.Privacy;

/// <summary>Erases four times a day what is due; a failure is logged and tried again at the next turn.</summary>
internal sealed partial class RetentionKeeper(Retention retention, Tickets.LinkDesk links, HubOptions options, TimeProvider clock, ILogger<RetentionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Work)
        {
            return;
        }

        using var timer = new PeriodicTimer(Turn, clock);
        do
        {
            try
            {
                await links.ForgetAsync(stoppingToken);
                if (await retention.EraseDueAsync(stoppingToken) is > 0 and var erased)
                {
                    Erased(logger, erased);
                }
            }
            catch (DbException e)
            {
                Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(7301, LogLevel.Information, "{Count} identities were erased by retention")]
    private static partial void Erased(ILogger logger, int count);

    [LoggerMessage(7302, LogLevel.Error, "Retention could not erase what is due")]
    private static partial void Failed(ILogger logger, Exception cause);
}
