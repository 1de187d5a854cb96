using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.People.Visits;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Reports;

public sealed partial class ReportTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    [Fact]
    public void The_three_states_of_the_base_sum_to_the_base()
    {
        var tally = new FigureTally();
        var received = RoomsFixture.Now.AddDays(-20);
        foreach (var status in Enum.GetValues<TicketStatus>())
        {
            var row = new FigureRow { Bureau = "kesra", System = "email", Status = status, ReceivedAt = received, LateAt = received.AddDays(5), FirstResponseAt = status == TicketStatus.InProgress ? received.AddDays(1) : null, DoneAt = received.AddDays(3) };
            tally.Add(row, RoomsFixture.Now, Calendar);
        }

        tally.Received.ShouldBe(9, "merged ones are counted under their leader");
        tally.Base.ShouldBe(7);
        (tally.Untouched + tally.InProcess + tally.Finished).ShouldBe(tally.Base);
        tally.OnTimeShare.ShouldBe(2 / 7.0);
    }

    [Fact]
    public void What_ended_at_an_unknown_time_is_finished_and_in_no_figure_about_time()
    {
        var tally = new FigureTally();
        var received = RoomsFixture.Now.AddDays(-20);
        foreach (var doneAt in new DateTimeOffset?[] { null, null, received.AddDays(7) })
        {
            tally.Add(
                new FigureRow { Bureau = "kesra", System = "lapor", Status = TicketStatus.Closed, ReceivedAt = received, LateAt = doneAt is null ? null : received.AddDays(14), DoneAt = doneAt }, RoomsFixture.Now, Calendar);
        }

        var (one, all) = (new FigureTally(), new FigureTally());
        one.Add(new FigureRow { Bureau = "kesra", System = "lapor", Status = TicketStatus.Closed, ReceivedAt = received, LateAt = received.AddDays(14), DoneAt = received.AddDays(7) }, RoomsFixture.Now, Calendar);
        all.Add(tally);

        (tally.Finished, tally.EndUnknown, tally.OnTime, tally.Overdue).ShouldBe((3, 2, 1, 0));
        (tally.MedianResolution, tally.P90Resolution).ShouldBe((one.MedianResolution, one.P90Resolution));
        all.EndUnknown.ShouldBe(2);
    }

    [Fact]
    public async Task Links_of_the_report_lead_to_as_many_tickets_as_they_say()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(4_000, null, CancellationToken.None);

        var page = await rooms.GetAsync("/reports?from=2026-02-01&to=2026-02-28");
        var opened = 0;
        foreach (var figure in (string[])["Received", "Finished", "Overdue", "Untouched", "Returned", "FollowedUp", "WithinFive", "Reopened", "Rated"])
        {
            var at = page.IndexOf($"figure={figure}\"", StringComparison.Ordinal);
            if (at < 0)
            {
                // Nothing was counted: there is no list to open.
                continue;
            }

            var start = page.IndexOf('>', at) + 1;
            var count = page[start..page.IndexOf('<', start)];
            var address = page[(page.LastIndexOf("href=\"", at, StringComparison.Ordinal) + 6)..page.IndexOf('"', at)];

            (await rooms.GetAsync(WebUtility.HtmlDecode(address))).ShouldContain($"<p class=\"soft\">{count} tiket</p>", Case.Sensitive, figure);
            opened++;
        }

        opened.ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task A_report_says_first_what_is_late_now()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(4_000, null, CancellationToken.None);

        var page = System.Net.WebUtility.HtmlDecode(await rooms.GetAsync("/reports?from=2026-02-01&to=2026-02-28"));

        var first = page.IndexOf("<p>Per ", StringComparison.Ordinal);
        first.ShouldBeGreaterThan(0);
        first.ShouldBeLessThan(page.IndexOf("tiket diterima;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, "–")]
    [InlineData(1, 1, "1 dari 1")]
    [InlineData(3, 4, "3 dari 4")]
    [InlineData(5, 5, "100")]
    public void Of_fewer_than_five_no_percentage_is_said(int part, int whole, string said)
    {
        using var scope = rooms.Services.CreateScope();

        ReportWords.Share(part, whole, scope.ServiceProvider.GetRequiredService<Words>()).ShouldStartWith(said);
    }

    [Fact]
    public async Task Stages_and_weeks_open_as_many_tickets_as_they_say()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(4_000, null, CancellationToken.None);

        var page = await rooms.GetAsync("/reports?from=2026-02-01&to=2026-03-31");
        var links = Numbered().Matches(page).Where(m => m.Groups["address"].Value is var to && (to.Contains("stage=", StringComparison.Ordinal) || (to.Contains("doneFrom=2026-03-", StringComparison.Ordinal) && to.Contains("figure=Finished", StringComparison.Ordinal)))).ToList();

        links.Count.ShouldBeGreaterThanOrEqualTo(8);
        var stages = links.Where(l => l.Groups["address"].Value.Contains("stage=", StringComparison.Ordinal)).Select(l => int.Parse(l.Groups["count"].Value.Replace(".", "", StringComparison.Ordinal))).ToList();
        stages.ShouldBe(stages.OrderDescending());
        stages.Distinct().Count().ShouldBeGreaterThan(3, "a funnel that does not narrow proves nothing");
        foreach (var link in links)
        {
            var address = WebUtility.HtmlDecode(link.Groups["address"].Value);
            (await rooms.GetAsync(address)).ShouldContain($"<p class=\"soft\">{link.Groups["count"].Value} tiket</p>", Case.Sensitive, address);
        }
    }

    [GeneratedRegex("<a class=\"num \" href=\"(?<address>[^\"]+)\">(?<count>[0-9.]+)</a>", RegexOptions.None, 5000)]
    private static partial Regex Numbered();

    [Fact]
    public async Task A_csv_cell_that_looks_like_a_formula_is_only_text_and_protected_titles_stay_out()
    {
        await rooms.AddTicketAsync("=HYPERLINK(\"http://evil.example\")");
        await rooms.AddTicketAsync("Nama saya Budi Rahasia", reporter: new Reporter { Anonymous = true });

        var csv = await rooms.GetAsync("/tickets/export.csv?status=All&from=2026-03-19");

        csv.ShouldContain("'=HYPERLINK");
        csv.ShouldNotContain(";=HYPERLINK");
        csv.ShouldNotContain("\"=HYPERLINK");
        csv.ShouldNotContain("Budi Rahasia");
        csv.ShouldContain("Terlindung");
    }

    [Fact]
    public async Task The_spreadsheet_holds_texts_as_texts_and_opens_as_a_package()
    {
        await rooms.AddTicketAsync("=1+1 \u0001 & <b>");
        using var client = rooms.Client();

        await using var zip = new ZipArchive(await client.GetStreamAsync("/tickets/export.xlsx?status=All&from=2026-03-19"));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open(), Encoding.UTF8);
        var sheet = System.Xml.Linq.XDocument.Parse(await reader.ReadToEndAsync());

        sheet.Descendants().Count(e => e.Name.LocalName == "f").ShouldBe(0);
        sheet.Descendants().Where(e => e.Name.LocalName == "t").Select(e => e.Value).ShouldContain("=1+1  & <b>");
    }

    [Fact]
    public async Task The_evaluation_of_a_month_names_its_period_and_who_signs()
    {
        using var client = rooms.Client();
        var text = PdfText.Of(await client.GetByteArrayAsync("/reports/evaluation.pdf?from=2026-03-01&to=2026-03-31"));

        text.ShouldContain("EVALUASI PENANGANAN TIKET");
        text.ShouldContain("Maret 2026");
        text.ShouldContain("Kepala Biro Organisasi");
    }

    [Fact]
    public async Task The_evaluation_of_a_year_has_every_month_and_formula_and_two_who_sign()
    {
        using var client = rooms.Client();
        var text = PdfText.Of(await client.GetByteArrayAsync("/reports/evaluation.pdf?from=2025-01-01&to=2025-12-31"));

        foreach (var words in (string[])["LAPORAN EVALUASI TAHUNAN", "Januari 2025", "Desember 2025", "Rumus", "diterima - bukan wewenang", "Biro Administrasi Pimpinan", "Sekretaris Daerah", "Kepala Biro Organisasi", "NIP.", "Halaman 1 dari"])
        {
            text.ShouldContain(words);
        }
    }

    [Fact]
    public async Task Figures_to_take_away_are_the_same_in_both_formats()
    {
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), Calendar, RoomsFixture.Now).AddAsync(500, null, CancellationToken.None);
        using var client = rooms.Client();
        const string period = "?from=2026-01-01&to=2026-03-25&by=Class";
        var csv = (await client.GetStringAsync("/reports/figures.csv" + period)).TrimEnd().Split("\r\n");
        await using var zip = new ZipArchive(await client.GetStreamAsync("/reports/figures.xlsx" + period));
        var rows = System.Xml.Linq.XDocument.Load(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(TestContext.Current.CancellationToken)).Descendants().Where(e => e.Name.LocalName == "row");

        csv.Length.ShouldBeGreaterThan(40);
        rows.Select(r => r.Elements().ElementAt(3).Value).Skip(1).ShouldBe(csv.Skip(1).Select(line => CsvLine.Cells(line)[3]));
    }
}
