using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Tickets;

/// <summary>The question in the last mail how content its reporter is: opening asks, the button rates, once for each answer, and nobody is named.</summary>
public sealed partial class RatingTests : IAsyncLifetime
{
    private const string Reporter = "panitia@contoh.id";
    private const string Title = "Permohonan bantuan hibah rumah ibadah";
    private MailOffice office = null!;
    private Visitor visitor = null!;
    private Ticket ticket = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        office = await MailOffice.OpenAsync(new(2026, 3, 11, 10, 0, 0, Wita.Offset));
        visitor = new Visitor(office.Hub);
        ticket = await office.WriteAsync(Reporter, Title, "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Kami periksa dulu."));
    }

    [Fact]
    public async Task Only_the_final_answer_asks()
    {
        (await office.MailAsync(ticket, NoticePurpose.Receipt)).ShouldNotContain("/nilai");
        (await office.MailAsync(ticket, NoticePurpose.Answer)).ShouldNotContain("/nilai");

        (await LastLinkAsync()).ShouldStartWith("/nilai?nilai=5&kunci=");
        var mail = await office.MailAsync(ticket, NoticePurpose.Answer);
        Link().Matches(mail).Select(m => m.Value.Split("nilai=")[1][0]).ShouldBe(['5', '4', '3', '2', '1']);
        mail.ShouldContain("2: kurang puas: http");
        mail.ShouldNotContain("satu klik", Case.Insensitive);
    }

    [Fact]
    public async Task The_star_of_the_link_is_chosen_on_its_page_and_waits_for_one_press()
    {
        var link = (await LastLinkAsync()).Replace("nilai=5", "nilai=2", StringComparison.Ordinal);

        var page = await visitor.ReadAsync(link);
        page.ShouldMatch("<input[^>]*value=\"2\"[^>]*checked");
        page.Split(" checked").Length.ShouldBe(2, "no other");
        (await office.TicketAsync()).Rating.ShouldBeNull();

        (await RateAsync(link, "2")).ShouldContain("Terima kasih");
        (await visitor.ReadAsync(link.Replace("nilai=2", "nilai=9x", StringComparison.Ordinal))).ShouldNotContain(" checked");
    }

    [Fact]
    public async Task The_page_names_nobody_and_a_program_that_opens_every_link_rates_nothing()
    {
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync(await LastLinkAsync()));

        page.ShouldContain("Seberapa puas");
        page.ShouldNotContain(Reporter);
        page.ShouldNotContain(Title);
        (await office.TicketAsync()).Rating.ShouldBeNull();
        await using var db = office.Hub.Database.Open();
        (await db.Set<ActionUse>().CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Stars_are_taken_once_for_each_answer()
    {
        var link = await LastLinkAsync();

        (await RateAsync(link, "9")).ShouldContain("Pilih nilai 1 sampai 5");
        (await RateAsync(link, "4")).ShouldContain("Terima kasih");
        WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("sudah kami terima");
        (await office.TicketAsync()).Rating.ShouldBe(4);
    }

    [Fact]
    public async Task A_ticket_that_was_opened_again_is_asked_about_with_its_next_answer()
    {
        var first = await LastLinkAsync();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Reopen());
        (await RateAsync(first, "5")).ShouldContain("dibuka kembali");

        (await RateAsync(await LastLinkAsync("Kini selesai."), "2")).ShouldContain("Terima kasih");
        (await office.TicketAsync()).Rating.ShouldBe(2);
    }

    [Fact]
    public async Task A_changed_or_old_link_is_refused()
    {
        var link = await LastLinkAsync();

        WebUtility.HtmlDecode(await visitor.ReadAsync(link.Replace("kunci=", "kunci=A", StringComparison.Ordinal))).ShouldContain("tidak sah");
        office.Clock.Advance(TimeSpan.FromDays(15));
        WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("lewat 14 hari");
    }

    public async ValueTask DisposeAsync()
    {
        visitor.Dispose();
        await office.DisposeAsync();
    }

    /// <summary>Ends the ticket where it is open.</summary>
    /// <returns>The link in the last mail to the reporter.</returns>
    private async Task<string> LastLinkAsync(string answer = "Sudah kami teruskan.")
    {
        if ((await office.TicketAsync()).IsOpen)
        {
            await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Resolve(answer));
        }

        return new Uri(Link().Match(await office.MailAsync(ticket, NoticePurpose.Answer)).Value).PathAndQuery;
    }

    private async Task<string> RateAsync(string link, string stars) =>
        WebUtility.HtmlDecode(await (await visitor.SubmitAsync(link, "rate", ("stars", stars))).Content.ReadAsStringAsync(Token));

    [GeneratedRegex(@"https?://\S+/nilai\S+")]
    private static partial Regex Link();
}
