using System.Net;
using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Erasing reaches what became no ticket: ignored mails, items set aside, older versions that were never read.</summary>
public sealed class ItemErasingTests : IAsyncLifetime
{
    private const string Room = "/triage/ignored";
    private const string Email = "zubaidah.quraisyin@warga.contoh";
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;
    private Visitor verifier = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = Scenes.Sihab();
        foreach (var (key, value) in HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"))
        {
            settings[key] = value;
        }

        hub = await HubFixture.StartAsync(settings, folder: folder);
        verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
    }

    [Fact]
    public async Task A_verifier_erases_an_ignored_mail_with_a_purpose_and_its_reason_stays()
    {
        var id = await MailAsync(1, "Di luar kantor");
        await MailAsync(2, "Kabar pekan ini", "kabar@pihak.contoh");

        (await EraseAsync(("purpose", "Permintaan pemilik"))).ShouldContain("Pilih dahulu kiriman yang isinya dihapus.");
        (await EraseAsync(("erase", $"{id}"), ("purpose", "x"))).ShouldContain("Tulis dahulu untuk keperluan apa.");
        await EraseAsync(("erase", $"{id}"), ("purpose", $"Permintaan {Email}"));

        var page = WebUtility.HtmlDecode(await verifier.ReadAsync(Room));
        page.ShouldContain("Isinya sudah dihapus");
        page.ShouldContain("Balasan otomatis tanpa tiket yang dikenal.");
        page.ShouldContain("Kabar pekan ini");
        await using var db = hub.Database.Open();
        (await IsEmptyAsync(id)).ShouldBeTrue();
        (await db.Audit.SingleAsync(a => a.Action == "ignored.erased", Token)).Detail.ShouldBe("Permintaan ▇▇▇▇");
        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<IgnoredDesk>().BringBackAsync(id, "siti", Token));
        await Should.ThrowAsync<TicketRefusal>(() => hub.Get<IgnoredErasure>().EraseAsync([id], "sekali lagi", Verifier, Token));
        (await MailAsync(1, "Di luar kantor")).ShouldBe(id, "what was erased is not taken anew");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_request_by_address_reaches_ignored_mails_and_names_what_waits_in_quarantine()
    {
        var ignored = await MailAsync(1, "Di luar kantor");
        var others = await MailAsync(2, "Kabar pekan ini", "kabar@pihak.contoh");
        await hub.ArriveAsync("sihab", "7", "application/json", Encoding.UTF8.GetBytes($$"""{"id": "tujuh", "pemohon": {"email": "{{Email}}"""), Received);

        using var answer = await verifier.SubmitAsync("/settings/privacy", "erase", ("subject", Email.ToUpperInvariant()), ("purpose", "Permintaan pemilik"));

        await using var db = hub.Database.Open();
        var stub = await db.Tickets.SingleAsync(t => t.Source == "sihab", Token);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)).ShouldContain($"0 identitas dihapus. Tetap disimpan: {stub.Number}. Isi 1 kiriman tanpa tiket dihapus.");
        (await IsEmptyAsync(ignored)).ShouldBeTrue();
        (await IsEmptyAsync(others)).ShouldBeFalse();

        var item = await db.Envelopes.Where(e => e.Source == "sihab").Select(e => e.Id).SingleAsync(Token);
        (await IsEmptyAsync(item)).ShouldBeFalse();
        await hub.Get<QuarantineDesk>().IgnoreAsync(item, "budi", "tidak terbaca", Token);
        (await hub.Get<IgnoredErasure>().EraseOfAsync(Email, "Permintaan pemilik", Verifier, Token)).Erased.ShouldBe(1);
        (await IsEmptyAsync(item)).ShouldBeTrue();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_a_hold_keeps_or_who_is_accused_by_it_is_not_erased()
    {
        var accusing = await MailAsync(1, "Pungli di Biro Organisasi", text: "Pegawai Biro Organisasi meminta suap dari kami.");
        await hub.ArriveAsync("sihab", "7", "application/json", Encoding.UTF8.GetBytes("""{"id": "tujuh" """), Received);
        await using var db = hub.Database.Open();
        var held = await db.Envelopes.SingleAsync(e => e.Source == "sihab", Token);
        await hub.Get<QuarantineDesk>().IgnoreAsync(held.Id, "budi", "tidak terbaca", Token);
        (await hub.Get<Retention>().HoldAsync(await db.Tickets.Where(t => t.Id == held.TicketId).Select(t => t.Number).SingleAsync(Token), "perkara di Ombudsman", Verifier, Token)).ShouldBeTrue();

        foreach (var id in (long[])[accusing, held.Id])
        {
            (await EraseAsync(("erase", $"{id}"), ("purpose", "Permintaan pemilik"))).ShouldContain("tidak dapat dihapus isinya di sini");
            (await IsEmptyAsync(id)).ShouldBeFalse();
        }

        (await hub.Get<IgnoredErasure>().EraseOfAsync(Email, "Permintaan pemilik", Verifier, Token)).Erased.ShouldBe(0);
    }

    [Fact]
    public async Task Ignored_items_lose_their_words_when_their_time_is_over()
    {
        var (old, young) = (await MailAsync(1, "Di luar kantor"), await MailAsync(2, "Libur pekan depan"));
        await using var db = hub.Database.Open();
        await db.Envelopes.Where(e => e.Id == old).ExecuteUpdateAsync(set => set.SetProperty(e => e.SeenAt, TimeProvider.System.GetUtcNow().AddMonths(-13)), Token);
        await hub.Get<RetentionKeeper>().TurnAsync(Token);
        (await IsEmptyAsync(old)).ShouldBeFalse("nobody decided on a time");

        await hub.Get<Retention>().ChangeAsync(new RetentionRules(12, new Dictionary<string, int>()), "siti", Token);
        await hub.Get<RetentionKeeper>().TurnAsync(Token);

        (await IsEmptyAsync(old), await IsEmptyAsync(young)).ShouldBe((true, false));
        (await db.Envelopes.AsNoTracking().SingleAsync(e => e.Id == old, Token)).Cause.ShouldNotBeNull();
        (await db.Audit.SingleAsync(a => a.Action == "retention.emptied", Token)).Subject.ShouldBe("email-organisasi");
    }

    /// <summary>Two versions that come together, the newer first: the older is never read and has no ticket.</summary>
    [Fact]
    public async Task Erasing_a_ticket_reaches_a_version_that_was_never_read()
    {
        var raw = Encoding.UTF8.GetBytes(Planted.All[4].ToPush());
        Envelope Version(int count) => new() { Key = new EnvelopeKey("sihab", "9", $"v{count}"), Sequence = count, MediaType = "application/json", Raw = raw, ReceivedAt = Received };
        await hub.Get<Ledger>().StoreAsync("sihab", [Version(2), Version(1)], Sighting.Shown, quiet: false, Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await using var db = hub.Database.Open();
        (await db.Envelopes.Where(e => e.Source == "sihab").Select(e => e.TicketId == null).ToListAsync(Token)).Order().ShouldBe([false, true]);
        await hub.ChangeAsync(await db.Tickets.Select(t => t.Number).SingleAsync(Token), new TicketChange.Withdraw(null));

        (await hub.Get<SubjectRequests>().EraseAsync(Planted.All[4].Email, "permintaan pelapor", Verifier, Token)).Erased.Count.ShouldBe(1);

        (await db.Envelopes.Where(e => e.Source == "sihab").Select(e => e.RawLength).ToListAsync(Token)).ShouldBe([0, 0]);
    }

    /// <summary>What is gone is no damage: nobody meets a fault of the hub in its place, and reading all of a source again sets nothing aside.</summary>
    [Fact]
    public async Task An_erased_item_is_passed_over_and_its_pages_open()
    {
        await hub.ArriveAsync("sihab", "9", "application/json", Encoding.UTF8.GetBytes(Planted.All[4].ToPush()), Received);
        await using var db = hub.Database.Open();
        var (number, item) = (await db.Tickets.Select(t => t.Number).SingleAsync(Token), await db.Envelopes.Where(e => e.Source == "sihab").Select(e => e.Id).SingleAsync(Token));
        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
        db.SavedFilters.AddRange(
            new SavedFilter { UserName = "siti", Name = "Perkara", Address = $"/tickets?q={Uri.EscapeDataString(Planted.All[4].Name)}&from=2026-01-01" },
            new SavedFilter { UserName = "siti", Name = "Tahun ini", Address = "/tickets?bureau=kesra&from=2026-01-01&to=2026-12-31" });
        await db.SaveChangesAsync(Token);
        await hub.Get<SubjectRequests>().EraseAsync(Planted.All[4].Email, "permintaan pelapor", Verifier, Token);

        (await hub.Get<Replay>().RunAsync("sihab", null, Token)).Read.ShouldBe(0);

        (await db.Envelopes.Select(e => e.Status).SingleAsync(Token)).ShouldBe(EnvelopeStatus.Done);
        (await db.SavedFilters.Select(f => f.Name).ToListAsync(Token)).ShouldBe(["Tahun ini"], "a list by the name of who was erased is gone");
        using var administrator = await Visitor.SignedInAsync(hub, "budi", null, Roles.Administrator);
        (await administrator.GetAsync($"/sources/sihab/messages/{item}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await verifier.PostAsync($"/tickets/{number}/raw/{item}", ("__RequestVerificationToken", Visitor.TokenOf(await verifier.ReadAsync($"/tickets/{number}"))!), ("purpose", "Memeriksa laporan"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<long> MailAsync(int number, string subject, string from = Email, string text = "")
    {
        var kind = from == Email ? "Auto-Submitted: auto-replied" : "List-Id: <kabar.contoh.id>";
        var mail = $"From: Zubaidah Quraisyin <{from}>\r\nTo: organisasi@setda.contoh\r\nSubject: {subject}\r\nMessage-ID: <r{number}@contoh.id>\r\n{kind}\r\n\r\nKami kembali hari Senin. {text} Hormat saya, {from}\r\n";
        await hub.ArriveAsync("email-organisasi", $"r{number}", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        await using var db = hub.Database.Open();
        var stored = await db.Envelopes.AsNoTracking().SingleAsync(e => e.ExternalId == $"r{number}", Token);
        stored.Status.ShouldBe(EnvelopeStatus.Ignored);
        return stored.Id;
    }

    private async Task<string> EraseAsync(params (string Name, string Value)[] fields)
    {
        using var answer = await verifier.SubmitAsync(Room, "erase", fields);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<bool> IsEmptyAsync(long id)
    {
        await using var db = hub.Database.Open();
        var item = await db.Envelopes.AsNoTracking().SingleAsync(e => e.Id == id, Token);
        var isEmpty = item.RawLength == 0;
        (item.Raw.Length == 0, item.RawKey is null).ShouldBe((isEmpty, isEmpty));
        return isEmpty;
    }

    /// <summary>In no byte of store, its log, the hub's log, or a copy made now.</summary>
    private async Task NothingIsLeftAsync()
    {
        await TestStore.SpillAsync(folder, folder.File("after.db"));

        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.Contains("/starts/", StringComparison.Ordinal)))
        {
            using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            read.CopyTo(bytes);
            Encoding.Latin1.GetString(bytes.ToArray()).Contains("quraisyin", StringComparison.OrdinalIgnoreCase).ShouldBeFalse(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        verifier.Dispose();
        await hub.DisposeAsync();
        folder.Dispose();
    }
}
