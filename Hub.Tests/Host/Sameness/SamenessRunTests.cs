using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Sameness;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Sameness;

public sealed class SamenessRunTests
{
    private const string Pump = "Pompa air di rusun tidak berfungsi sejak minggu lalu sehingga penghuni lantai empat kesulitan mandi dan memasak";
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_grievance_in_two_inboxes_is_suggested_once_and_merged_by_nobody()
    {
        await using var hub = await StartAsync();
        var (first, second) = (await ArriveAsync(hub, "kesra", "a", Pump), await ArriveAsync(hub, "hukum", "b", $"Yth. Bapak, tlg dibantu ya. {Pump}. Terima kasih banyak"));
        await ArriveAsync(hub, "kesra", "c", "Kapan pendaftaran beasiswa bagi mahasiswa Kaltara di luar daerah dibuka kembali tahun ini");

        (await hub.Get<SamenessRun>().RunAsync(Token)).ShouldBe(1);
        (await hub.Get<SamenessRun>().RunAsync(Token)).ShouldBe(0);

        await using var db = hub.Database.Open();
        var pair = await db.SamePairs.SingleAsync(Token);
        (pair.TicketId, pair.OtherId, pair.State).ShouldBe((second.Id, first.Id, SamePairState.Open));
        (pair.SameReporter, pair.DaysApart).ShouldBe((true, 0));
        pair.Text.ShouldBeGreaterThan(0.7);
        (await db.Tickets.CountAsync(t => t.MergedInto != null, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_protected_reporter_is_compared_with_nobody()
    {
        await using var hub = await StartAsync();
        var first = await ArriveAsync(hub, "kesra", "a", Pump);
        await hub.ChangeAsync(first.Number, new TicketChange.Protect(Anonymous: true, Secret: false), "siti");
        await ArriveAsync(hub, "hukum", "b", Pump);

        await hub.Get<SamenessRun>().RunAsync(Token);

        await using var db = hub.Database.Open();
        (await db.SamePairs.SingleAsync(Token)).SameReporter.ShouldBeNull();
    }

    [Fact]
    public async Task What_changes_at_its_source_is_looked_for_by_what_it_says_now()
    {
        await using var hub = await StartAsync();
        var first = await ArriveAsync(hub, "kesra", "a", "Kapan pendaftaran beasiswa bagi mahasiswa Kaltara dibuka kembali tahun ini");
        await ArriveAsync(hub, "hukum", "b", Pump);
        (await hub.Get<SamenessRun>().RunAsync(Token)).ShouldBe(0);
        await using (var db = hub.Database.Open())
        {
            var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Id == first.Id, Token);
            ticket.Update(new Hub.Domain.Submissions.Submission { Title = "Pompa", Body = Pump, ReceivedAt = Received }, Received.AddHours(1)).ShouldBeTrue();
            await db.SaveChangesAsync(Token);
        }

        (await hub.Get<SamenessRun>().RunAsync(Token)).ShouldBe(1);

        await using var after = hub.Database.Open();
        (await after.SamenessBands.CountAsync(b => b.TicketId == first.Id, Token)).ShouldBe(Hub.Domain.Identity.MinHash.BandCount);
    }

    [Fact]
    public async Task A_person_merges_and_takes_it_back_without_loss()
    {
        await using var hub = await StartAsync();
        var (first, second) = (await ArriveAsync(hub, "kesra", "a", Pump), await ArriveAsync(hub, "hukum", "b", Pump));
        await hub.Get<SamenessRun>().RunAsync(Token);
        var before = await LoadAsync(hub, second.Number);

        await hub.Get<SameTickets>().MergeAsync(second.Number, first.Number, new Actor.Person(Verifier), "sama", null, Token);
        var merged = await LoadAsync(hub, second.Number);
        merged.Status.ShouldBe(TicketStatus.Merged);
        ClocksOf(merged).ShouldBe(ClocksOf(before));

        await hub.ChangeAsync(second.Number, new TicketChange.Unmerge("ternyata lain"), "siti");
        var apart = await LoadAsync(hub, second.Number);
        (apart.Status, apart.MergedInto, apart.Bureau, apart.DueOn, apart.LateAt).ShouldBe((before.Status, null, before.Bureau, before.DueOn, before.LateAt));
        ClocksOf(apart).ShouldBe(ClocksOf(before));
        apart.Events.Count.ShouldBe(before.Events.Count + 2);
        (await hub.Get<SameTickets>().OfAsync(apart, Verifier, Token)).Single().State.ShouldBe(SamePairState.Open);
    }

    [Theory]
    [InlineData("tetangga@contoh.id", 1)]
    [InlineData("warga@contoh.id", 0)]
    public async Task The_answer_to_the_leader_ends_the_clocks_of_its_followers_and_reaches_every_reporter_once(string reporter, int answers)
    {
        await using var hub = await StartAsync();
        var (first, second) = (await ArriveAsync(hub, "kesra", "a", Pump), await ArriveAsync(hub, "hukum", "b", Pump, reporter));
        await hub.ChangeAsync(first.Number, new TicketChange.Assign("umum", null, null), "siti");
        await hub.ChangeAsync(second.Number, new TicketChange.Merge(first.Number, "sama"), "siti");

        await hub.ChangeAsync(first.Number, new TicketChange.Resolve("Pompa sudah diganti."), "andi");

        var follower = await LoadAsync(hub, second.Number);
        (follower.Status, follower.ResolvedAt is not null, follower.FirstResponseAt is not null).ShouldBe((TicketStatus.Merged, true, true));
        follower.Clocks.Where(c => c.Binding).ShouldAllBe(c => c.EndedAt != null);
        await using var db = hub.Database.Open();
        (await db.Outbox.CountAsync(m => m.TicketId == second.Id && m.Purpose == Hub.Host.Storage.Rows.NoticePurpose.Answer, Token)).ShouldBe(answers);

        await hub.ChangeAsync(second.Number, new TicketChange.Unmerge("ternyata lain"), "siti");
        (await LoadAsync(hub, second.Number)).Status.ShouldBe(TicketStatus.Resolved);
    }

    [Fact]
    public async Task A_leader_with_followers_does_not_follow_another()
    {
        await using var hub = await StartAsync();
        var (a, b, c) = (await ArriveAsync(hub, "kesra", "a", Pump), await ArriveAsync(hub, "hukum", "b", Pump), await ArriveAsync(hub, "kesra", "c", Pump));
        await hub.ChangeAsync(b.Number, new TicketChange.Merge(a.Number, "sama"), "siti");

        (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(a.Number, new TicketChange.Merge(c.Number, "sama"), "siti"))).Message.ShouldContain(b.Number);
    }

    [Fact]
    public async Task Whoever_may_not_see_the_other_ticket_sees_no_suggestion()
    {
        await using var hub = await StartAsync();
        var (first, second) = (await ArriveAsync(hub, "kesra", "a", Pump), await ArriveAsync(hub, "hukum", "b", Pump));
        await hub.ChangeAsync(first.Number, new TicketChange.Assign("umum", null, null), "siti");
        await hub.Get<SamenessRun>().RunAsync(Token);
        var stranger = new CurrentUser("andi", new HashSet<string> { Hub.Host.People.Access.Roles.Staff }, "adpim");

        (await hub.Get<SameTickets>().OfAsync(second, stranger, Token)).ShouldBeEmpty();
        (await hub.Get<SameTickets>().OfAsync(second, Verifier, Token)).ShouldHaveSingleItem();
    }

    private static CurrentUser Verifier { get; } = new("siti", new HashSet<string> { Hub.Host.People.Access.Roles.Verifier }, null);

    private static List<(string, DateOnly, DateTimeOffset, DateTimeOffset?)> ClocksOf(Ticket ticket) =>
        [.. ticket.Clocks.OrderBy(c => c.Rule, StringComparer.Ordinal).Select(c => (c.Rule, c.DueOn, c.LateAt, c.EndedAt))];

    private static Task<HubFixture> StartAsync() => HubFixture.StartAsync(HubFixture.Mailbox("kesra", "birosocial.kaltara@gmail.com")
        .Concat(HubFixture.Mailbox("hukum", "birohukum@contoh.id")).ToDictionary());

    private static async Task<Ticket> ArriveAsync(HubFixture hub, string source, string id, string text, string from = "warga@contoh.id")
    {
        var mail = $"From: {from}\r\nTo: {source}@contoh.id\r\nSubject: Laporan {id}\r\nMessage-ID: <{id}@contoh.id>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\n{text}\r\n";
        await hub.ArriveAsync(source, id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        await using var db = hub.Database.Open();
        return await db.Tickets.SingleAsync(t => t.ExternalId == id, Token);
    }

    private static async Task<Ticket> LoadAsync(HubFixture hub, string number)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == number, Token);
    }
}
