using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

public sealed class ReconcilerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private SihabFake fake = null!;
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync()
    {
        fake = SihabFake.Start(new FakeOptions { Now = Now }, "kunci-uji");
        hub = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()));
        await hub.Get<PollRun>().RunAsync("sihab", Now, "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
    }

    [Fact]
    public async Task A_gap_is_fetched_by_the_statement_and_then_everything_balances()
    {
        await using (var db = hub.Database.Open())
        {
            var victims = await db.Envelopes.OrderBy(e => e.Id).Take(3).ToListAsync(Token);
            var tickets = victims.Select(v => v.TicketId).ToList();
            db.Envelopes.RemoveRange(victims);
            await db.Tickets.Where(t => tickets.Contains(t.Id)).ExecuteDeleteAsync(Token);
            await db.SaveChangesAsync(Token);
        }

        var statement = await hub.Get<Reconciler>().StateAsync("sihab", Token);

        statement.Fetched.ShouldBe(3);
        statement.Balances.ShouldBeTrue(statement.Text);
        statement.AtSource.ShouldBe(statement.Tickets + statement.Quarantined);
        statement.Text.ShouldContain("Seimbang: ya");
    }

    [Fact]
    public async Task A_statement_that_somebody_changed_is_recognised()
    {
        await hub.Get<Reconciler>().StateAsync("sihab", Token);
        await using var db = hub.Database.Open();
        var kept = await db.Statements.SingleAsync(Token);
        hub.Get<Reconciler>().IsGenuine(kept).ShouldBeTrue();

        kept.Text = kept.Text.Replace("Tiket: ", "Tiket: 9", StringComparison.Ordinal);

        hub.Get<Reconciler>().IsGenuine(kept).ShouldBeFalse();
    }

    [Fact]
    public async Task The_checkpoint_of_the_runs_does_not_move()
    {
        await using var db = hub.Database.Open();
        var before = (await db.Checkpoints.AsNoTracking().SingleAsync(Token)).Cursor;

        await hub.Get<Reconciler>().StateAsync("sihab", Token);

        (await db.Checkpoints.AsNoTracking().SingleAsync(Token)).Cursor.ShouldBe(before);
    }

    [Fact]
    public async Task Reading_again_what_reads_the_same_changes_nothing_and_tells_nobody()
    {
        await using var db = hub.Database.Open();
        var notices = await db.Outbox.CountAsync(Token);

        var (read, changed) = await hub.Get<Replay>().RunAsync("sihab", null, Token);

        read.ShouldBeGreaterThan(40);
        changed.ShouldBe(0);
        (await db.Outbox.CountAsync(Token)).ShouldBe(notices);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_backfill_brings_a_window_without_notices_and_leaves_the_checkpoint()
    {
        await using var fresh = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()));
        var window = new BackfillWindow(null, new DateOnly(2026, 3, 1), new HashSet<string>());
        var steps = 0;

        var sum = await fresh.Get<Backfill>().RunAsync("sihab", window, _ => steps++, Token);
        await fresh.Get<ProcessWorker>().DrainAllAsync(Token);

        steps.ShouldBeGreaterThan(0);
        sum.Taken.ShouldBeInRange(1, sum.Seen - 1);
        await using var db = fresh.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(sum.Taken);
        (await db.Outbox.CountAsync(Token)).ShouldBe(0);
        (await db.Checkpoints.CountAsync(Token)).ShouldBe(0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        fake.Dispose();
    }
}
