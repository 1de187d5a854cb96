using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Outbox;

/// <summary>Who waits in the outbox leaves by what it is, and nobody for ever after the others.</summary>
public sealed class SendingOrderTests : IAsyncLifetime
{
    private const int Portion = 50;

    private readonly TemporaryFolder folder = new();
    private Database database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
    }

    [Fact]
    public async Task What_somebody_waits_for_leaves_before_the_news_of_a_first_day()
    {
        await WaitAsync(NoticePurpose.Assigned, 300);
        await WaitAsync(NoticePurpose.Reminder, 60);
        await WaitAsync(NoticePurpose.Receipt, 1);
        await WaitAsync(NoticePurpose.Echo, 1);
        await WaitAsync(NoticePurpose.PasswordReset, 1);

        var next = await NextAsync(Portion);

        next.Select(m => m.Purpose).Distinct().ShouldBe([NoticePurpose.Echo, NoticePurpose.PasswordReset, NoticePurpose.Receipt, NoticePurpose.Reminder, NoticePurpose.Assigned]);
        next.Count.ShouldBe(Portion);
        next.Select(m => m.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task What_has_waited_longest_leaves_with_every_portion_whatever_comes_on_and_on()
    {
        await WaitAsync(NoticePurpose.Digest, 3);
        await WaitAsync(NoticePurpose.Echo, 200);

        var next = await NextAsync(Portion);

        next.Count(m => m.Purpose == NoticePurpose.Digest).ShouldBe(3);
        next.Count.ShouldBe(Portion);
        next[0].Purpose.ShouldBe(NoticePurpose.Echo, "they leave with the portion, not before it");
    }

    [Fact]
    public async Task One_that_tries_whether_the_way_is_open_is_one_that_somebody_waits_for()
    {
        await WaitAsync(NoticePurpose.Assigned, 2);
        await WaitAsync(NoticePurpose.Echo, 2);

        (await NextAsync(1)).ShouldHaveSingleItem().Purpose.ShouldBe(NoticePurpose.Echo);
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<OutboxMessage>> NextAsync(int most)
    {
        await using var db = database.Open();
        return await SendingOrder.NextAsync(db.Outbox, most, Token);
    }

    private async Task WaitAsync(NoticePurpose purpose, int count)
    {
        await using var db = database.Open();
        db.Outbox.AddRange(Enumerable.Range(1, count).Select(i => new OutboxMessage
        {
            Key = $"{purpose}/{i}",
            Channel = OutboxChannel.Mail,
            Recipient = "staf.kesra@setda.contoh",
            Purpose = purpose,
            Payload = "{}",
            MessageId = $"{purpose}.{i}@setda.contoh",
            DueAt = DateTimeOffset.UnixEpoch,
            CreatedAt = DateTimeOffset.UnixEpoch,
        }));
        await db.SaveChangesAsync(Token);
    }
}
