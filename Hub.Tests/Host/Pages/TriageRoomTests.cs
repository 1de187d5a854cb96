using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

public sealed class TriageRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Not_our_authority_is_an_outcome_with_target_and_evidence_that_ends_our_clocks()
    {
        var ticket = await rooms.AddTicketAsync("Listrik padam di kampung kami", bureau: null);

        await rooms.PostAsync("/triage", "not-ours", ("number", ticket.Number), ("target", "PLN"), ("evidence", "Jaringan listrik diurus PLN."));

        await using var db = rooms.Database.Open();
        var stored = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == ticket.Number, Token);
        (stored.Status, stored.ClosedAt).ShouldBe((TicketStatus.NotOurs, RoomsFixture.Now));
        stored.Clocks.Where(c => !c.Informational).ShouldAllBe(c => c.EndedAt == RoomsFixture.Now);
        var declared = stored.Events.Single(e => e.Kind == TicketEventKind.NotOurs);
        (declared.Actor, declared.Text, declared.Data).ShouldBe(("siti", "Jaringan listrik diurus PLN.", """{"target":"PLN"}"""));
    }

    [Fact]
    public async Task Without_target_or_evidence_nothing_is_declared()
    {
        var ticket = await rooms.AddTicketAsync("Air tidak mengalir", bureau: null);

        (await rooms.PostAsync("/triage", "not-ours", ("number", ticket.Number), ("target", "PDAM"), ("evidence", " "))).ShouldContain("Isi alasan dahulu.");

        await using var db = rooms.Database.Open();
        (await db.Tickets.Where(t => t.Number == ticket.Number).Select(t => t.Status).SingleAsync(Token)).ShouldBe(TicketStatus.Triage);
    }

    [Fact]
    public async Task The_queue_shows_its_own_clock_and_how_many_are_past_it()
    {
        await using var own = new RoomsFixture();
        await own.InitializeAsync();
        var late = RoomsFixture.Now.AddHours(-2);
        await own.AddTicketAsync("Parkir liar", bureau: null, due: new DateOnly(2026, 3, 26), then: t => t.SetClocks(
        [
            Clock(ClockKind.Promise, "service-3", new DateOnly(2026, 3, 26), RoomsFixture.Now.AddDays(2), binding: true),
            Clock(ClockKind.Triage, "triage", new DateOnly(2026, 3, 24), late, binding: false),
        ]));

        var page = await own.GetAsync("/triage");

        page.ShouldContain("Putuskan paling lambat");
        page.ShouldContain("24 Mar 2026");
        page.ShouldContain("1 lewat tenggat triase");
    }

    [Fact]
    public async Task What_could_not_be_read_says_so_and_offers_no_bureau()
    {
        var route = new RoutingDecision { Bureau = "organisasi", Kind = SubmissionKind.Complaint, Score = 0, Triage = true, Why = [new Reason("unreadable", ["Baris rusak."])] };
        var stub = Ticket.OpenStub(new TicketOrigin("KU-2026-900001", "lapor", "lapor", "lapor", "rusak-1"), "Kiriman tidak terbaca", "Baris rusak.", route, RoomsFixture.Now, RoomsFixture.Now);
        stub.SetClocks([Clock(ClockKind.Promise, "service-3", new DateOnly(2025, 12, 1), new DateTimeOffset(2025, 12, 1, 16, 0, 0, TimeSpan.Zero), binding: true)]);
        await using (var db = rooms.Database.Open())
        {
            db.Tickets.Add(stub);
            await db.SaveChangesAsync(Token);
        }

        var page = System.Net.WebUtility.HtmlDecode(await rooms.GetAsync("/triage"));

        page.ShouldContain("KU-2026-900001");
        page.ShouldContain("Kiriman ini belum dapat dibaca hub");
        page.ShouldContain("href=\"/sources/quarantine\"");
        page.ShouldNotContain("kemungkinan 0");
        page.ShouldNotContain("serahkan ke Inspektorat");
        page.ShouldNotContain("Tidak terbaca:");
        await using var after = rooms.Database.Open();
        await after.Tickets.Where(t => t.Number == "KU-2026-900001").ExecuteDeleteAsync(Token);
    }

    [Fact]
    public async Task A_ticket_without_any_likely_bureau_says_so_and_offices_that_nobody_reaches_cannot_be_chosen()
    {
        await rooms.AddTicketAsync("Tanpa calon", bureau: null, due: new DateOnly(2026, 1, 2));

        var page = System.Net.WebUtility.HtmlDecode(await rooms.GetAsync("/triage"));

        page.ShouldContain("Tanpa calon");
        page.ShouldContain("Tidak ada biro yang cukup mungkin.");
        page.ShouldMatch("<option value=\"dinas-perhubungan\" disabled[^>]*>[^<]*belum ada alamat surel");
        (await rooms.GetAsync("/tickets")).ShouldMatch("<option value=\"dinas-perhubungan\">");
    }

    [Theory]
    [InlineData("choose", "place", "tidak-ada/", "Biro \"tidak-ada\" tidak dikenal.")]
    [InlineData("choose", "place", "kesra/999", "999")]
    [InlineData("other", "bureau", "tidak-ada", "Biro \"tidak-ada\" tidak dikenal.")]
    [InlineData("other", "bureau", "", "tidak dikenal")]
    public async Task Nothing_goes_to_a_bureau_or_service_that_there_is_not(string form, string field, string value, string said)
    {
        var ticket = await rooms.AddTicketAsync("Tujuan salah", bureau: null);

        (await rooms.PostAsync("/triage", form, ("number", ticket.Number), (field, value))).ShouldContain(said);

        (await StoredAsync(ticket)).Status.ShouldBe(TicketStatus.Triage);
    }

    [Fact]
    public async Task A_ticket_that_there_is_not_is_named_in_the_refusal() =>
        (await rooms.PostAsync("/triage", "choose", ("number", "KU-2026-999999"), ("place", "kesra/"))).ShouldContain("Tiket KU-2026-999999 tidak ada.");

    [Fact]
    public async Task One_key_passes_it_on_says_so_and_a_moment_later_it_is_taken_back()
    {
        var ticket = await rooms.AddTicketAsync("Satu tombol", bureau: null);

        (await rooms.PostAsync("/triage", "choose", ("number", ticket.Number), ("place", "kesra/3"))).ShouldContain($"{ticket.Number} diteruskan");
        (await StoredAsync(ticket)).ShouldSatisfyAllConditions(t => t.Bureau.ShouldBe("kesra"), t => t.Service.ShouldBe(3));
        await rooms.PostAsync($"/triage?done={ticket.Number}", "undo", ("number", ticket.Number));

        (await StoredAsync(ticket)).ShouldSatisfyAllConditions(t => t.Bureau.ShouldBeNull(), t => t.Status.ShouldBe(TicketStatus.Triage));
        (await rooms.PostAsync("/triage", "undo", ("number", ticket.Number))).ShouldContain("Tidak dapat diurungkan lagi");
    }

    /// <summary>It went to the reporter at once, and to stay.</summary>
    [Fact]
    public async Task What_was_said_to_be_another_authoritys_is_taken_back_too_and_its_card_is_there_again()
    {
        var ticket = await rooms.AddTicketAsync("Tagihan listrik", bureau: null);
        await rooms.AddTicketAsync("Lain lagi", bureau: null);

        (await rooms.PostAsync("/triage", "not-ours", ("number", ticket.Number), ("target", "PLN"), ("evidence", "Jaringan listrik."))).ShouldContain("Urungkan");
        (await StoredAsync(ticket)).Status.ShouldBe(TicketStatus.NotOurs);
        var page = await rooms.PostAsync($"/triage?done={ticket.Number}", "undo", ("number", ticket.Number));

        page.ShouldContain($"name=\"number\" value=\"{ticket.Number}\"");
        (await StoredAsync(ticket)).ShouldSatisfyAllConditions(t => t.ClosedAt.ShouldBeNull(), t => t.Status.ShouldBe(TicketStatus.Triage));
        await using var db = rooms.Database.Open();
        (await db.Outbox.CountAsync(m => m.TicketId == ticket.Id)).ShouldBe(0);
    }

    /// <summary>By the form on its page nobody waits for whoever undoes it, unless the ticket was in triage.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData("kesra", false)]
    public async Task What_is_undone_has_told_nobody_whichever_form_said_it(string? bureau, bool isUndone)
    {
        var ticket = await rooms.AddTicketAsync("Listrik padam", bureau: bureau);

        (await rooms.PostAsync($"/tickets/{ticket.Number}", "not-ours", ("target", "PLN"), ("evidence", "Jaringan listrik."))).Contains("Urungkan", StringComparison.Ordinal).ShouldBe(isUndone);
        await rooms.PostAsync("/triage", "undo", ("number", ticket.Number));

        (await StoredAsync(ticket)).Status.ShouldBe(isUndone ? TicketStatus.Triage : TicketStatus.NotOurs);
        await using var db = rooms.Database.Open();
        (await db.Outbox.AnyAsync(m => m.TicketId == ticket.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_verifier_did_meanwhile_stands_and_what_was_typed_is_kept()
    {
        var ticket = await rooms.AddTicketAsync("Dua orang memutuskan", bureau: null, due: new DateOnly(2026, 3, 20));
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.Reclassify(Hub.Domain.Submissions.SubmissionKind.Complaint, null, null), actor: "budi");
        var (form, client) = await rooms.FormAsync("/triage", "not-ours");
        using (client)
        {
            using var answer = await client.PostAsync("/triage", new FormUrlEncodedContent([.. form, new("number", ticket.Number), new("seen", "0"), new("target", "PLN"), new("evidence", "Jaringan listrik.")]), Token);

            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
            System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)).ShouldContain("Sejak Anda membukanya");
        }

        (await StoredAsync(ticket)).Status.ShouldBe(TicketStatus.Triage);
    }

    private async Task<Ticket> StoredAsync(Ticket ticket)
    {
        await using var db = rooms.Database.Open();
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == ticket.Id, Token);
    }

    private static Clock Clock(ClockKind kind, string rule, DateOnly due, DateTimeOffset late, bool binding) => new()
    {
        Kind = kind, Rule = rule, StartedAt = RoomsFixture.Now.AddDays(-2), Deadline = new Deadline { DueOn = due, LateAt = late }, Binding = binding,
    };
}
