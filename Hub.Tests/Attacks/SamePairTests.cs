using Hub.Domain.Submissions;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;

namespace Hub.Tests.Attacks;

/// <summary>Two tickets that are known to be of one person: the one that says who, and the one that must not.</summary>
public sealed class SamePairTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Same = "pelapor sama";

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task That_the_reporter_is_the_same_is_said_of_no_protected_ticket(bool anonymous, bool secret, bool isSaid)
    {
        var open = await rooms.AddTicketAsync("Jalan rusak", reporter: new Reporter { Name = "Zubaidah Quraisyin", Email = "zq@warga.contoh" });
        var later = await rooms.AddTicketAsync("Jalan rusak lagi", reporter: new Reporter { Name = "Zubaidah Quraisyin", Email = "zq@warga.contoh", Anonymous = anonymous, Secret = secret });
        await using (var db = rooms.Database.Open())
        {
            // As it was found before the flag came.
            db.SamePairs.Add(new SamePair { TicketId = later.Id, OtherId = open.Id, Score = 0.9, Text = 0.9, SameReporter = true, DaysApart = 0, FoundAt = RoomsFixture.Now });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        foreach (var (page, other) in new[] { (open, later), (later, open) })
        {
            var html = await rooms.GetAsync($"/tickets/{page.Number}");
            html.ShouldContain(other.Number);
            html.Contains(Same, StringComparison.Ordinal).ShouldBe(isSaid);
        }
    }
}
