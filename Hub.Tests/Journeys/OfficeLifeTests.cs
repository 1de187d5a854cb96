using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.FollowUp;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Journeys;

/// <summary>
/// Sixty days of an office, from Mon 2 March to Thu 30 April 2026, on a clock that the test moves: mail comes in every working day, people answer, ask, refuse, wait, hand on
/// and forget; Nyepi, Idul Fitri and Good Friday lie between, and two amendments of the calendar. At the end nothing is lost, and every number is what the timeline says.
/// </summary>
[Collection(OnPostgres.Name)]
public sealed class OfficeLifeTests(PostgresServer postgres) : IAsyncDisposable
{
    private const int Days = 60;
    private const string Reporter = "warga@contoh.id";

    private static readonly DateTimeOffset First = new(2026, 3, 2, 8, 0, 0, Wita.Offset);

    private static readonly CalendarAmendment[] Acts =
    [
        Off("uji-2026-1", new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 16)),
        Off("uji-2026-2", new DateOnly(2026, 4, 10), new DateOnly(2026, 4, 15)),
    ];

    /// <summary>What comes in, in turn.</summary>
    private static readonly (string Subject, string Text)[] Mails =
    [
        ("Permohonan tanda pengenal ASN", "Saya pegawai baru, mohon dibuatkan kartu tanda pengenal ASN (Bintang Sakti)."),
        ("Permohonan bantuan hibah rumah ibadah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah."),
        ("Jalan berlubang di depan sekolah", "Sudah tiga bulan jalan di depan sekolah kami berlubang dan pelayanan laporannya lambat sekali."),
        ("Peminjaman ruang rapat", "Mohon izin meminjam ruang rapat kantor gubernur untuk rapat koordinasi."),
        ("Permintaan data inflasi", "Mohon data inflasi daerah bulan lalu untuk bahan laporan dinas."),
        ("Permintaan informasi publik", "Berdasarkan UU 14/2008 saya meminta salinan daftar penerima hibah."),
        ("Laporan pegawai", "Bendahara biro umum menggelapkan honor pegawai, jangan sebut nama saya."),
        ("Fasilitasi rancangan peraturan gubernur", "Terlampir nota dinas dan rancangan peraturan gubernur untuk difasilitasi."),
        ("Usul", "Sebaiknya jam pelayanan loket diperpanjang sampai sore."),
    ];

    private readonly FakeTimeProvider clock = new(First);
    private RoomsFixture rooms = null!;
    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task OpenAsync(IDictionary<string, string?>? store)
    {
        rooms = new RoomsFixture { Clock = clock, Settings = MailOffice.Settings(store) };
        await rooms.InitializeAsync();
        office = MailOffice.In(rooms.Running, clock);
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        await office.AddContactAsync("dinas-pekerjaan-umum-penataan-ruang-perumahan-dan-kawasan-permukiman", ContactRole.Staff, "penghubung@dpupr.contoh");
        await rooms.Running.Get<Retention>().ChangeAsync(new RetentionRules(1, new Dictionary<string, int>()), "siti", Token);
    }

    [Fact]
    public async Task On_SQLite_after_sixty_days_every_ticket_has_ended_or_visibly_waits_and_its_numbers_are_those_of_the_timeline() => await LiveSixtyDaysAsync(null);

    [Fact]
    public async Task On_PostgreSQL_after_sixty_days_every_ticket_has_ended_or_visibly_waits_and_its_numbers_are_those_of_the_timeline() => await LiveSixtyDaysAsync(await postgres.SettingsAsync());

    private async Task LiveSixtyDaysAsync(IDictionary<string, string?>? store)
    {
        await OpenAsync(store);
        for (var day = 0; day < Days; day++)
        {
            clock.SetUtcNow(First.AddDays(day));
            await LiveAsync(day);
            await WorkAsync(hour: 9);
            await CheckErasedAsync();
        }

        var tickets = await AllAsync();
        tickets.Count.ShouldBeGreaterThan(30);
        var now = clock.GetUtcNow();
        tickets.Where(t => !Ended(t) && !VisiblyWaits(t, now)).Select(t => $"{t.Number} {t.Status} {t.DueOn}").ShouldBeEmpty();
        Enum.GetValues<TicketStatus>().Except([TicketStatus.Merged, TicketStatus.Archived]).Except(tickets.Select(t => t.Status)).ShouldBeEmpty("each way of ending or waiting was gone");
        TicketEventKind[] lived = [TicketEventKind.DeadlineChanged, TicketEventKind.Reminded, TicketEventKind.Escalated, TicketEventKind.Reopened, TicketEventKind.Withdrawn, TicketEventKind.Refused];
        lived.Except(tickets.SelectMany(t => t.Events).Select(e => e.Kind)).ShouldBeEmpty();
        (await ErasedAsync()).ShouldBeGreaterThan(1);
        await CheckDatesAsync(tickets);
        await CheckOverviewAsync(tickets, now);
    }

    /// <summary>What comes in and what people do on that day.</summary>
    private async Task LiveAsync(int day)
    {
        var calendar = rooms.Running.Get<LawInForce>().Calendar;
        if (day is 5 or 35)
        {
            var amendments = rooms.Running.Get<Amendments>();
            var act = Acts[day == 5 ? 0 : 1];
            await amendments.ApplyAsync(act, (await amendments.PreviewAsync(act, Token)).BasedOn, "siti", null, Token);
        }

        if (!calendar.IsWorking(Wita.DateOf(clock.GetUtcNow())))
        {
            return;
        }

        var open = await AllAsync();
        foreach (var (ticket, i) in open.Select((t, i) => (t, i)))
        {
            await StepAsync(ticket, i, Age(ticket));
        }

        var (subject, text) = Mails[open.Count % Mails.Length];
        clock.Advance(TimeSpan.FromMinutes(30));
        await office.WriteAsync(Reporter, subject, text);
    }

    /// <summary>Seven ways in which offices treat what comes: the seventh forgets it.</summary>
    private async Task StepAsync(Ticket ticket, int i, int age)
    {
        switch (i % 7, age, ticket.Status)
        {
            case (_, 1, TicketStatus.Triage) when i % 7 != 6:
                await DoAsync(ticket, ticket.Protection is null ? new TicketChange.Assign("kesra", null, null) : new TicketChange.Assign("inspektorat", null, null));
                break;
            case (0, 2, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.Resolve("Permohonan Anda sudah selesai."));
                await SayAsync(ticket, "Terima kasih banyak, Pak.");
                break;
            case (1, 2, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.Ask("Mohon KTP."));
                break;
            case (1, >= 30, TicketStatus.WaitingForReporter):
                await DoAsync(ticket, new TicketChange.Withdraw("Tidak dilengkapi dalam 30 hari."));
                break;
            case (2, 3, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.Refuse("Tidak memenuhi syarat."));
                break;
            case (3, 2, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.NotOurs("PLN", "Urusan PLN."));
                break;
            case (4, 2, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.WaitFor("waiting/ditjen-otda", "Ditjen Otda", "188/1", Wita.DateOf(clock.GetUtcNow())));
                break;
            case (5, 2, TicketStatus.New):
                await DoAsync(ticket, new TicketChange.Resolve("Sudah kami tindak lanjuti."));
                await SayAsync(ticket, "Lampunya masih padam, mohon diperiksa lagi.");
                break;
            case (5, >= 5, TicketStatus.InProgress):
                await DoAsync(ticket, new TicketChange.Resolve("Sudah kami periksa lagi."));
                break;
        }
    }

    private int Age(Ticket ticket) => Wita.DateOf(clock.GetUtcNow()).DayNumber - Wita.DateOf(ticket.ReceivedAt).DayNumber is var days && days < 5 ? rooms.Running.Get<LawInForce>().Calendar.CountWorkingDays(Wita.DateOf(ticket.ReceivedAt).AddDays(1), Wita.DateOf(clock.GetUtcNow())) : days;

    private async Task SayAsync(Ticket ticket, string words) => await rooms.Running.Get<TicketRoad>().ChangeAsync(ticket.Number, new TicketChange.HearReporter(words), new Actor.Reporter(), null, Token);

    private Task DoAsync(Ticket ticket, TicketChange change) => rooms.Running.ChangeAsync(ticket.Number, change);

    /// <summary>What the hub does by itself.</summary>
    private async Task WorkAsync(int hour)
    {
        var at = Wita.StartOf(Wita.DateOf(clock.GetUtcNow())).AddHours(hour);
        clock.SetUtcNow(at > clock.GetUtcNow() ? at : clock.GetUtcNow());
        await rooms.Running.Get<Recounts>().RunAsync(Token);
        await rooms.Running.Get<ClosingRun>().RunAsync(Token);
        await rooms.Running.Get<ReminderRun>().RunAsync(Token);
        await rooms.Running.Get<DebtRun>().RunAsync(Token);
        await rooms.Running.Get<WaitingRun>().RunAsync(Token);
        await rooms.Running.Get<Retention>().EraseDueAsync(Token);
    }

    /// <summary>Whose month is over is gone the same day, and nobody before.</summary>
    private async Task CheckErasedAsync()
    {
        await using var db = rooms.Database.Open();
        var kept = (await db.Reporters.Select(r => r.TicketId).ToListAsync(Token)).ToHashSet();
        var now = clock.GetUtcNow();
        foreach (var ticket in await db.Tickets.AsNoTracking().ToListAsync(Token))
        {
            kept.Contains(ticket.Id).ShouldBe(!(ticket.ClosedAt?.AddMonths(1) <= now), $"{ticket.Number} {ticket.Status} {ticket.ClosedAt} on {now}");
        }
    }

    private async Task<int> ErasedAsync()
    {
        await using var db = rooms.Database.Open();
        return await db.Audit.CountAsync(e => e.Action == "retention.erased", Token);
    }

    private static bool Ended(Ticket ticket) => ticket.Status is TicketStatus.Closed or TicketStatus.NotOurs or TicketStatus.Resolved;

    /// <summary>It is not late yet, or somebody was pressed for it, or it waits by name.</summary>
    private static bool VisiblyWaits(Ticket ticket, DateTimeOffset now) =>
        ticket.Status is TicketStatus.WaitingForReporter or TicketStatus.WaitingForAuthority || !ticket.IsLate(now) || ticket.Events.Any(e => e.Kind is TicketEventKind.Reminded or TicketEventKind.Escalated);

    /// <summary>What is kept is what the facts and the calendar of the last day give.</summary>
    private Task CheckDatesAsync(IReadOnlyList<Ticket> tickets)
    {
        var law = rooms.Running.Get<LawInForce>();
        foreach (var ticket in tickets.Where(t => t.IsOpen))
        {
            ticket.Clocks.Where(c => c.IsOpen).Select(c => (c.Rule, c.DueOn)).Order().ShouldBe(Clocks.For(TicketHistory.FactsOf(ticket), law.Standards, law.Calendar).Where(c => c.IsOpen).Select(c => (c.Rule, c.Deadline.DueOn)).Order(), ticket.Number);
        }

        return Task.CompletedTask;
    }

    /// <summary>The first screen against a count from the events alone.</summary>
    private async Task CheckOverviewAsync(IReadOnlyList<Ticket> tickets, DateTimeOffset now)
    {
        TimelineCount.Check(await rooms.GetAsync("/"), tickets, rooms.Running.Get<LawInForce>(), now);
    }

    private async Task<List<Ticket>> AllAsync()
    {
        await using var db = rooms.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).Include(t => t.Clocks).AsSplitQuery().OrderBy(t => t.Id).ToListAsync(Token);
    }

    private static CalendarAmendment Off(string id, DateOnly signed, DateOnly off) => new(new CalendarAct
    {
        Id = id,
        Number = $"SKB {id}",
        SignedOn = signed,
        About = "cuti bersama uji",
        Adds = [new(off, "Cuti Bersama uji", HolidayKind.JointLeave)],
    });

    public async ValueTask DisposeAsync() => await rooms.DisposeAsync();
}

/// <summary>Where a ticket stands, told by its events in their order; the date by the law in force.</summary>
internal sealed record TimelineCount(string? Bureau, bool IsOpen, DateTimeOffset? DoneAt, DateTimeOffset? LateAt)
{
    /// <summary>Each bureau's line of the first screen against a count from the events alone.</summary>
    public static void Check(string overview, IReadOnlyList<Ticket> tickets, LawInForce law, DateTimeOffset now)
    {
        var lines = OverviewRecountTests.Lines(overview);
        var told = tickets.Select(t => Of(t, law)).ToList();
        var month = Wita.DateOf(now) is var today ? new DateOnly(today.Year, today.Month, 1) : default;
        foreach (var bureau in law.Catalogue.Bureaus)
        {
            var own = told.Where(t => t.Bureau == bureau.Code).ToList();
            var done = own.Where(t => t.DoneAt is { } at && Wita.DateOf(at) >= month).ToList();
            var (inTime, late) = (done.Count(t => t.DoneAt < t.LateAt), done.Count(t => t.DoneAt >= t.LateAt));
            var line = lines[bureau.ShortName];
            (line.Open, line.Late, line.OnTime).ShouldBe(
                (own.Count(t => t.IsOpen), own.Count(t => t.IsOpen && t.LateAt <= now), inTime + late == 0 ? "–" : inTime + late < ReportWords.FewestForPercent ? $"{inTime} dari {inTime + late}" : $"{inTime * 100 / (inTime + late)} %"), bureau.Code);
        }

        told.ShouldContain(t => t.IsOpen && t.LateAt != null, "a count of nothing proves nothing");
        told.ShouldContain(t => t.DoneAt != null && t.LateAt != null, "a count of nothing proves nothing");
    }

    public static TimelineCount Of(Ticket ticket, LawInForce law)
    {
        string? bureau = null;
        DateTimeOffset? doneAt = null;
        var isOpen = true;
        foreach (var step in ticket.Events.OrderBy(e => e.Sequence))
        {
            bureau = step.Happened() switch
            {
                Happening.Routed { To: var to } => to,
                Happening.Reassigned { To: var to } => to,
                Happening.Returned => null,
                Happening.Protected => isOpen ? null : bureau,
                _ => bureau,
            };
            (isOpen, doneAt) = step.Kind switch
            {
                TicketEventKind.Resolved or TicketEventKind.Refused => (false, step.At),
                TicketEventKind.Closed when ticket.Status == TicketStatus.Archived => (false, null),
                TicketEventKind.Closed when step.Actor == "source" => (false, doneAt ?? ticket.ClosedAt),
                TicketEventKind.Closed or TicketEventKind.Withdrawn => (false, doneAt ?? step.At),
                TicketEventKind.Merged => (false, null),
                TicketEventKind.SourceChanged when ticket is { Kind: SubmissionKind.Report, IsOpen: true } => (true, null),
                TicketEventKind.NotOurs => (false, null),
                TicketEventKind.Reopened => (true, null),
                _ => (isOpen, doneAt),
            };
        }

        var headline = Clocks.Headline(Clocks.For(TicketHistory.FactsOf(ticket), law.Standards, law.Calendar));
        return new TimelineCount(bureau ?? (isOpen ? null : ticket.Bureau), isOpen, doneAt, headline.Informational ? null : headline.Deadline.LateAt);
    }
}
