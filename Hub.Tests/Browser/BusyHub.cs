using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Domain.Submissions;
using Hub.Host.Mailing.Links;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Host.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Browser;

/// <summary>The rooms with a morning's worth of work in them, made up for pictures and walks.</summary>
internal sealed class BusyHub : IAsyncDisposable
{
    private readonly RoomsFixture rooms = new();

    /// <summary>The act that waits for approval.</summary>
    public const string ProposedAct = "skb-uji-2026";

    public Uri Address => rooms.Address;

    /// <summary>The account of whoever looks; "tidak-ada" in an empty hub.</summary>
    public string Account { get; private set; } = "tidak-ada";

    /// <summary>The number of an item that could not be read; 0 in an empty hub.</summary>
    public long QuarantinedItem { get; private set; }

    /// <summary>A ticket whose service asks for something.</summary>
    public string AskedFor { get; private set; } = "/tickets/KU-2026-000001";

    /// <summary>The page on which a reporter says how content they are.</summary>
    public string RatingLink => rooms.Running.Get<Ratings>().LinkFor("KU-2026-000001", 1, RoomsFixture.Now, 4).PathAndQuery;

    public RoomsFixture Rooms => rooms;

    public static async Task<BusyHub> StartAsync(bool filled = true)
    {
        var hub = new BusyHub();
        await hub.rooms.InitializeAsync();
        if (filled)
        {
            await hub.FillAsync();
        }

        return hub;
    }

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    private async Task FillAsync()
    {
        await SourcesAsync();
        await rooms.AddTicketAsync("Jalan rusak di Desa Jelarai Selor belum diperbaiki sejak Januari", "adbang", new(2026, 3, 17));
        var longTitle = string.Join(' ', Enumerable.Repeat("Permohonan bantuan hibah pembangunan rumah ibadah dan taman pendidikan di", 4)) + " Kecamatan Tanjung Palas Utara";
        await rooms.AddTicketAsync(longTitle, "kesra", new(2026, 3, 25), Body, then: t =>
        {
            t.Accept("andi", RoomsFixture.Now.AddDays(-3));
            t.Answer("andi", "Proposal sudah kami terima. Kami sedang memeriksa kelengkapan berkasnya.", RoomsFixture.Now.AddDays(-1));
            t.HearReporter("Kapan diputuskan?", RoomsFixture.Now.AddHours(-2), "Kapan diputuskan?\n\nPada Sen, 16 Mar 2026 pukul 09.15 Dinas Sosial <dinsos@contoh.id> menulis:\n> Berkasnya sudah lengkap.\n> Mohon menunggu.");
            t.Attach(new("proposal-hibah.pdf", "application/pdf", "ab", 348_112, null, RoomsFixture.Now));
            t.Attach(new("foto lokasi.jpg", "image/jpeg", "cd", 1_648_112, null, RoomsFixture.Now));
        });
        foreach (var (bureau, title, day) in Matters)
        {
            await rooms.AddTicketAsync(title, bureau, day);
        }

        await rooms.AddTicketAsync("Kepada siapa saya melapor soal parkir liar?", bureau: null, body: "Di depan pasar induk banyak parkir liar setiap pagi. Mohon ditertibkan.");
        await rooms.AddTicketAsync("Usul jam layanan loket diperpanjang", bureau: null, body: "Mohon jam layanan diperpanjang sampai pukul 17.00.");
        await rooms.AddTicketAsync("Dugaan pungutan liar", "organisasi", new(2026, 3, 31), reporter: new Reporter { Anonymous = true, Secret = true });
        foreach (var day in Enumerable.Range(1, 60))
        {
            await rooms.AddTicketAsync($"Permohonan data realisasi kegiatan ke-{day}", Matters[day % Matters.Length].Bureau, new(2026, 3, 30), then: t =>
                t.Resolve("rina", "Data terlampir.", RoomsFixture.Now.AddDays(day % 7 == 0 ? 12 : -day % 4)));
        }

        await LawAsync();
        await RulesAsync();
        await PeopleAsync();
        await ItemsAsync();
        await MailsAsync();
        await rooms.Services.GetRequiredService<AmendmentDrafts>().AddAsync(new CalendarAmendment(Act), "siti", CancellationToken.None);
    }

    private static readonly CalendarAct Act = new()
    {
        Id = ProposedAct, Number = "SKB 3 Menteri uji Nomor 1 Tahun 2026", SignedOn = new(2026, 3, 24), About = "Tambahan cuti bersama",
        Adds = [new(new(2026, 3, 26), "Cuti bersama tambahan", HolidayKind.JointLeave)],
    };

    /// <summary>A request with its requirements, one under UU 14/2008 with an objection, and owed reports.</summary>
    private async Task LawAsync()
    {
        var ticket = await rooms.AddTicketAsync("Tanda pengenal ASN saya hilang", "organisasi", new(2026, 3, 27), "Kartu saya hilang di pelabuhan, mohon dibuatkan yang baru.", then: t =>
        {
            t.Reclassify(SubmissionKind.Request, 31, null, "hub", RoomsFixture.Now.AddDays(-1));
            t.StartPpid("siti", RoomsFixture.Now.AddDays(-1));
            t.ObjectPpid(RoomsFixture.Now.AddHours(-2), "siti", RoomsFixture.Now.AddHours(-2));
            t.Attach(new("andi.jpg", "image/jpeg", "ef", 48_112, null, RoomsFixture.Now));
        });
        AskedFor = $"/tickets/{ticket.Number}";
        await using var db = rooms.Database.Open();
        db.Debts.AddRange(
            new StoredDebt { Duty = "e-bang", Debtor = "dinas-kesehatan", Period = new(2026, 2, 1), DueOn = new(2026, 3, 25), CreatedAt = RoomsFixture.Now.AddDays(-24), Reminded = "due", RemindedAt = RoomsFixture.Now },
            new StoredDebt { Duty = "e-bang", Debtor = "dinas-pertanian-dan-ketahanan-pangan", Period = new(2026, 1, 1), DueOn = new(2026, 2, 20), CreatedAt = RoomsFixture.Now.AddDays(-50) },
            new StoredDebt { Duty = "e-bang", Debtor = "dinas-kesehatan", Period = new(2026, 1, 1), DueOn = new(2026, 2, 20), CreatedAt = RoomsFixture.Now.AddDays(-50), EndedAt = RoomsFixture.Now.AddDays(-40), Ticket = ticket.Number });
        await db.SaveChangesAsync();
    }

    /// <summary>Who looks has an account with two open sessions; a colleague's is closed.</summary>
    private async Task PeopleAsync()
    {
        await using var scope = rooms.Services.CreateAsyncScope();
        var admin = scope.ServiceProvider.GetRequiredService<UserAdmin>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        (string Name, string? Bureau, string Role)[] people = [("siti", null, Roles.Administrator), ("andi", "kesra", Roles.Staff), ("kepala.biro.pengadaan", "pbj", Roles.Head)];
        foreach (var (name, bureau, role) in people)
        {
            (await admin.CreateAsync(new UserDraft { Name = name, Bureau = bureau, Roles = [role] }, "siti", CancellationToken.None)).ShouldBeNull();
        }

        Account = (await users.FindByNameAsync("siti"))!.Id;
        var here = Guid.NewGuid();
        await using var db = rooms.Database.Open();
        db.AddRange(
            new UserSession { Id = here, UserId = Account, StartedAt = RoomsFixture.Now.AddHours(-1), SeenAt = RoomsFixture.Now, ProvenAt = RoomsFixture.Now, Agent = "Firefox, Linux" },
            new UserSession { Id = Guid.NewGuid(), UserId = Account, StartedAt = RoomsFixture.Now.AddDays(-2), SeenAt = RoomsFixture.Now.AddHours(-9), Agent = "Chrome, Android" });
        await db.SaveChangesAsync();
        rooms.MoreClaims = [new(ClaimTypes.NameIdentifier, Account), new(UserClaims.Session, here.ToString())];
    }

    /// <summary>One item that became a ticket, and one that could not be read.</summary>
    private async Task ItemsAsync()
    {
        await using var db = rooms.Database.Open();
        var quarantined = Item("LP-1002", """{"id":"LP-1002","judul":"Lampu jalan padam","tanggal":"kemarin"}""");
        (quarantined.Status, quarantined.Cause, quarantined.CauseCode, quarantined.Owner) =
            (EnvelopeStatus.Quarantined, Said.Quote("Isian \"tanggal\" berisi \"kemarin\", bukan tanggal."), "unreadable", "Biro Organisasi");
        db.UnseenItems.Add(new UnseenItem { Source = "lapor", ExternalId = "LP-1001", Since = new(2026, 3, 15), Last = new(2026, 3, 15), Nights = 1 });
        var (ignored, erased) = (Item("LP-1003", """{"id":"LP-1003","judul":"Kabar pekan ini"}"""), Item("LP-1004", ""));
        foreach (var aside in (StoredEnvelope[])[ignored, erased])
        {
            (aside.Status, aside.Cause, aside.TicketId) = (EnvelopeStatus.Ignored, Said.Quote("Pemberitahuan sistem, bukan laporan."), null);
        }

        db.Envelopes.AddRange(Item("LP-1001", """{"id":"LP-1001","judul":"Jalan rusak","tanggal":"2026-03-20T09:00:00+08:00"}"""), quarantined, ignored, erased);
        await db.SaveChangesAsync();
        QuarantinedItem = quarantined.Id;
    }

    /// <summary>A recipient whose mail comes back, and what could not be sent to it.</summary>
    private async Task MailsAsync()
    {
        const string Lost = "penghubung.inspektorat.kalimantanutara@contoh.id";
        await using var db = rooms.Database.Open();
        db.Contacts.Add(new Contact { Address = Lost, Bureau = "organisasi", Role = ContactRole.Staff, BouncingSince = RoomsFixture.Now.AddDays(-1), BounceReason = Said.Quote($"tidak dikenal: 550 5.1.1 {Lost}") });
        db.Outbox.Add(new OutboxMessage
        {
            Key = "uji", MessageId = "uji", Channel = OutboxChannel.Mail, Recipient = Lost, Purpose = NoticePurpose.Reminder, TicketId = 1, Bureau = "adbang", Payload = "{}",
            State = OutboxState.Failed, Answer = Said.Quote($"550 5.1.1 {Lost}: tidak dikenal"), CreatedAt = RoomsFixture.Now.AddDays(-1), DueAt = RoomsFixture.Now,
        });
        await db.SaveChangesAsync();
    }

    private static StoredEnvelope Item(string id, string json) => new()
    {
        Source = "lapor", ExternalId = id, ItemVersion = "1", MediaType = "application/json", Raw = Packed.Pack(Encoding.UTF8.GetBytes(json)), RawLength = json.Length,
        ReceivedAt = RoomsFixture.Now.AddHours(-3), SeenAt = RoomsFixture.Now.AddHours(-2), NextAttemptAt = RoomsFixture.Now, Status = EnvelopeStatus.Done, TicketId = 1,
    };

    /// <summary>A draft that was simulated, a proposed rule, and a ticket that may be the same as another.</summary>
    private async Task RulesAsync()
    {
        var (desk, simulations) = (rooms.Services.GetRequiredService<RuleDesk>(), rooms.Services.GetRequiredService<Simulations>());
        var rule = new RoutingRule
        {
            Id = "parkir", Order = 50, Owner = "Biro Organisasi", Note = "Parkir liar diteruskan ke Biro Umum.",
            When = new RuleCondition { Words = [new WordTest { Any = ["parkir liar", "parkir"] }] }, Then = new RuleOutcome { Bureau = "umum" },
        };
        await desk.BeginAsync(null, "siti", CancellationToken.None);
        await desk.SaveAsync(rule, null, "siti", CancellationToken.None);
        await simulations.Start((await desk.DraftAsync(CancellationToken.None))!, 12).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        await using var db = rooms.Database.Open();
        db.RuleProposals.Add(new StoredProposal
        {
            TicketId = 2, Bureau = "umum", Condition = "{}", Rule = JsonSerializer.Serialize(rule with { Id = "usul-umum-2-0", Enabled = false }, JsonSerializerOptions.Web),
            Precision = 0.92, Recall = 0.4, Matches = 12, Corrections = 3, Measured = 640, ProposedAt = RoomsFixture.Now,
        });
        var (exam, own) = (new RouteOutcomes(96, 1, 23), new RouteOutcomes(143, 9, 41));
        var lesson = JsonSerializer.Serialize(new LessonReport(388, 61, own, new RouteOutcomes(168, 7, 18), 31, 4, exam, exam), RouteJson.Options);
        var model = RoutingModel.Embedded(ServiceCatalogue.Embedded()).Fingerprint;
        db.Lessons.Add(new StoredLesson { Model = model, Report = lesson, Weights = [], ProposedAt = RoomsFixture.Now, State = LessonState.Taken, DecidedBy = "siti", DecidedAt = RoomsFixture.Now });
        db.Lessons.Add(new StoredLesson { Model = model, Report = lesson, Weights = [], ProposedAt = RoomsFixture.Now });
        db.SamePairs.Add(new SamePair { TicketId = 3, OtherId = 2, Score = 0.81, Text = 0.78, SameReporter = true, SamePlace = true, DaysApart = 2, FoundAt = RoomsFixture.Now });
        await db.SaveChangesAsync();
    }

    private async Task SourcesAsync()
    {
        await rooms.AddSourceAsync("email-biroorganisasiprovkaltara", "Kotak surat Organisasi: biroorganisasiprovkaltara@gmail.com");
        await rooms.AddSourceAsync("sihab", "SIHAB");
        await rooms.AddSourceAsync("e-bang", "e-Bang");
        await rooms.AddSourceAsync("lapor", "LAPOR! SP4N", health =>
        {
            health.FailingSince = RoomsFixture.Now.AddMinutes(-40);
            health.Failures = 3;
            health.Cause = Said.Quote("429 dari server");
            health.LastSuccessAt = RoomsFixture.Now.AddDays(-2);
            health.FailureKind = "Transient";
            health.RetryAt = RoomsFixture.Now.AddMinutes(12);
        });
        await using var db = rooms.Database.Open();
        db.Alarms.Add(new Alarm
        {
            Family = "watchdog", Key = "source-failing:lapor",
            Code = "source-failing",
            Subject = "lapor",
            Cause = Said.Quote("429 dari server, 3 kali berturut-turut"),
            NextStep = Said.Quote("Tidak perlu tindakan: hub mencoba lagi sendiri."),
            FirstSeenAt = RoomsFixture.Now.AddMinutes(-40),
            LastSeenAt = RoomsFixture.Now,
            Count = 3,
        });
        db.Drifts.Add(new DriftSample { Source = "lapor", Field = "status", Value = "Menunggu Konfirmasi", Count = 4, FirstSeenAt = RoomsFixture.Now.AddDays(-1), LastSeenAt = RoomsFixture.Now });
        await db.SaveChangesAsync();
    }

    private const string Body = """
        Dengan hormat,

        Bersama ini kami panitia pembangunan menyampaikan proposal permohonan hibah untuk tahun anggaran 2026. Berkas lengkap kami lampirkan: proposal, surat domisili, rencana anggaran biaya dan foto lokasi.

        Atas perhatian Bapak/Ibu kami ucapkan terima kasih.
        """;

    private static readonly (string Bureau, string Title, DateOnly Due)[] Matters =
    [
        ("pbj", "Akun penyedia tidak dapat masuk ke SPSE", new(2026, 3, 25)),
        ("pbj", "Undangan pembuktian kualifikasi tidak diterima", new(2026, 3, 27)),
        ("hukum", "Permintaan salinan Peraturan Gubernur Nomor 12 Tahun 2024", new(2026, 4, 8)),
        ("umum", "Peminjaman ruang rapat lantai 2 untuk sosialisasi", new(2026, 3, 26)),
        ("organisasi", "Permintaan kartu identitas pegawai", new(2026, 3, 27)),
        ("perekonomian", "Data inflasi daerah triwulan pertama", new(2026, 3, 26)),
        ("pemerintahan-otda", "Rekomendasi perjalanan dinas luar negeri", new(2026, 3, 31)),
        ("adpim", "Peliputan kunjungan kerja Gubernur ke Nunukan", new(2026, 4, 1)),
    ];
}
