using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>Replies that nobody could place: joined to a ticket, or kept as one of their own, and nothing by accident.</summary>
public sealed class RepliesRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Room = "/triage/replies";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reply_is_joined_to_the_ticket_that_the_verifier_names_in_whatever_words()
    {
        var target = await rooms.AddTicketAsync("Tiket yang dibalas");
        var reply = await AddReplyAsync("Ini berkas susulannya");

        var page = await rooms.PostAsync(Room, $"join-{reply.Number}", ("into", $" tiket {target.Number.ToLowerInvariant()} "));

        page.ShouldContain($"{reply.Number} disatukan. Isinya sekarang di <a href=\"/tickets/{target.Number}\">{target.Number}</a>");
        page.ShouldNotContain($"join-{reply.Number}");

        await using var db = rooms.Database.Open();
        (await db.Tickets.SingleAsync(t => t.Id == reply.Id, Token)).IsDoubtfulReply.ShouldBeFalse();
        (await db.TicketEvents.AnyAsync(e => e.TicketId == target.Id && e.Text!.Contains("Ini berkas susulannya"), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_number_that_is_no_ticket_or_is_the_reply_itself_is_refused_in_words_and_the_reply_waits()
    {
        var reply = await AddReplyAsync("Balasan tanpa tujuan");

        (await rooms.PostAsync(Room, $"join-{reply.Number}", ("into", "KU-2026-999999"))).ShouldContain("Tiket KU-2026-999999 tidak ada.");
        (await rooms.PostAsync(Room, $"join-{reply.Number}", ("into", "sembarang"))).ShouldContain("Tiket sembarang tidak ada.");
        (await rooms.PostAsync(Room, $"join-{reply.Number}", ("into", reply.Number))).ShouldContain(reply.Number);

        await WaitsAsync(reply);
    }

    [Fact]
    public async Task It_becomes_a_ticket_of_a_bureau_and_of_none_that_does_not_exist()
    {
        var reply = await AddReplyAsync("Bukan balasan");

        (await rooms.PostAsync(Room, $"new-{reply.Number}", ("bureau", "tidak-ada"))).ShouldContain("Biro \"tidak-ada\" tidak dikenal.");
        await WaitsAsync(reply);
        (await rooms.PostAsync(Room, $"new-{reply.Number}", ("bureau", "hukum"))).ShouldContain($"{reply.Number} sekarang tiket tersendiri di Biro Hukum: <a href=\"/tickets/{reply.Number}\">");
        (await rooms.GetAsync($"{Room}?done=KU-2026-999999")).ShouldNotContain("KU-2026-999999 ");

        await using var db = rooms.Database.Open();
        var kept = await db.Tickets.SingleAsync(t => t.Id == reply.Id, Token);
        (kept.Bureau, kept.Status).ShouldBe(("hukum", TicketStatus.New));
    }

    [Fact]
    public async Task What_somebody_decided_meanwhile_is_not_decided_twice()
    {
        var reply = await AddReplyAsync("Dua verifikator");
        var page = await rooms.GetAsync(Room);
        var seen = System.Text.RegularExpressions.Regex.Match(page[page.IndexOf(reply.Number, StringComparison.Ordinal)..], "name=\"seen\" value=\"([^\"]*)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        await rooms.Running.ChangeAsync(reply.Number, new TicketChange.Reclassify(Hub.Domain.Submissions.SubmissionKind.Complaint, null, null));

        (await rooms.PostAsync(Room, $"new-{reply.Number}", ("bureau", "hukum"), ("seen", seen))).ShouldContain("Sejak Anda membukanya");

        await WaitsAsync(reply);
    }

    private Task<Ticket> AddReplyAsync(string text) =>
        rooms.AddTicketAsync("Re: kabar", bureau: null, body: text, held: new Reason("thread-doubt", [Said.Quote("Tanda dan pengirim tidak cocok.").Stored]));

    private async Task WaitsAsync(Ticket reply)
    {
        await using var db = rooms.Database.Open();
        (await db.Tickets.SingleAsync(t => t.Id == reply.Id, Token)).IsDoubtfulReply.ShouldBeTrue();
        (await rooms.GetAsync(Room)).ShouldContain(reply.Number);
    }
}
