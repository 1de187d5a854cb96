using System.Net;
using System.Text;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Addresses and forms that no page of ours writes: what cannot be read is the sender's fault, what no list offers is no choice, and no page says a stranger's sentence.</summary>
public sealed class AddressTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private const string Endless = "99999999999999999999";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/settings/backups?count=")]
    [InlineData("/triage?after=")]
    [InlineData("/triage/ignored?before=")]
    [InlineData("/triage/ignored?back=")]
    [InlineData("/answers?id=")]
    [InlineData("/settings/audit?before=")]
    [InlineData("/settings/rules?p=")]
    [InlineData("/settings/calendars?year=")]
    [InlineData("/letters?before=")]
    [InlineData("/ppid?year=")]
    [InlineData("/ppid/register.csv?year=")]
    [InlineData("/ppid/register.xlsx?year=")]
    public async Task A_number_that_is_none_is_answered_as_a_wrong_address(string page)
    {
        using var client = rooms.Client();
        foreach (var value in (string[])[Endless, "satu", "%00", "-1", "0", "9999"])
        {
            using var answer = await client.GetAsync(page + value, Token);
            ((int)answer.StatusCode).ShouldBeInRange(200, 499, page + value);
            (await answer.Content.ReadAsStringAsync(Token)).ShouldNotContain("Exception");
        }
    }

    /// <summary>At the ends of time a month before or after cannot be counted: such a day is none.</summary>
    [Theory]
    [InlineData("/reports")]
    [InlineData("/reports/wall")]
    [InlineData("/reports/figures.csv")]
    [InlineData("/reports/evaluation.pdf")]
    [InlineData("/tickets")]
    [InlineData("/tickets/export.csv")]
    [InlineData("/letters")]
    [InlineData("/letters/export.csv")]
    [InlineData("/sources/lapor/statements/9999-12-31")]
    public async Task A_day_at_the_ends_of_time_is_no_fault_of_the_hub(string page)
    {
        using var client = rooms.Client();
        string[] days = ["0001-01-01", "9999-12-31", "1944-12-31", "2200-12-31"];
        foreach (var (from, to) in days.SelectMany(_ => days, static (from, to) => (from, to)))
        {
            using var answer = await client.GetAsync($"{page}?from={from}&to={to}&doneFrom={from}&doneTo={to}&dueOn={to}", Token);
            ((int)answer.StatusCode).ShouldBeInRange(200, 499, $"{page} {from} {to}");
        }
    }

    [Theory]
    [InlineData("1944-12-31", false)]
    [InlineData("1945-01-01", true)]
    [InlineData("2200-12-31", true)]
    [InlineData("2201-01-01", false)]
    [InlineData("2026-02-30", false)]
    [InlineData("20-03-2026", false)]
    [InlineData(null, false)]
    public void A_day_that_is_typed_is_one_of_which_an_office_speaks(string? typed, bool isDay) => (OfficeDates.Typed(typed) is not null).ShouldBe(isDay);

    [Theory]
    [InlineData("text=%00", "application/x-www-form-urlencoded")]
    [InlineData("text=%FF%FE%00", "application/x-www-form-urlencoded")]
    [InlineData("x", "multipart/form-data")]
    [InlineData("--batas\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ntanpa akhir", "multipart/form-data; boundary=batas")]
    public async Task A_form_that_cannot_be_read_is_the_senders_fault_whoever_sends_it(string body, string type)
    {
        var ticket = await rooms.AddTicketAsync("Isian rusak");
        foreach (var name in (string[])["siti", ""])
        {
            await rooms.ActAsAsync(RoomsFixture.Verifier with { Name = name }, async () =>
            {
                using var client = rooms.Client();
                using var answer = await client.PostAsync($"/tickets/{ticket.Number}", Typed(body, type), Token);
                ((int)answer.StatusCode).ShouldBeInRange(400, 499, name);
            });
        }
    }

    private static ByteArrayContent Typed(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    [Fact]
    public async Task More_fields_than_any_form_has_are_the_senders_fault()
    {
        var ticket = await rooms.AddTicketAsync("Isian berlebih");
        using var client = rooms.Client();
        using var answer = await client.PostAsync($"/tickets/{ticket.Number}", new FormUrlEncodedContent(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"f{i}", "x"))), Token);

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("Request,Complaint")]
    [InlineData("tidak ada")]
    public async Task What_no_list_offers_changes_no_kind_of_a_ticket(string kind)
    {
        var ticket = await rooms.AddTicketAsync("Jenis palsu");

        await rooms.PostAsync($"/tickets/{ticket.Number}", "classify", ("kind", kind), ("service", ""), ("class", ""));

        await using var db = rooms.Database.Open();
        (await db.Tickets.Where(t => t.Id == ticket.Id).Select(t => t.Kind).SingleAsync(Token)).ShouldBe(SubmissionKind.Request);
        (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldContain("Jenis palsu");
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("Staff,Head")]
    public async Task Nobody_is_told_in_a_role_that_there_is_not(string role)
    {
        var address = $"peran{Math.Abs(role.GetHashCode(StringComparison.Ordinal))}@setda.contoh";

        (await rooms.PostAsync("/settings/contacts", "add", ("address", address), ("person", ""), ("role", role), ("bureau", "kesra"))).ShouldContain("bukan alamat surel");

        await using var db = rooms.Database.Open();
        (await db.Contacts.AnyAsync(c => c.Address == address, Token)).ShouldBeFalse();
    }

    /// <summary>The first of the list is "granted".</summary>
    [Fact]
    public async Task A_decision_that_nobody_can_read_grants_no_request_for_information()
    {
        var ticket = await rooms.AddTicketAsync("Permintaan dokumen anggaran");
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.StartPpid());

        (await rooms.PostAsync($"/tickets/{ticket.Number}", "ppid-decide", ("decision", "0"), ("ground", ""), ("text", "Kami berikan."))).ShouldContain("Pilih keputusannya dahulu.");

        await using var db = rooms.Database.Open();
        (await db.TicketEvents.AnyAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.PpidDecided, Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/triage?done=Segera+hubungi+0812+3456")]
    [InlineData("/triage?undone=Segera+hubungi+0812+3456")]
    [InlineData("/settings/backups?done=Segera+hubungi+0812+3456")]
    [InlineData("/sources?said=Segera+hubungi+0812+3456")]
    public async Task No_address_makes_a_page_say_a_strangers_sentence(string page) => (await rooms.GetAsync(page)).ShouldNotContain("Segera hubungi");

    [Fact]
    public async Task Who_asks_whether_the_hub_is_well_learns_of_no_source()
    {
        await rooms.AddSourceAsync("surel-rahasia", "Surel rahasia");
        using var client = rooms.Client();

        var said = await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token);

        said.ShouldContain("ready");
        said.ShouldNotContain("listening:");
        said.ShouldNotContain("surel-rahasia");
    }
}
