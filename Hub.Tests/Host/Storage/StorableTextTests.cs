using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>A character that a store cannot hold stops nothing: fonts, names of fields and forms bring U+0000.</summary>
[Collection(OnPostgres.Name)]
public sealed class StorableTextTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_no_text_can_hold_is_kept_as_a_sign_that_it_was_there(StoreKind store)
    {
        await using var hub = await HubFixture.StartAsync(store == StoreKind.Postgres ? await postgres.SettingsAsync() : null);
        await using (var db = hub.Database.Open())
        {
            // Several, so that they go in one statement, and one alone.
            db.CannedAnswers.AddRange(Enumerable.Range(1, 5).Select(i => new CannedAnswer { Bureau = "kesra", Name = $"jawaban\0{i}", Text = "isi\0" }));
            await db.SaveChangesAsync(Token);
            db.CannedAnswers.Add(new CannedAnswer { Bureau = "kesra", Name = "sendiri\0", Text = "isi" });
            await db.SaveChangesAsync(Token);
            await db.KeepAsync("tanda\0", "nilai\0", Token);
        }

        var (third, names, mark) = ("jawaban\03", (string[])["sendiri\0", "jawaban\01"], "tanda\0");
        await using var read = hub.Database.Open();
        (await read.CannedAnswers.AsNoTracking().Where(a => a.Name == third).Select(a => a.Text).SingleAsync(Token)).ShouldBe("isi\uFFFD");
        (await read.CannedAnswers.AsNoTracking().CountAsync(a => names.Contains(a.Name), Token)).ShouldBe(2);
        (await read.Marks.AsNoTracking().SingleAsync(m => m.Name == mark, Token)).Value.ShouldBe("nilai\uFFFD");
    }
}
