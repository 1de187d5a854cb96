using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Letters;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Fills a store with made-up tickets, fast: many to a statement, one transaction per portion. The same seed gives the same tickets.</summary>
/// <remarks>They look like years of work: a few open and late ones, the rest finished, with dates counted by the deadline engine.</remarks>
public sealed class TicketSeed(Database database, ServiceCatalogue catalogue, WorkingCalendar calendar, DateTimeOffset now)
{
    private const int Portion = 20_000;

    /// <summary>Over how many days the tickets are spread.</summary>
    private const int Days = 1_600;

    private const int LetterEvery = 10;

    /// <summary>Most comes through the verifier, much by mail, the rest through everything else alike.</summary>
    private readonly string[] systems =
    [
        .. Enumerable.Repeat(catalogue.Verifier!.Code, 2), EmailKind.Kind.System, .. ConnectorCatalog.Shipped.Kinds.Select(k => k.System).Distinct(),
    ];

    private readonly string[] routes = [.. catalogue.Services.Select(s => JsonSerializer.Serialize(
        new RoutingDecision { Bureau = s.Bureau, Service = s.Number, Kind = SubmissionKind.Request, Score = 0.9, Triage = false, Why = [new Reason("words", [s.Name])] },
        JsonSerializerOptions.Web))];

    private readonly string triageRoute = JsonSerializer.Serialize(
        new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 0, Triage = true, Why = [new Reason("no-match", [])] }, JsonSerializerOptions.Web);

    /// <summary>Adds tickets with their events and clocks.</summary>
    /// <param name="progress">Hears how many are stored.</param>
    public async Task AddAsync(int count, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        await using var cache = await WideCache.OnAsync(db, token);
        await AddAsync(db, db, count, beside: null, progress, token);
        await StoreSeed.LookAsync(db, token);
    }

    /// <summary>The same by a unit of work that is open.</summary>
    /// <param name="second">Writes events and clocks; another one than <paramref name="db"/> only where nothing asks whether their tickets are there.</param>
    /// <param name="beside">Where the text index is made; null: with each row.</param>
    internal async Task AddAsync(HubDbContext db, HubDbContext second, int count, WordsBeside? beside, IProgress<int>? progress, CancellationToken token)
    {
        var first = (await db.Tickets.MaxAsync(t => (long?)t.Id, token) ?? 0) + 1;
        var numbers = await db.Counters.Where(c => c.Name.StartsWith("ticket:")).ToDictionaryAsync(c => c.Name, c => c.Last, token);
        var random = new Random(20_260_325);
        var next = MakeAsync(0);
        for (var done = 0; done < count; done += Portion)
        {
            var (portion, last) = await next;
            next = MakeAsync(done + Portion);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await using var follows = second == db ? null : await second.Database.BeginTransactionAsync(token);
            using var rows = new SeedRows(db, second);
            var words = beside?.AddAsync(portion, token) ?? Task.CompletedTask;
            await rows.WriteAsync(portion, token);
            await CountAsync(db, last, token);
            await transaction.CommitAsync(token);
            await (follows?.CommitAsync(token) ?? Task.CompletedTask);
            await words;
            progress?.Report(Math.Min(count, done + Portion));
        }

        // While one portion is written the next one is made.
        Task<(List<SeedValues> Rows, Dictionary<string, int> Numbers)> MakeAsync(int from) => Task.Run(() => (
            Enumerable.Range(from, Math.Clamp(count - from, 0, Portion)).Select(i => SeedValues.Of(Make(first + i, random, numbers, (double)i / count))).ToList(), new Dictionary<string, int>(numbers, StringComparer.Ordinal)), token);

        if (database.Kind == StoreKind.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync("SELECT setval(pg_get_serial_sequence('tickets','id'), (SELECT max(id) FROM tickets))", token);
        }
    }

    /// <summary>So that the intake goes on with the next free number.</summary>
    private static async Task CountAsync(HubDbContext db, IReadOnlyDictionary<string, int> numbers, CancellationToken token)
    {
        foreach (var (name, last) in numbers)
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO counters (name, last) VALUES ({name}, {last}) ON CONFLICT (name) DO UPDATE SET last = excluded.last", token);
        }
    }

    private SeedRow Make(long id, Random random, Dictionary<string, int> numbers, double place)
    {
        var service = catalogue.Services[random.Next(catalogue.Services.Count)];
        var receivedAt = now.AddDays(-Days * (1 - place)).AddMinutes(-random.Next(0, 600));
        var year = Wita.DateOf(receivedAt).Year;
        var running = numbers[$"ticket:{year}"] = numbers.GetValueOrDefault($"ticket:{year}") + 1;
        var kind = (SubmissionKind)random.Next(5);
        var term = 1 + random.Next(15);
        var due = calendar.AddWorkingDays(Wita.DateOf(receivedAt), term);
        var lateAt = Wita.StartOf(due.AddDays(1)).ToUniversalTime();
        var (status, doneAt) = Fate(random, receivedAt, lateAt);
        var triage = status == TicketStatus.Triage;
        var answered = doneAt is { } done ? receivedAt + ((done - receivedAt) * random.NextDouble()) : status is TicketStatus.InProgress or TicketStatus.WaitingForReporter ? receivedAt.AddHours(2) : (DateTimeOffset?)null;
        var system = systems[random.Next(systems.Length)];
        return new SeedRow
        {
            Id = id,
            Number = TicketNumber.Of(year, running),
            System = system,
            Kind = kind,
            Status = status,
            Title = SeedTexts.Title(random, service.Name),
            Body = id % SeedTexts.SeldomEvery == 0 ? $"{SeedTexts.Body(random)} {SeedTexts.Seldom}" : SeedTexts.Body(random),
            Area = SeedTexts.Area(random),
            Anonymous = random.Next(20) == 0,
            Secret = random.Next(50) == 0,
            Bureau = triage ? null : service.Bureau,
            Service = triage ? null : service.Number,
            Class = kind == SubmissionKind.Complaint ? (random.Next(10) == 0 ? "berkadar-pengawasan" : "tidak-berkadar-pengawasan") : null,
            Route = triage ? triageRoute : routes[service.Number - 1],
            ReceivedAt = receivedAt,
            FirstResponseAt = triage ? null : answered < now ? answered : null,
            ResolvedAt = status is TicketStatus.Resolved ? doneAt : null,
            ClosedAt = status is TicketStatus.Closed or TicketStatus.NotOurs or TicketStatus.Archived ? doneAt : null,
            Reopened = random.Next(40) == 0 ? 1 : 0,
            Rating = system == catalogue.Verifier!.Code && status is TicketStatus.Resolved or TicketStatus.Closed && random.Next(3) == 0 ? 1 + random.Next(5) : null,
            DueOn = due,
            LateAt = lateAt,
            Letter = id % LetterEvery == 0 ? new Letter { Number = $"005/{id}/SETDA", On = Wita.DateOf(receivedAt), Grade = "Biasa", Subject = service.Name, From = "Dinas", To = "Sekretaris Daerah" } : null,
        };
    }

    /// <summary>Most are finished, one in eight of them late; of the last weeks some are open; a few old ones were forgotten.</summary>
    private (TicketStatus Status, DateTimeOffset? DoneAt) Fate(Random random, DateTimeOffset receivedAt, DateTimeOffset lateAt)
    {
        var span = lateAt - receivedAt;
        var doneAt = receivedAt + (random.Next(8) == 0 ? span * (1 + random.NextDouble()) : span * (0.1 + (0.8 * random.NextDouble())));
        if (doneAt >= now || random.Next(2_000) == 0)
        {
            return (random.Next(10) switch { 0 => TicketStatus.Triage, 1 => TicketStatus.WaitingForReporter, < 6 => TicketStatus.InProgress, _ => TicketStatus.New }, null);
        }

        return random.Next(100) switch
        {
            0 => (TicketStatus.NotOurs, doneAt),
            1 => (TicketStatus.Archived, doneAt),
            < 30 => (TicketStatus.Resolved, doneAt),
            _ => (TicketStatus.Closed, doneAt),
        };
    }
}
