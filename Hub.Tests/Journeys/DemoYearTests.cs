using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Journeys;

/// <summary>What the demo promises of its year.</summary>
[Collection(DemoOfAYear.Name)]
public sealed class DemoYearTests(DemoOfAYear demo)
{
    private const string Tired = "kesra";
    private const string CameBack = "lapor";
    private const string Ill = "e-bang";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_of_tickets_mostly_answered_in_time_with_one_bureau_behind()
    {
        Need.Time();
        await using var db = Open();
        var tickets = await db.Tickets.AsNoTracking().Where(t => t.Bureau != null).Select(t => new { t.Bureau, t.Status, t.ReceivedAt, t.ResolvedAt, t.LateAt }).ToListAsync(Token);
        var bureaus = ServiceCatalogue.Embedded().Bureaus.Select(b => b.Code).ToHashSet(StringComparer.Ordinal);
        tickets.Count.ShouldBeGreaterThan(600);
        tickets.Select(t => Wita.DateOf(t.ReceivedAt)).Select(d => (d.Year, d.Month)).Distinct().Count().ShouldBeGreaterThanOrEqualTo(12);

        var ended = tickets.Where(t => t.ResolvedAt is not null && bureaus.Contains(t.Bureau!)).ToList();
        (ended.Count / (double)tickets.Count).ShouldBeGreaterThan(0.5);
        var onTime = ended.Where(t => t.LateAt is not null).GroupBy(t => t.Bureau!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Average(t => t.ResolvedAt < t.LateAt ? 1.0 : 0), StringComparer.Ordinal);
        onTime.Count.ShouldBe(bureaus.Count);
        onTime.MinBy(b => b.Value).Key.ShouldBe(Tired);
        onTime.Where(b => b.Key != Tired).ShouldAllBe(b => b.Value > 0.75);
    }

    [Fact]
    public async Task One_source_was_silent_and_came_back_and_one_is_ill()
    {
        Need.Time();
        await using var db = Open();
        var reports = (await db.Envelopes.AsNoTracking().Where(e => e.Source == CameBack).Select(e => e.SeenAt).ToListAsync(Token)).Select(Wita.DateOf).Distinct().Order().ToList();
        reports.Zip(reports.Skip(1)).Max(pair => pair.Second.DayNumber - pair.First.DayNumber).ShouldBeGreaterThanOrEqualTo(10);
        (await db.SourceHealth.AsNoTracking().SingleAsync(h => h.Source == CameBack, Token)).FailingSince.ShouldBeNull();
        await ComebackCheck.HoldsAsync(db, CameBack, Token);

        (await db.SourceHealth.AsNoTracking().SingleAsync(h => h.Source == Ill, Token)).FailingSince.ShouldNotBeNull();
        (await db.Alarms.AsNoTracking().Where(a => a.EndedAt == null).Select(a => a.Subject).Distinct().ToListAsync(Token)).ShouldBeSubsetOf([Ill]);
    }

    /// <summary>Four of a source that is ill had been received after they became tickets.</summary>
    [Fact]
    public async Task Nothing_is_received_after_it_became_a_ticket()
    {
        Need.Time();
        await using var db = Open();
        var tickets = await db.Tickets.AsNoTracking().Select(t => new { t.Number, t.Source, t.ReceivedAt, t.OpenedAt }).ToListAsync(Token);
        tickets.Where(t => t.ReceivedAt > t.OpenedAt).Select(t => $"{t.Number} {t.Source} {t.ReceivedAt:O} {t.OpenedAt:O}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("demo", "administrator, verifikator, auditor")]
    [InlineData("staf.kesra", "staf")]
    [InlineData("kepala.kesra", "kepala biro")]
    [InlineData("pimpinan", "pimpinan")]
    [InlineData("auditor", "auditor")]
    public void An_account_of_each_role_is_printed(string name, string roles)
    {
        Need.Time();
        demo.Said.Split('\n').ShouldContain(l => l.TrimStart().StartsWith(name + " ", StringComparison.Ordinal) && l.Contains(roles, StringComparison.Ordinal));
    }

    private HubDbContext Open() => new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(demo.Data, "hub", "hub.db"))).Open();
}
