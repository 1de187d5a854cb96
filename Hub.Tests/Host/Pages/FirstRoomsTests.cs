using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Host.People.Access;

namespace Hub.Tests.Host.Pages;

public sealed partial class FirstRoomsTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Fact]
    public async Task The_overview_says_what_is_late_and_links_to_it()
    {
        await rooms.AddTicketAsync("Proposal hibah rumah ibadah", due: new DateOnly(2026, 3, 17));

        var page = await rooms.GetAsync("/");

        page.ShouldContain("Rabu, 25 Maret 2026 09.12 WITA");
        page.ShouldContain("/tickets?status=Open&amp;due=Late");
        page.ShouldContain("Proposal hibah rumah ibadah");
    }

    [Fact]
    public async Task A_ticket_page_shows_text_reason_and_due_date()
    {
        var ticket = await rooms.AddTicketAsync("Bantuan guru mengaji", body: "Mohon bantuan <script>alert(1)</script> untuk TPA.");

        var page = await rooms.GetAsync($"/tickets/{ticket.Number}");

        page.ShouldContain("Mohon bantuan &lt;script&gt;alert(1)&lt;/script&gt; untuk TPA.");
        WebUtility.HtmlDecode(page).ShouldContain("Teksnya memuat: hibah, proposal.");
        page.ShouldContain("Kam, 2 Apr 2026");
    }

    [Fact]
    public async Task Staff_see_their_own_bureau_only()
    {
        var other = await rooms.AddTicketAsync("Hanya untuk Hukum", bureau: "hukum");
        rooms.As = RoomsFixture.StaffOf("kesra");
        try
        {
            using var client = rooms.Client();

            (await client.GetAsync($"/tickets/{other.Number}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await rooms.GetAsync("/tickets?status=All")).ShouldNotContain("Hanya untuk Hukum");
            (await rooms.GetAsync("/tickets?status=All&bureau=hukum")).ShouldNotContain("Hanya untuk Hukum");
        }
        finally
        {
            rooms.As = RoomsFixture.Verifier;
        }
    }

    /// <summary>An auditor reads the trail: no room says that there are no tickets, or leads in a circle.</summary>
    [Theory]
    [InlineData("/", "Per biro")]
    [InlineData("/tickets", "Kurangi saringan")]
    [InlineData("/reports", "Pilih periode lain")]
    public async Task Whoever_sees_no_ticket_is_told_why_and_nothing_else(string room, string untrue)
    {
        await rooms.AddTicketAsync("Bantuan guru mengaji");
        rooms.As = new("rina", new HashSet<string> { Roles.Auditor }, null);
        try
        {
            var page = WebUtility.HtmlDecode(await rooms.GetAsync(room));

            page.ShouldContain("Akun ini tidak melihat tiket");
            page.ShouldNotContain(untrue);
        }
        finally
        {
            rooms.As = RoomsFixture.Verifier;
        }
    }

    [Fact]
    public async Task The_title_of_a_secret_ticket_is_not_in_lists()
    {
        await rooms.AddTicketAsync("Dugaan pungli kepala seksi", due: new DateOnly(2026, 3, 24), reporter: new Reporter { Secret = true });

        (await rooms.GetAsync("/tickets")).ShouldNotContain("Dugaan pungli kepala seksi");
        (await rooms.GetAsync("/")).ShouldNotContain("Dugaan pungli kepala seksi");
    }

    [Fact]
    public async Task A_failing_source_shows_cause_first_seen_and_next_step()
    {
        await rooms.AddSourceAsync("lapor-splp", "LAPOR! SP4N", health =>
        {
            health.FailingSince = RoomsFixture.Now.AddMinutes(-40);
            health.Failures = 3;
            health.Cause = Said.Quote("429 dari server");
            health.FailureKind = "Transient";
            health.RetryAt = RoomsFixture.Now.AddMinutes(12);
        });

        var page = await rooms.GetAsync("/sources");

        page.ShouldContain("Mencoba lagi dalam 12 menit, setelah 3 kali gagal: 429 dari server");
        page.ShouldContain("Rab, 25 Mar 2026 08.32 WITA");
        page.ShouldContain("Tidak perlu tindakan: hub mencoba lagi sendiri.");
    }

    [Fact]
    public async Task The_switch_speaks_english_and_goes_only_to_own_pages()
    {
        using var client = rooms.Client();
        client.DefaultRequestHeaders.Add("Cookie", "hub.bahasa=en");

        (await client.GetStringAsync("/tickets")).ShouldContain("<html lang=\"en\"");
        Hub.Host.Foundation.Security.SafePath.Of("//evil.example/x").ShouldBe("/");
        Hub.Host.Foundation.Security.SafePath.Of("/\\evil.example").ShouldBe("/");
        Hub.Host.Foundation.Security.SafePath.Of("/tickets?due=Late").ShouldBe("/tickets?due=Late");
        Hub.Host.Foundation.Security.SafePath.Of("/tickets?q=Jl.%20Merdeka#isi").ShouldBe("/tickets?q=Jl.%20Merdeka#isi");
        Hub.Host.Foundation.Security.SafePath.Of("/sources/é\u202E?q=é😀").All(char.IsAscii).ShouldBeTrue("a header holds nothing else");
        Hub.Host.Foundation.Security.SafePath.Of("/sources/\uD83D").All(char.IsAscii).ShouldBeTrue();
    }

    [Fact]
    public async Task No_page_carries_inline_script_or_style()
    {
        foreach (var path in (string[])["/", "/tickets", "/sources", "/not-found"])
        {
            var page = await rooms.GetAsync(path);

            page.ShouldNotContain(" style=\"");
            page.ShouldNotContain("<style");
            InlineScript().Count(page).ShouldBe(0, path);
        }
    }

    [Fact]
    public async Task Style_sheet_and_scripts_are_served()
    {
        using var client = rooms.Client();
        var page = await rooms.GetAsync("/");

        foreach (Match link in AssetLink().Matches(page))
        {
            (await client.GetByteArrayAsync(link.Groups["address"].Value)).Length.ShouldBeGreaterThan(100, link.Value);
        }
    }

    [GeneratedRegex("<script(?![^>]* src=)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:href|src)=\"(?<address>[^\"]+\\.(?:css|js|svg))\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AssetLink();
}
