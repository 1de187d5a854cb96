using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Domain.Routing.Scoring.Evaluation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Lessons from the office's own tickets: tried beside the work, proposed when they are better, taken and taken back by one click.</summary>
public sealed partial class LessonDesk(Database database, DecidedTickets tickets, Routers routers, ServiceCatalogue catalogue, AuditTrail audit, TimeProvider clock, ILogger<LessonDesk> log)
{
    /// <summary>A trial that takes longer is given up until the next time.</summary>
    public static readonly TimeSpan LongestTrial = TimeSpan.FromMinutes(5);

    private const int MostMonths = 12;

    /// <summary>One example in so many is repeated while a lesson is learnt.</summary>
    private const int Rehearsed = 5;

    /// <summary>Proposes a lesson where one is better than the model in force, in the place of one that waits.</summary>
    /// <returns>Whether one was proposed.</returns>
    public async Task<bool> TryAsync(CancellationToken token)
    {
        await routers.RefreshAsync(token);
        await using var db = database.Open();
        var since = await db.Lessons.Where(l => l.State != LessonState.Open && l.Model == Shipped.Fingerprint).MaxAsync(l => (DateTimeOffset?)l.ProposedAt, token) ?? DateTimeOffset.MinValue;
        var now = clock.GetUtcNow();
        var items = await tickets.ReadAsync(now.AddMonths(-MostMonths), token);
        if (items.Count(i => i.IsCorrection && i.DecidedAt > since) < LessonTrial.FewestCorrections || await TrialAsync(items, since, token) is not { Report.IsBetter: true } tried)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.Lessons.Where(l => l.State == LessonState.Open).ExecuteDeleteAsync(token);
        db.Lessons.Add(new StoredLesson { Model = Shipped.Fingerprint, Report = JsonSerializer.Serialize(tried.Report, RouteJson.Options), Weights = tried.Lesson.Save(), ProposedAt = now });
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return true;
    }

    /// <summary>For the schedule, which wants no answer.</summary>
    public Task TurnAsync(CancellationToken token) => TryAsync(token);

    /// <summary>The one that waits; null when none does.</summary>
    public Task<Lesson?> OpenAsync(CancellationToken token) => NewestAsync(LessonState.Open, token);

    /// <summary>How many wait.</summary>
    public async Task<int> CountAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Lessons.CountAsync(l => l.State == LessonState.Open, token);
    }

    /// <summary>The one that was taken last; null when none was.</summary>
    public Task<Lesson?> TakenAsync(CancellationToken token) => NewestAsync(LessonState.Taken, token);

    /// <summary>From now on routes are made with it.</summary>
    /// <exception cref="RuleException">It was decided already, or another model ships meanwhile.</exception>
    public async Task TakeAsync(int id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var lesson = await FindAsync(db, id, LessonState.Open, token);
        if (lesson.Model != Shipped.Fingerprint)
        {
            throw RuleException.Of("LessonStranger", id);
        }

        await DecideAsync(lesson, LessonState.Taken, actor, () => audit.WriteAsync(db, actor, "lesson.taken", $"v{id}", lesson.Report, token));
        await routers.RefreshAsync(token);
    }

    /// <exception cref="RuleException">It was decided already.</exception>
    public async Task DismissAsync(int id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var lesson = await FindAsync(db, id, LessonState.Open, token);
        await DecideAsync(lesson, LessonState.Dismissed, actor, () => audit.WriteAsync(db, actor, "lesson.dismissed", $"v{id}", null, token));
    }

    /// <summary>Back to the lesson before it, or to the model that ships.</summary>
    /// <exception cref="RuleException">It was taken back already.</exception>
    public async Task UndoAsync(int id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var lesson = await FindAsync(db, id, LessonState.Taken, token);
        await DecideAsync(lesson, LessonState.Undone, actor, () => audit.WriteAsync(db, actor, "lesson.undone", $"v{id}", null, token));
        await routers.RefreshAsync(token);
    }

    private RoutingModel Shipped => RoutingModel.Embedded(catalogue);

    /// <summary>Beside the work: a processor's minute must not hold a thread that answers people.</summary>
    private async Task<(RoutingLesson Lesson, LessonReport Report)?> TrialAsync(IReadOnlyList<DecidedItem> items, DateTimeOffset since, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        stop.CancelAfter(LongestTrial);
        var known = RoutingExample.Embedded(catalogue).Where((_, i) => i % Rehearsed == 0).ToList();
        var trial = new LessonTrial(routers.With, Shipped, known, LabelledLine.OfExam());
        try
        {
            return await Task.Factory.StartNew(() => trial.Run(routers.Model, items, since, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            LogGivenUp(items.Count, LongestTrial.TotalMinutes);
            return null;
        }
    }

    private async Task<Lesson?> NewestAsync(LessonState state, CancellationToken token)
    {
        await using var db = database.Open();
        var row = await db.Lessons.Where(l => l.State == state).OrderByDescending(l => l.Id)
            .Select(l => new { l.Id, l.Model, l.Report, l.ProposedAt, l.DecidedBy, l.DecidedAt }).FirstOrDefaultAsync(token);
        return row is null ? null : new Lesson(row.Id, JsonSerializer.Deserialize<LessonReport>(row.Report, RouteJson.Options)!, row.Model == Shipped.Fingerprint, row.ProposedAt, row.DecidedBy, row.DecidedAt);
    }

    private static async Task<StoredLesson> FindAsync(HubDbContext db, int id, LessonState state, CancellationToken token) =>
        await db.Lessons.FirstOrDefaultAsync(l => l.Id == id && l.State == state, token) ?? throw RuleException.Of("LessonDecided");

    private async Task DecideAsync(StoredLesson lesson, LessonState state, string actor, Func<Task> save)
    {
        (lesson.State, lesson.DecidedBy, lesson.DecidedAt) = (state, actor, clock.GetUtcNow());
        if (state != LessonState.Taken)
        {
            lesson.Weights = null;
        }

        try
        {
            await save();
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw RuleException.Of(e, "LessonDecided");
        }
    }

    [LoggerMessage(1404, LogLevel.Warning, "The trial of a lesson from {Items} decided items took longer than {Minutes} min and was given up until its next turn")]
    private partial void LogGivenUp(int items, double minutes);
}

/// <summary>A lesson as people see it.</summary>
/// <param name="Fits">It was measured with the model that ships now.</param>
public sealed record Lesson(int Number, LessonReport Report, bool Fits, DateTimeOffset ProposedAt, string? DecidedBy, DateTimeOffset? DecidedAt);
