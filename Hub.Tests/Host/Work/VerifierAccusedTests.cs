using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Work;

/// <summary>The protected road where the verifier's own bureau is accused, where a gratification is handed on, and where nobody can read the item.</summary>
public sealed class VerifierAccusedTests : IAsyncLifetime
{
    private const string Accusation = "Pegawai Biro Organisasi meminta uang pelicin untuk mengurus tanda pengenal.";
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);
    private static readonly CurrentUser Leader = new("sekda", new HashSet<string> { Roles.Leadership }, null);

    private MailOffice office = null!;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset), Scenes.Sihab());

    [Fact]
    public async Task It_goes_to_the_inspectorate_by_itself_and_the_verifier_neither_sees_nor_hears_it()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");

        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);

        (ticket.Bureau, ticket.AccusesVerifier, ticket.Status).ShouldBe(("inspektorat", true, TicketStatus.New));
        (await office.RecipientsAsync(ticket)).ShouldBe(["penghubung@inspektorat.contoh"]);
        (Verifier.MaySee(ticket), Verifier.MayOpenIdentity(ticket), Leader.MaySee(ticket)).ShouldBe((false, false, true));
        await using var db = office.Hub.Database.Open();
        db.Tickets.For(Verifier).ShouldBeEmpty();
        db.Tickets.For(Leader).ShouldHaveSingleItem();
        (await Should.ThrowAsync<TicketRefusal>(() => office.Hub.ChangeAsync(ticket.Number, new TicketChange.LiftProtection("hub salah membacanya")))).Message.ShouldNotBeEmpty();
    }

    /// <summary>The attack: to learn who accuses one's own bureau by asking for, erasing or holding what a suspected address sent.</summary>
    [Fact]
    public async Task No_request_of_a_data_subject_and_no_hold_leads_the_verifier_to_it()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        var (subjects, retention) = (office.Hub.Get<SubjectRequests>(), office.Hub.Get<Retention>());
        await retention.HoldAsync(ticket.Number, "perkara", Leader, Token);

        (await subjects.ExportAsync("warga@contoh.id", "permintaan pelapor", Verifier, Token)).Items.ShouldBeEmpty();
        var erasure = await subjects.EraseAsync("warga@contoh.id", "permintaan pelapor", Verifier, Token);
        (erasure.Erased.Count, erasure.Kept.Count).ShouldBe((0, 0));
        (await retention.HoldAsync(ticket.Number, "perkara", Verifier, Token)).ShouldBeFalse();
        (await retention.HoldsAsync(Verifier, Token)).ShouldBeEmpty();
        await retention.ReleaseAsync(ticket.Number, Verifier, Token);
        (await retention.HoldsAsync(Leader, Token)).ShouldHaveSingleItem();
        await using var db = office.Hub.Database.Open();
        (await db.Reporters.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_inspectorate_has_no_address_the_leadership_hears_of_it_beside_the_verifier()
    {
        await office.AddContactAsync(null, ContactRole.Leadership, "sekda@setda.contoh");

        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);

        (ticket.Bureau, ticket.Status).ShouldBe((null, TicketStatus.Triage));
        (await office.RecipientsAsync(ticket)).ShouldBe(["sekda@setda.contoh", "staf.organisasi@setda.contoh"]);
    }

    [Fact]
    public async Task With_the_inspectorates_address_it_is_handed_over_whichever_way_the_address_comes()
    {
        await office.Hub.Get<WaitingRun>().RunAsync(Token);
        var byBrowser = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        byBrowser.Status.ShouldBe(TicketStatus.Triage);
        var register = office.Hub.Get<OfficeRegister>();
        var entry = (await register.EntriesAsync(Token)).Single(e => e.Code == "inspektorat");

        await register.SaveAsync(entry with { Email = "penghubung@inspektorat.contoh" }, Keeper, Token);
        await office.Hub.Get<WaitingRun>().RunAsync(Token);

        (await office.TicketAsync(byBrowser.Number)).Bureau.ShouldBe("inspektorat");
        (await office.RecipientsAsync(byBrowser)).ShouldContain("penghubung@inspektorat.contoh");

        await RemoveAsync("penghubung@inspektorat.contoh");
        var byFile = await office.WriteAsync("warga.lain@contoh.id", "Laporan lain", "Kepala Biro Organisasi menerima hadiah dari vendor.");
        byFile.Bureau.ShouldBeNull();
        using var file = new MemoryStream("Kode;Nama;Surel\ninspektorat;Inspektorat;baru@inspektorat.contoh\n"u8.ToArray());
        await register.ImportAsync("perangkat.csv", file, Keeper, Token);
        await office.Hub.Get<WaitingRun>().RunAsync(Token);

        (await office.TicketAsync(byFile.Number)).Bureau.ShouldBe("inspektorat");
        (await office.RecipientsAsync(byFile)).ShouldContain("baru@inspektorat.contoh");
    }

    [Fact]
    public async Task Whoever_comes_where_nobody_was_reached_hears_once_of_what_waits_there()
    {
        await office.AddContactAsync(null, ContactRole.Leadership, "sekda@setda.contoh");
        await RemoveAsync("sekda@setda.contoh");
        await RemoveAsync("staf.kesra@setda.contoh");
        await office.Hub.Get<WaitingRun>().RunAsync(Token);
        var accusing = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        var ordinary = await office.WriteAsync("warga@contoh.id", "Permohonan hibah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.");
        ordinary.Bureau.ShouldBe("kesra");
        (await office.RecipientsAsync(ordinary)).ShouldNotContain("staf.kesra@setda.contoh");

        await office.AddContactAsync(null, ContactRole.Leadership, "sekda@setda.contoh");
        await office.AddContactAsync("kesra", ContactRole.Staff, "staf.kesra@setda.contoh");
        await office.Hub.Get<WaitingRun>().RunAsync(Token);
        await office.Hub.Get<WaitingRun>().RunAsync(Token);

        (await office.RecipientsAsync(accusing)).ShouldContain("sekda@setda.contoh");
        (await office.RecipientsAsync(ordinary)).ShouldContain("staf.kesra@setda.contoh");
        await using var db = office.Hub.Database.Open();
        (await db.Outbox.CountAsync(m => m.Recipient == "staf.kesra@setda.contoh", Token)).ShouldBe(1);
        (await db.Outbox.CountAsync(m => m.Recipient == "sekda@setda.contoh", Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Words_of_the_inspectorate_that_show_who_wrote_are_never_laid_before_the_accused()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);

        await office.AnswerAsync("penghubung@inspektorat.contoh", ticket, NoticePurpose.Assigned, "SELESAI Sdr. warga@contoh.id sudah kami temui.");

        var echo = await office.MailAsync(ticket, NoticePurpose.Echo);
        echo.ShouldContain("menunjukkan siapa yang menulis");
        echo.ShouldNotContain("kepada verifikator");
        var handing = new TicketChange.Resolve("Sdr. warga@contoh.id sudah kami temui.") { Wording = Wording.ToVerifier };
        var liaison = new Actor.Correspondent(new Contact { Bureau = "inspektorat", Role = ContactRole.Staff, Address = "penghubung@inspektorat.contoh" }, "organisasi");
        (await Should.ThrowAsync<TicketRefusal>(() => office.Hub.Get<TicketRoad>().ChangeAsync(ticket.Number, handing, liaison, null, Token))).Message.ShouldContain("verifikator sendiri");

        await office.Hub.Get<TicketRoad>().ChangeAsync(ticket.Number, handing with { Wording = Wording.Blotted }, liaison, null, Token);

        var answered = await office.TicketAsync(ticket.Number);
        answered.Events.ShouldNotContain(e => e.Kind == TicketEventKind.Drafted);
        answered.Status.ShouldBe(TicketStatus.Resolved);
        (await office.RecipientsAsync(ticket)).ShouldBe(["penghubung@inspektorat.contoh"]);
    }

    [Theory]
    [InlineData(Accusation, true, false)]
    [InlineData(Accusation, false, false)]
    [InlineData("Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.", true, true)]
    [InlineData("Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.", false, false)]
    public async Task No_draft_is_laid_where_nobody_who_may_read_it_is_told(string text, bool verifierReached, bool laid)
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Surat", text);
        if (!verifierReached)
        {
            await RemoveAsync("staf.organisasi@setda.contoh");
        }

        var holder = new Actor.Correspondent(new Contact { Bureau = ticket.Bureau, Role = ContactRole.Staff, Address = "pemegang@setda.contoh" }, "organisasi");
        Task draft = office.Hub.Get<TicketRoad>().ChangeAsync(ticket.Number, new TicketChange.Resolve("NIK 6503014507850002 sudah kami periksa.") { Wording = Wording.ToVerifier }, holder, null, Token);

        await (laid ? draft : Should.ThrowAsync<TicketRefusal>(() => draft));
        var stored = await office.TicketAsync(ticket.Number);
        stored.Events.Any(e => e.Kind == TicketEventKind.Drafted).ShouldBe(laid);
        await using var db = office.Hub.Database.Open();
        var told = await db.Outbox.Where(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Changed).Select(m => m.Recipient).ToListAsync(Token);
        told.ShouldBe(laid ? ["staf.organisasi@setda.contoh"] : []);
        (!laid || Verifier.MayWorkOn(stored)).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_mail_to_the_inspectorate_bounces_the_leadership_hears_and_not_the_accused()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        await office.AddContactAsync(null, ContactRole.Leadership, "sekda@setda.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        await using (var db = office.Hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Bureau == "inspektorat").ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, office.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        }

        await office.AnswerAsync("warga@contoh.id", ticket, NoticePurpose.Receipt, "Ini buktinya, mohon diperiksa.");

        (await office.RecipientsAsync(ticket)).ShouldBe(["penghubung@inspektorat.contoh", "sekda@setda.contoh"]);
    }

    [Fact]
    public async Task An_accusation_of_another_bureau_stays_with_the_verifier()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");

        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", "Bendahara biro umum menggelapkan honor pegawai.");

        (ticket.Bureau, ticket.AccusesVerifier, ticket.Protection).ShouldBe((null, false, ProtectionGround.Accusation));
        (await office.RecipientsAsync(ticket)).ShouldBe(["staf.organisasi@setda.contoh"]);
    }

    [Theory]
    [InlineData("Kepala Biro Organisasi menerima hadiah dari vendor.", true)]
    [InlineData("Verifikator LAPOR meminta uang kopi supaya laporan cepat.", true)]
    [InlineData("Saya sudah melapor ke Biro Organisasi; bendahara dinas kami yang jauh di Nunukan sana, menurut cerita banyak orang yang kami temui di pasar dan di pelabuhan pada hari Minggu yang lalu itu, menggelapkan honor.", false)]
    [InlineData("Biro Organisasi mengadakan sosialisasi pencegahan korupsi.", false)]
    public void It_is_read_from_whom_the_deed_is_laid_to(string text, bool accuses) => ProtectionReader.AccusesVerifier(text).ShouldBe(accuses);

    [Fact]
    public async Task A_gratification_that_is_handed_on_runs_ten_working_days_at_the_unit_and_thirty_to_the_commission()
    {
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", "Kepala bagian di biro umum menerima amplop dari rekanan.");
        ticket.Protection.ShouldBe(ProtectionGround.Gratification);
        ticket.Clocks.ShouldNotContain(c => c.Rule == GratificationRules.Upg, "nobody has handed it on yet");
        office.Clock.Advance(TimeSpan.FromDays(2));

        await office.AnswerAsync("staf.organisasi@setda.contoh", ticket, NoticePurpose.Triage, "TERUSKAN 3");

        var handed = await office.TicketAsync(ticket.Number);
        handed.Bureau.ShouldBe("inspektorat");
        Due(handed, GratificationRules.Upg).ShouldBe(new DateOnly(2026, 11, 19));
        Due(handed, GratificationRules.Kpk).ShouldBe(new DateOnly(2026, 12, 15));

        await office.AnswerAsync("penghubung@inspektorat.contoh", handed, NoticePurpose.Assigned, "MENUNGGU KPK surat 7/UPG");

        (await office.TicketAsync(ticket.Number)).Clocks.Where(c => c.Rule.StartsWith("gratification/", StringComparison.Ordinal)).ShouldAllBe(c => c.EndedAt != null);
    }

    [Fact]
    public async Task An_item_that_nobody_can_read_is_protected_until_it_is_read()
    {
        await office.Hub.ArriveAsync("sihab", "tanpa-nomor:1", "application/json", "{\"judul\": \"Hibah tanpa nomor\", \"status\": \"Diajukan\"}"u8.ToArray(), office.Clock.GetUtcNow());

        var stub = await office.TicketAsync();

        (stub.IsStub, stub.Anonymous, stub.Secret).ShouldBe((true, true, true));
    }

    private static readonly CurrentUser Keeper = new("budi", new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task RemoveAsync(string address)
    {
        await using var db = office.Hub.Database.Open();
        await db.Contacts.Where(c => c.Address == address).ExecuteDeleteAsync(Token);
    }

    private static DateOnly Due(Ticket ticket, string rule) => ticket.Clocks.Single(c => c.Rule == rule).DueOn;

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
