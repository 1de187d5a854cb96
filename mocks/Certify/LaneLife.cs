using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Mocks.Certify;

/// <summary>One life of a lane's hub, put together as <c>serve</c> puts it together, on the lane's own database file.</summary>
internal sealed class LaneLife(LaneOrder order, WebApplication app, WorldClock clock)
{
    /// <summary>Passes until the ordered point is reached: a fault may stop the first ones.</summary>
    private const int MostPasses = 4;

    /// <summary>A mail whose handing-over was cut off is asked about after a minute.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(75);

    /// <summary>The longest back-off of a row that failed so often as faults let it.</summary>
    private const int MostRests = 8;

    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    public static async Task<LaneLife> StartAsync(LaneOrder order, CancellationToken token)
    {
        var clock = new WorldClock(TimeSpan.FromTicks(order.Ahead));
        var app = HubApp.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(order.Settings);
            builder.Services.AddSingleton<TimeProvider>(clock);
        });
        if (order.Prepares)
        {
            await app.PrepareAsync(TextWriter.Null, token);
        }
        else
        {
            await app.LoadRulesAsync(token);
        }

        return new LaneLife(order, app, clock);
    }

    /// <summary>Lives until nothing is left, or for ever at the point that <paramref name="kill"/> names.</summary>
    public async Task<LaneReport> LiveAsync(KillOrder? kill, CancellationToken token)
    {
        await DecideAsync(token);
        await AnswerAsync(token);
        KillPoint.Arm(kill);
        if (order.End == LaneEnd.AtRest)
        {
            return await RestAsync(token);
        }

        for (var pass = 0; pass < MostPasses; pass++)
        {
            await PassAsync(token);
            if (order.Point is KillPoint.Statement or KillPoint.Stated)
            {
                await StateAsync(token);
            }

            clock.Move(Between);
        }

        return new LaneReport { Lane = order.Lane };
    }

    private async Task<LaneReport> RestAsync(CancellationToken token)
    {
        var fetched = 0;
        Statement? statement = null;
        for (var rest = 0; rest < MostRests; rest++)
        {
            var quiet = await PassAsync(token);
            if (quiet && await PendingAsync(token) == 0)
            {
                statement = await StateAsync(token);
                fetched += statement?.Fetched ?? 0;
                // What an answer changed at the source may come with the statement, and be told.
                if (statement is { Fetched: 0 } && await PendingAsync(token) == 0)
                {
                    break;
                }
            }

            clock.Move(Rest);
        }

        if (order.BackupTo is { } folder)
        {
            await app.Services.GetRequiredService<BackupBook>().MakeAsync(folder, token);
        }

        return new LaneReport
        {
            Lane = order.Lane,
            Pending = await PendingAsync(token),
            Fetched = fetched,
            Statement = statement?.Text,
            Balances = statement?.Balances ?? false,
        };
    }

    /// <returns>True when no source had anything to say against it.</returns>
    private async Task<bool> PassAsync(CancellationToken token)
    {
        if (order.Files)
        {
            // A file is taken at the second look that finds it unchanged.
            var folder = app.Services.GetRequiredService<DropFolder>();
            await folder.LookAsync(token);
            await folder.LookAsync(token);
        }

        var outcomes = await app.Services.GetRequiredService<Pass>().RunAsync([], "certify", token);
        return outcomes.All(o => o.Outcome == RunOutcome.Succeeded);
    }

    private async Task<Statement?> StateAsync(CancellationToken token)
    {
        try
        {
            return await app.Services.GetRequiredService<Reconciler>().StateAsync(order.Connector, token);
        }
        catch (ConnectorFailure)
        {
            // The source plays a fault: there is no statement without it, and the next try makes it.
            return null;
        }
    }

    private async Task<int> PendingAsync(CancellationToken token)
    {
        await using var db = app.Services.GetRequiredService<Database>().Open();
        return await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, token) + await db.Outbox.CountAsync(m => m.State == OutboxState.Pending, token);
    }

    private async Task DecideAsync(CancellationToken token)
    {
        if (order.Decides)
        {
            await app.Services.GetRequiredService<Generation>().EndAsync(send: true, "sertifikat", token);
        }
    }

    /// <summary>A clerk answers the newest open ticket.</summary>
    private async Task AnswerAsync(CancellationToken token)
    {
        if (order.Answer is null)
        {
            return;
        }

        await using var db = app.Services.GetRequiredService<Database>().Open();
        var ticket = await db.Tickets.AsNoTracking()
            .Where(t => !t.IsStub && t.Bureau != null && t.FirstResponseAt == null && (t.Status == TicketStatus.New || t.Status == TicketStatus.InProgress))
            .OrderByDescending(t => t.Id).Select(t => t.Number).FirstOrDefaultAsync(token);
        if (ticket is not null)
        {
            await app.Services.GetRequiredService<TicketRoad>().ChangeAsync(ticket, new TicketChange.Answer(order.Answer), new Actor.Hub("sertifikat"), null, token);
        }
    }
}
