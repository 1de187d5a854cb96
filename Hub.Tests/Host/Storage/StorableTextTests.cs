using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>What a store cannot hold stops nothing: fonts, names of fields and forms bring U+0000, encodings and cutting half a sign.</summary>
[Collection(OnPostgres.Name)]
public sealed class StorableTextTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite, '\0')]
    [InlineData(StoreKind.Postgres, '\0')]
    [InlineData(StoreKind.Sqlite, '\uD83D')]
    [InlineData(StoreKind.Postgres, '\uD83D')]
    [InlineData(StoreKind.Postgres, '\uDE00')]
    public async Task What_no_text_can_hold_is_kept_as_a_sign_that_it_was_there(StoreKind store, char none)
    {
        await using var hub = await HubFixture.StartAsync(await TestStore.SettingsAsync(store, postgres));
        await using (var db = hub.Database.Open())
        {
            // Several, so that they go in one statement, and one alone.
            db.CannedAnswers.AddRange(Enumerable.Range(1, 5).Select(i => new CannedAnswer { Bureau = "kesra", Name = $"jawaban{none}{i}", Text = $"isi{none}" }));
            await db.SaveChangesAsync(Token);
            db.CannedAnswers.Add(new CannedAnswer { Bureau = "kesra", Name = $"sendiri{none}", Text = "isi" });
            await db.SaveChangesAsync(Token);
            await db.KeepAsync($"tanda{none}", $"nilai{none}", Token);
        }

        var (third, names, mark) = ($"jawaban{none}3", (string[])[$"sendiri{none}", $"jawaban{none}1"], $"tanda{none}");
        await using var read = hub.Database.Open();
        (await read.CannedAnswers.AsNoTracking().Where(a => a.Name == third).Select(a => a.Text).SingleAsync(Token)).ShouldBe("isi\uFFFD");
        (await read.CannedAnswers.AsNoTracking().CountAsync(a => names.Contains(a.Name), Token)).ShouldBe(2);
        (await read.Marks.AsNoTracking().SingleAsync(m => m.Name == mark, Token)).Value.ShouldBe("nilai\uFFFD");
    }
}
