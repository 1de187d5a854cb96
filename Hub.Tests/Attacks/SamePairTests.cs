using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Two tickets that are known to be of one person: the one that says who, and the one that must not.</summary>
public sealed class SamePairTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Same = "pelapor sama";

    /// <summary>Nor is it left in the store when a flag is raised.</summary>
    [Fact]
    public async Task A_flag_that_is_raised_takes_it_from_the_store()
    {
        var first = await rooms.AddTicketAsync("Lampu padam", reporter: new Reporter { Name = "Zubaidah Quraisyin", Email = "zq2@warga.contoh" });
        var second = await rooms.AddTicketAsync("Lampu padam lagi", reporter: new Reporter { Name = "Zubaidah Quraisyin", Email = "zq2@warga.contoh" });
        await using var db = rooms.Database.Open();
        db.SamePairs.Add(new SamePair { TicketId = second.Id, OtherId = first.Id, Score = 0.9, Text = 0.9, SameReporter = true, DaysApart = 0, FoundAt = RoomsFixture.Now });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        await rooms.Running.ChangeAsync(first.Number, new TicketChange.Protect(Anonymous: true, Secret: false));

        (await db.SamePairs.AsNoTracking().SingleAsync(p => p.TicketId == second.Id, TestContext.Current.CancellationToken)).SameReporter.ShouldBeNull();
    }

    /// <summary>How like two texts are says to whoever reads the one what stands in the other: a pair that was found before the flag came is shown to who reads both.</summary>
    [Theory]
    [InlineData(Roles.Leadership, null, false)]
    [InlineData(Roles.Verifier, null, true)]
    [InlineData(Roles.Staff, "kesra", true)]
    public async Task How_like_a_secret_text_another_is_is_said_to_who_may_read_it(string role, string? bureau, bool isSaid)
    {
        var open = await rooms.AddTicketAsync("Trotoar rusak");
        var secret = await rooms.AddTicketAsync("Trotoar rusak parah");
        await using (var db = rooms.Database.Open())
        {
            db.SamePairs.Add(new SamePair { TicketId = secret.Id, OtherId = open.Id, Score = 0.9, Text = 0.97, DaysApart = 0, FoundAt = RoomsFixture.Now });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await rooms.Running.ChangeAsync(secret.Number, new TicketChange.Protect(Anonymous: false, Secret: true));

        await rooms.ActAsAsync(new CurrentUser("orang", new HashSet<string> { role }, bureau), async () =>
        {
            foreach (var (page, other) in new[] { (open, secret), (secret, open) })
            {
                (await rooms.GetAsync($"/tickets/{page.Number}")).Contains(other.Number, StringComparison.Ordinal).ShouldBe(isSaid);
            }
        });
    }

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
