using Hub.Connectors;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Intake;

/// <summary>A backfill that an administrator starts in the browser: it goes on when the page is left, and the page shows how far it is.</summary>
public sealed partial class BackfillDesk(
    Database database, Backfill backfill, ConfiguredConnectors connectors, InboxSignal inbox, AuditTrail audit, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<BackfillDesk> log)
{
    /// <exception cref="TicketRefusal">One is going on, or the window ends before it begins.</exception>
    /// <exception cref="SourceUnusable">The source does not exist or cannot be built.</exception>
    public async Task StartAsync(string source, BackfillWindow window, string actor, CancellationToken token)
    {
        if (window.From > window.To)
        {
            throw TicketRefusal.Of("BackwardsWindow");
        }

        if (Backfill.IsRunning(await backfill.LastAsync(source, token), clock.GetUtcNow()))
        {
            throw TicketRefusal.Of("BackfillRuns");
        }

        _ = await connectors.FindAsync(source, token);
        await using var db = database.Open();
        await audit.WriteAsync(db, actor, "source.backfill", source, window.ToString(), token);
        _ = Task.Run(() => RunAsync(source, window), CancellationToken.None);
    }

    private async Task RunAsync(string source, BackfillWindow window)
    {
        try
        {
            await backfill.RunAsync(source, window, _ => inbox.Raise(), lifetime.ApplicationStopping);
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal or OperationCanceledException)
        {
            // The record on the page says why, and the same window goes on from there.
            LogCut(source, e.Message);
        }
        catch (Exception e)
        {
            LogBroken(e, source);
        }
    }

    [LoggerMessage(170, LogLevel.Warning, "Backfill of {Source} was cut off: {Cause}")]
    private partial void LogCut(string source, string cause);

    [LoggerMessage(171, LogLevel.Error, "Backfill of {Source} broke off")]
    private partial void LogBroken(Exception exception, string source);
}
