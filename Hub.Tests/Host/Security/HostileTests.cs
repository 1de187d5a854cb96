using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Security;

/// <summary>What a hostile reporter, staff member or page elsewhere would try, through the real pages.</summary>
public sealed partial class HostileTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Script = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">";

    [Fact]
    public async Task No_text_of_a_ticket_runs_on_any_page()
    {
        var number = await StoreHostileAsync();
        await rooms.AddSourceAsync("email-jahat", Script, h => (h.Cause, h.FailingSince, h.FailureKind) = (Said.Quote(Script), RoomsFixture.Now, "Transient"));
        await rooms.PostAsync("/tickets?due=Late&bureau=umum", "keep", ("name", "<script>alert(4)</script>"));

        foreach (var path in new[] { "/", "/tickets?status=All", $"/tickets/{number}", "/triage", "/sources", "/sources/email-jahat", "/sources/email-jahat/messages", "/reports", "/reports?by=Source", "/statistics", "/settings/contacts", "/settings/outbox", "/settings/audit", $"/tickets?q={Uri.EscapeDataString(Script)}" })
        {
            var page = await rooms.GetAsync(path);
            page.ShouldNotContain("<script>alert", Case.Insensitive, path);
            page.ShouldNotContain("<img src=x", Case.Insensitive, path);
            Links().Matches(page).Select(m => m.Groups["to"].Value).ShouldAllBe(to => !to.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase), path);
        }
    }

    [Fact]
    public async Task Fields_that_no_form_has_change_nothing()
    {
        var ticket = await rooms.AddTicketAsync("Tambahan isian");

        await rooms.PostAsync($"/tickets/{ticket.Number}", "note", ("text", "catatan"), ("Status", "Closed"), ("Bureau", "hukum"), ("Ticket.Bureau", "hukum"), ("Anonymous", "true"), ("DueOn", "2030-01-01"));

        await using var db = rooms.Database.Open();
        var stored = await db.Tickets.SingleAsync(t => t.Id == ticket.Id);
        (stored.Status, stored.Bureau, stored.Anonymous).ShouldBe((TicketStatus.New, "kesra", false));
        stored.DueOn.Year.ShouldBe(2026);
    }

    [Theory]
    [InlineData("https://jahat.contoh/")]
    [InlineData("//jahat.contoh/")]
    [InlineData("/\\jahat.contoh/")]
    [InlineData("/%09/jahat.contoh")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\\\\jahat.contoh")]
    public async Task No_form_leads_to_another_site(string back)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = rooms.Address };
        var token = Antiforgery().Match(await client.GetStringAsync("/statistics")).Groups["token"].Value;

        using var answer = await client.PostAsync("/preferences", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("language", "id"), new("back", back)]));

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        var to = answer.Headers.Location!;
        (to.IsAbsoluteUri ? to.Host : new Uri(rooms.Address, to).Host).ShouldBe(rooms.Address.Host);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\win.ini", "win.ini")]
    [InlineData("/etc/shadow", "shadow")]
    [InlineData("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf")]
    [InlineData("..", "lampiran")]
    [InlineData("", "lampiran")]
    public void A_name_of_an_attachment_is_only_a_name(string name, string safe) => FileNames.SafeName(name).ShouldBe(safe);

    [Fact]
    public async Task The_tracking_page_stops_who_tries_numbers_in_a_row()
    {
        var (form, client) = await rooms.FormAsync("/track", "track");
        using (client)
        {
            var last = HttpStatusCode.OK;
            for (var i = 0; i < 40 && last == HttpStatusCode.OK; i++)
            {
                using var answer = await client.PostAsync("/track", new FormUrlEncodedContent([.. form, new("number", $"KU-2026-{i:000000}"), new("code", "AAAAAAAA")]));
                last = answer.StatusCode;
            }

            last.ShouldBe(HttpStatusCode.TooManyRequests);
            (await client.GetAsync("/track")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>One page is one page, however its address is written.</summary>
    [Fact]
    public async Task Writing_the_address_otherwise_is_no_new_share_of_tries()
    {
        string[] spellings = ["/track", "/TRACK", "/Track", "/tRack", "/track/", "/trAck"];
        var (form, client) = await rooms.FormAsync("/track", "track");
        using (client)
        {
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 40; i++)
            {
                using var answer = await client.PostAsync(spellings[i % spellings.Length], new FormUrlEncodedContent([.. form, new("number", $"KU-2026-{i:000000}"), new("code", "AAAAAAAA")]));
                answers.Add(answer.StatusCode);
            }

            answers.ShouldContain(HttpStatusCode.TooManyRequests);
        }
    }

    private async Task<string> StoreHostileAsync()
    {
        await using var db = rooms.Database.Open();
        var submission = new Submission
        {
            Title = Script, Body = Script, OriginalBody = Script, Category = Script, Area = Script, LetterNumber = Script, To = Script,
            SourceStatus = Script, Facts = [new(Script, Script)], ReceivedAt = RoomsFixture.Now.AddDays(-1), Reporter = new Reporter { Organisation = Script },
        };
        var route = new RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.Complaint, Score = 1, Triage = false, Why = [new Reason("words", [Script])] };
        var ticket = Ticket.Open(new TicketOrigin("KU-2026-666666", "email", "email-jahat", "email-jahat", Script), submission, route, RoomsFixture.Now.AddDays(-1));
        ticket.Attach(new(Script, "text/html", "ab", 10, "javascript:alert(6)", RoomsFixture.Now));
        ticket.Answer(Script, Script, RoomsFixture.Now);
        db.Tickets.Add(ticket);
        db.Contacts.Add(new Contact { Bureau = "kesra", Role = ContactRole.Staff, Address = "jahat\"><script>alert(7)</script>@contoh.id" });
        await db.SaveChangesAsync();
        return ticket.Number;
    }

    [GeneratedRegex("(?:href|src|action)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Links();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Antiforgery();
}
