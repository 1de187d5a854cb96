using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Engines;

public sealed class LeaseBookTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly WrongClock clock = new();
    private Database database = null!;
    private SeveralStarts hubs = null!;

    public async ValueTask InitializeAsync()
    {
        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
        hubs = new SeveralStarts(database, clock, 2);
    }

    [Fact]
    public async Task A_clock_three_days_ahead_and_back_neither_frees_a_lease_nor_keeps_one_for_ever()
    {
        await using (var held = await hubs[0].TakeAsync("run:uji", Token))
        {
            held.ShouldNotBeNull();
            clock.Wrong = TimeSpan.FromDays(3);
            (await hubs[1].TakeAsync("run:uji", Token)).ShouldBeNull("its holder lives");
        }

        await using (var ahead = await hubs[1].TakeAsync("run:uji", Token))
        {
            ahead.ShouldNotBeNull("it was given back");
        }

        clock.Wrong = TimeSpan.Zero;
        await using var back = await hubs[0].TakeAsync("run:uji", Token);
        back.ShouldNotBeNull("what was held by the wrong clock is free");
    }

    [Fact]
    public async Task Two_copies_on_machines_of_one_name_do_not_take_each_other_for_dead()
    {
        await using var held = await hubs[0].TakeAsync("dispatch:mail", Token);

        (await hubs[1].TakeAsync("dispatch:mail", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_silent_holder_of_another_machine_is_overtaken_after_forty_seconds_of_watching()
    {
        (await hubs.TakeAsync("digest")).OfType<HeldLease>().ShouldHaveSingleItem();
        hubs.Forget();
        using var third = new SeveralStarts(database, clock, 1);
        (await third[0].TakeAsync("digest", Token)).ShouldBeNull();

        clock.Advance(TimeSpan.FromSeconds(39));
        (await third[0].TakeAsync("digest", Token)).ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(2));

        await using var taken = await third[0].TakeAsync("digest", Token);
        taken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_holder_whose_store_refuses_its_beat_goes_on_with_nothing()
    {
        await using var held = await hubs[0].TakeAsync("run:uji", Token);
        held.ShouldNotBeNull();
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER no_beat BEFORE UPDATE ON leases BEGIN SELECT RAISE(ABORT, 'disk full'); END", Token);
        }

        clock.Advance(LeaseBook.Beat);

        await Task.WhenAny(Task.Delay(Timeout.Infinite, held.Token), Task.Delay(TimeSpan.FromSeconds(30), Token));
        held.Token.IsCancellationRequested.ShouldBeTrue("whether it still holds the lease cannot be known");
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER no_beat", Token);
        }
    }

    [Fact]
    public async Task A_start_that_ended_in_the_same_folder_need_not_be_waited_for()
    {
        using var place = new TemporaryFolder();
        var first = new HubStart(new() { Data = place.Path });
        using var second = new HubStart(new() { Data = place.Path });
        (await new LeaseBook(database, first, clock).TakeAsync("run:uji", Token)).ShouldNotBeNull();
        var after = new LeaseBook(database, second, clock);
        (await after.TakeAsync("run:uji", Token)).ShouldBeNull("it lives");

        // What the system does to a process that is killed.
        first.Dispose();

        await using var taken = await after.TakeAsync("run:uji", Token);
        taken.ShouldNotBeNull();
    }

    public ValueTask DisposeAsync()
    {
        hubs.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
