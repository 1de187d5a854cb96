using System.Net;
using Hub.Domain.Duties;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.FollowUp;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Duties;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Debts;

/// <summary>What an office does not report is its debt: it begins with the end of the period, reminds, ends with the report, and no bureau is charged.</summary>
public sealed class DebtTests : IAsyncLifetime
{
    private const string Liaison = "penghubung@dishub.contoh";

    /// <summary>Thu 26 Mar 2026, 10.00 WITA; RoomsFixture begins a day before.</summary>
    private readonly FakeTimeProvider clock = new(RoomsFixture.Now);
    private RoomsFixture rooms = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        rooms = new RoomsFixture { Clock = clock, Settings = new Dictionary<string, string?> { ["Hub:Mail:Host"] = "127.0.0.1", ["Hub:Mail:Security"] = "None", ["Hub:Mail:Auth"] = "Anonymous", ["Hub:Mail:From"] = "hub@setda.contoh" } };
        await rooms.InitializeAsync();
        await using var db = rooms.Database.Open();
        db.Contacts.Add(new Contact { Bureau = "dinas-perhubungan", Role = ContactRole.Staff, Address = Liaison });
        await db.SaveChangesAsync(Token);
    }

    [Fact]
    public async Task A_report_by_letter_is_owed_reminded_and_settled_when_it_comes()
    {
        await KeepDutyAsync(("system", ""), ("words", "laporan aset"), ("debtors", "dinas-perhubungan"), ("debtors", "dinas-kesehatan"));

        await RunAsync();
        (await OpenAsync()).ShouldBe(["dinas-kesehatan 2026-02-01 2026-03-25", "dinas-perhubungan 2026-02-01 2026-03-25"]);
        (await SentAsync()).ShouldBe([Liaison], "the other office has no address yet");
        (await MailAsync()).ShouldContain("Februari 2026");

        await RunAsync();
        (await SentAsync()).Count.ShouldBe(1, "one mail for a rung");

        await rooms.AddTicketAsync("Laporan aset bulan Februari 2026", bureau: "adbang", then: From("Dinas Perhubungan", SubmissionKind.Report));
        await RunAsync();

        (await OpenAsync()).ShouldBe(["dinas-kesehatan 2026-02-01 2026-03-25"]);
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/debts?state=all"));
        page.ShouldContain("Dinas Perhubungan");
        page.ShouldContain("Belum ada alamat surel");
        var file = await rooms.GetAsync("/debts/debts.csv?state=Ended");
        file.ShouldContain("Dinas Perhubungan");
        file.ShouldNotContain("Dinas Kesehatan");
    }

    [Fact]
    public async Task An_office_that_owes_much_gets_one_mail_a_day_that_lists_it()
    {
        await KeepDutyAsync(("system", ""), ("words", "laporan aset"), ("debtors", "dinas-perhubungan"));
        clock.SetUtcNow(RoomsFixture.Now.AddDays(33));
        await RunAsync();
        (await OpenAsync()).Count.ShouldBe(2, "February and March");

        (await SentAsync()).ShouldBe([Liaison], "one mail for both");
        var mail = await MailAsync();
        mail.ShouldContain("2 laporan");
        mail.ShouldContain("Februari 2026");
        mail.ShouldContain("Maret 2026");

        await KeepDutyAsync(("name", "Laporan pegawai"), ("system", ""), ("words", "laporan pegawai"), ("debtors", "dinas-perhubungan"));
        await RunAsync();
        (await SentAsync()).Count.ShouldBe(1, "what has come to be owed since waits for tomorrow");
        clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        (await SentAsync()).Count.ShouldBe(2);

        await rooms.AddTicketAsync("Laporan aset bulan Februari 2026", bureau: "adbang", then: From("Dinas Perhubungan", SubmissionKind.Report));
        await RunAsync();
        (await MailAsync()).ShouldNotContain("Februari 2026", Case.Sensitive, "what came meanwhile is not asked for");
    }

    [Fact]
    public async Task It_is_no_ticket_and_stands_in_no_figure_of_a_bureau()
    {
        await KeepDutyAsync(("system", ""), ("words", "laporan aset"), ("debtors", "umum"));
        clock.SetUtcNow(RoomsFixture.Now.AddDays(30));
        await RunAsync();

        (await OpenAsync()).Count.ShouldBe(2, "February and March");
        await using var db = rooms.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(0);
        WebUtility.HtmlDecode(await rooms.GetAsync("/debts?state=Late")).ShouldContain("terlambat");
    }

    [Fact]
    public async Task A_month_of_e_Bang_is_in_when_no_part_of_it_is_missing()
    {
        await using (var db = rooms.Database.Open())
        {
            db.Sources.Add(new Source { Name = "e-bang", Kind = "e-bang", Title = "e-Bang", Cron = "0 0 6 * * ?", Options = "{}", CreatedAt = RoomsFixture.Now });
            await db.Duties.Where(d => d.Code == "e-bang").ExecuteUpdateAsync(set => set.SetProperty(d => d.Since, new DateOnly(2026, 2, 1)).SetProperty(d => d.Debtors, "dinas-kesehatan"), Token);
            await db.SaveChangesAsync(Token);
        }

        var handedIn = From("Dinas Kesehatan", SubmissionKind.Report, "e-bang", SourceState.InProgress);
        var missing = From("Dinas Kesehatan", SubmissionKind.Report, "e-bang", SourceState.Open);
        await rooms.AddTicketAsync("Realisasi Februari 2026: Imunisasi (Dinas Kesehatan)", bureau: "adbang", then: handedIn);
        var part = await rooms.AddTicketAsync("Realisasi Februari 2026: Gizi (Dinas Kesehatan)", bureau: "adbang", then: missing);
        await RunAsync();
        (await OpenAsync()).ShouldBe(["dinas-kesehatan 2026-02-01 2026-03-25"]);

        await using (var db = rooms.Database.Open())
        {
            await db.Tickets.Where(t => t.Id == part.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.SourceState, SourceState.Closed), Token);
        }

        await RunAsync();
        (await OpenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whose_the_reports_of_the_whole_secretariat_are_is_asked_once_and_remembered()
    {
        await using (var db = rooms.Database.Open())
        {
            db.Sources.Add(new Source { Name = "e-bang", Kind = "e-bang", Title = "e-Bang", Cron = "0 0 6 * * ?", Options = "{}", CreatedAt = RoomsFixture.Now });
            await db.Duties.Where(d => d.Code == "e-bang").ExecuteUpdateAsync(set => set.SetProperty(d => d.Since, new DateOnly(2026, 1, 1)), Token);
            await db.SaveChangesAsync(Token);
        }

        await rooms.AddTicketAsync("Realisasi Februari 2026: Rapat (Sekretariat Daerah)", bureau: "adbang", then: From("Sekretariat Daerah", SubmissionKind.Report, "e-bang", SourceState.Closed));
        await RunAsync();
        (await OpenAsync()).ShouldNotContain(line => line.StartsWith("umum ", StringComparison.Ordinal));
        WebUtility.HtmlDecode(await rooms.GetAsync("/debts")).ShouldContain("atas nama “Sekretariat Daerah”");

        (await rooms.PostAsync("/debts", "who-0", ("who", "umum"))).ShouldNotContain("atas nama “");
        await RunAsync();

        (await OpenAsync()).Where(line => line.StartsWith("umum ", StringComparison.Ordinal)).ShouldBe(["umum 2026-01-01 2026-02-20"], "February came under that name");
        WebUtility.HtmlDecode(await rooms.GetAsync("/debts")).ShouldNotContain("atas nama “");
    }

    [Fact]
    public async Task A_person_ends_a_debt_with_a_reason_and_a_bureau_sees_its_own_alone()
    {
        await KeepDutyAsync(("system", ""), ("words", "laporan aset"), ("debtors", "umum"), ("debtors", "hukum"));
        await RunAsync();
        var id = await FirstAsync("umum");

        await rooms.ActAsAsync(RoomsFixture.StaffOf("hukum"), async () =>
        {
            var page = WebUtility.HtmlDecode(await rooms.GetAsync("/debts"));
            page.ShouldContain("Biro Hukum");
            page.ShouldNotContain("Biro Umum");
        });
        await rooms.PostAsync("/debts", $"end-{id}", ("reason", "Diserahkan di atas kertas"));

        WebUtility.HtmlDecode(await rooms.GetAsync("/debts?state=Ended")).ShouldContain("Diserahkan di atas kertas");
        await using var db = rooms.Database.Open();
        (await db.Audit.AnyAsync(e => e.Action == "debt.ended", Token)).ShouldBeTrue();
    }

    private async Task KeepDutyAsync(params (string Name, string Value)[] fields)
    {
        var page = await rooms.PostAsync("/debts/duties/new", "duty", [.. fields.Any(f => f.Name == "name") ? [] : new[] { ("name", "Laporan aset") }, ("cycle", "Month"), ("dueDay", "25"), ("since", "2026-02-10"), ("keeper", "adbang"), .. fields]);
        page.ShouldContain("Laporan berkala disimpan.");
    }

    private Task<int> RunAsync() => rooms.Services.GetRequiredService<DebtRun>().RunAsync(Token);

    private async Task<List<string>> OpenAsync()
    {
        await using var db = rooms.Database.Open();
        return [.. (await db.Debts.Where(d => d.EndedAt == null).OrderBy(d => d.Debtor).ToListAsync(Token)).Select(d => $"{d.Debtor} {d.Period:yyyy-MM-dd} {d.DueOn:yyyy-MM-dd}")];
    }

    private async Task<long> FirstAsync(string debtor)
    {
        await using var db = rooms.Database.Open();
        return await db.Debts.Where(d => d.Debtor == debtor).Select(d => d.Id).FirstAsync(Token);
    }

    private async Task<List<string>> SentAsync()
    {
        await using var db = rooms.Database.Open();
        return await db.Outbox.Where(m => m.Purpose == NoticePurpose.Debt).Select(m => m.Recipient).ToListAsync(Token);
    }

    private async Task<string> MailAsync()
    {
        await using var db = rooms.Database.Open();
        var row = await db.Outbox.FirstAsync(m => m.Purpose == NoticePurpose.Debt, Token);
        return (await rooms.Services.GetRequiredService<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!.Text;
    }

    private static Action<Ticket> From(string organisation, SubmissionKind kind, string system = "email", SourceState state = SourceState.Open) => ticket =>
    {
        Set(ticket, nameof(Ticket.Organisation), organisation);
        Set(ticket, nameof(Ticket.Kind), kind);
        Set(ticket, nameof(Ticket.System), system);
        Set(ticket, nameof(Ticket.SourceState), state);
    };

    private static void Set(Ticket ticket, string property, object value) => typeof(Ticket).GetProperty(property)!.SetValue(ticket, value);

    public ValueTask DisposeAsync() => rooms.DisposeAsync();
}
