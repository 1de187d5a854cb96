using System.Text;
using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Mailing.Links;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Who may do what by mail: tokens are bound to person and role, commands need a sender that is known to be true, numbers alone open nothing.</summary>
public sealed class MailAuthorityTests : IAsyncLifetime
{
    private const string Staff = "staf.kesra@setda.contoh";
    private const string Reporter = "panitia@contoh.id";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com");
        foreach (var (key, value) in HubFixture.Mailbox("email-kedua", "kedua@setda.contoh"))
        {
            settings[key] = value;
        }

        HubFixture.SendMail(settings);
        hub = await HubFixture.StartAsync(settings);
        await ArriveAsync(Reporter, "Permohonan bantuan hibah rumah ibadah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.");
    }

    [Fact]
    public async Task A_citizen_with_the_receipt_cannot_write_as_staff()
    {
        var receipt = await NoticeAsync(NoticePurpose.Receipt);
        var token = hub.Get<NoticeToken>();
        var address = token.ReplyAddress("hub@setda.contoh", (await TicketAsync()).Number, new TokenHolder(Reporter, IsStaff: false));

        await ArriveAsync(Staff, "Re: tanda terima", "SELESAI sudah beres", $"In-Reply-To: <{receipt.MessageId}>\r\nCc: {address}\r\n", vouched: true);

        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
        (await TicketAsync()).Events.ShouldNotContain(e => e.Actor == Staff);
    }

    /// <summary>By what the sent mail says itself: an address of its own, or the tag in its subject; nothing is made here that the hub does not send.</summary>
    [Theory]
    [InlineData(true, NoticePurpose.Receipt)]
    [InlineData(false, NoticePurpose.Receipt)]
    [InlineData(true, NoticePurpose.Assigned)]
    [InlineData(false, NoticePurpose.Assigned)]
    public async Task An_answer_to_the_mail_that_was_sent_finds_its_ticket_by_the_token_alone(bool byAddress, NoticePurpose purpose)
    {
        hub.Get<HubOptions>().Mail!.PlusAddress = byAddress;
        var row = await NoticeAsync(purpose);
        OutgoingMail sent;
        await using (var db = hub.Database.Open())
        {
            sent = (await hub.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!;
        }

        await ArriveAsync(sent.To[0].Address, "Re: " + sent.Subject, "Kuitansi kami kirim besok pagi.", $"Cc: {sent.ReplyTo!.Address}\r\n", vouched: true);

        (await TicketAsync()).Events.Select(e => e.Text).ShouldContain("Kuitansi kami kirim besok pagi.");
        await using var after = hub.Database.Open();
        (await after.Tickets.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_whose_sender_nobody_vouches_for_waits_for_one_click_of_the_real_person()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI sudah kami teruskan ke TAPD", vouched: false);
        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
        var echo = await NoticeAsync(NoticePurpose.Echo);
        echo.Recipient.ShouldBe(Staff);
        await using (var db = hub.Database.Open())
        {
            (await SaidAsync(db, echo)).ShouldContain("belum dijalankan");
        }

        using var visitor = new Visitor(hub);
        var link = await WaitingLinkAsync(LinkAct.Confirm, echo);
        (await visitor.ReadAsync(link)).ShouldContain("sudah kami teruskan ke TAPD");
        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
        await visitor.SubmitAsync(link, "act");

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(TicketStatus.Resolved);
        ticket.Events[^1].Actor.ShouldBe(Staff);
        System.Net.WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldContain("sudah dipakai");
    }

    /// <summary>A clerk answers to all: the hub's account and the bureau's inbox are both read.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task One_mail_that_comes_by_two_mailboxes_is_heard_once(bool isStaff, bool vouched)
    {
        var (from, purpose) = isStaff ? (Staff, NoticePurpose.Assigned) : (Reporter, NoticePurpose.Receipt);
        var notice = await NoticeAsync(purpose);
        foreach (var (source, text) in new[] { ("email-kesra", "MINTA DATA Mohon kirim proposalnya."), ("email-kedua", "MINTA DATA Mohon kirim proposalnya."), ("email-kedua", "CATATAN dengan nama surel yang sama") })
        {
            var mail = $"{(vouched ? HubFixture.Vouched(from) : "")}From: {from}\r\nTo: {source}@setda.contoh\r\nSubject: Re: tiket\r\nMessage-ID: <sama@contoh.id>\r\nIn-Reply-To: <{notice.MessageId}>\r\n\r\n{text}\r\n";
            await hub.ArriveAsync(source, $"{source}{text.Length}", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        }

        var ticket = await TicketAsync();
        ticket.Events.Count(e => e.Text?.Contains("proposalnya", StringComparison.Ordinal) == true).ShouldBe(isStaff && !vouched ? 0 : 1);
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
        (await db.Envelopes.CountAsync(e => e.TicketId == ticket.Id, Token)).ShouldBe(4);

        // Other words under the same name are no repeat: nothing is lost.
        (await db.Set<WaitingCommand>().CountAsync(Token)).ShouldBe(isStaff && !vouched ? 2 : 0);
        ticket.Events.Count(e => e.Text?.Contains("nama surel yang sama", StringComparison.Ordinal) == true).ShouldBe(isStaff && !vouched ? 0 : 1);
    }

    /// <summary>A mail to staff that was forwarded, answered with the officer's address as sender: it stood as his note at once, and said that he is reached again.</summary>
    [Theory]
    [InlineData("Pelapor sudah kami telepon, berkas lengkap.", false)]
    [InlineData("Pelapor sudah kami telepon, berkas lengkap.", true)]
    [InlineData("TERUSKAN", false)]
    [InlineData("TERIMA\r\nSELESAI sudah beres", false)]
    public async Task What_is_no_command_stands_in_an_officers_name_only_when_somebody_vouches_for_him(string words, bool vouched)
    {
        var before = (await TicketAsync()).EventCount;
        await using var db = hub.Database.Open();
        await db.Contacts.Where(c => c.Address == Staff).ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, Received), Token);

        await AnswerAsync(Staff, NoticePurpose.Assigned, words, vouched);

        (await TicketAsync()).EventCount.ShouldBe(vouched ? before + 1 : before);
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Staff, Token)).BouncingSince.HasValue.ShouldBe(!vouched);
        (await NoticeAsync(NoticePurpose.Echo)).Recipient.ShouldBe(Staff);
    }

    [Fact]
    public async Task A_note_whose_sender_nobody_vouches_for_waits_for_one_click_like_a_command()
    {
        await using var db = hub.Database.Open();
        await db.Contacts.Where(c => c.Address == Staff).ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, Received), Token);
        await AnswerAsync(Staff, NoticePurpose.Assigned, "Pelapor sudah kami telepon.", vouched: false);
        var echo = await NoticeAsync(NoticePurpose.Echo);
        (await SaidAsync(db, echo)).ShouldContain("belum dicatat");

        using var visitor = new Visitor(hub);
        await visitor.SubmitAsync(await WaitingLinkAsync(LinkAct.Confirm, echo), "act");

        var note = (await TicketAsync()).Events[^1];
        (note.Kind, note.Actor, note.Text).ShouldBe((TicketEventKind.Note, Staff, "Pelapor sudah kami telepon."));
        (await db.Set<WaitingCommand>().AnyAsync(Token)).ShouldBeFalse();

        // Whoever opens a link of a mail got that mail.
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Staff, Token)).BouncingSince.ShouldBeNull();
    }

    /// <summary>The words stayed for four weeks under a key that no erasing destroys, in every copy of the store.</summary>
    [Fact]
    public async Task A_command_that_waits_goes_with_the_identity_and_a_copy_from_before_stays_shut()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Yth. Ibu Penanda Rahasiawati, NIK 6503014507850002.", vouched: false);
        var link = await WaitingLinkAsync(LinkAct.Confirm, await NoticeAsync(NoticePurpose.Echo));
        using var visitor = new Visitor(hub);
        (await visitor.ReadAsync(link)).ShouldContain("Rahasiawati");
        await using var db = hub.Database.Open();
        var before = await db.Set<WaitingCommand>().AsNoTracking().SingleAsync(Token);

        (await hub.Get<Erasure>().EraseAsync(db, before.TicketId, Token)).ShouldBeTrue();

        (await db.Set<WaitingCommand>().AnyAsync(Token)).ShouldBeFalse();
        db.Set<WaitingCommand>().Add(before);
        await db.SaveChangesAsync(Token);
        (await visitor.ReadAsync(link)).ShouldNotContain("Rahasiawati");
    }

    /// <summary>Both ways out of one mail stood open after one was taken.</summary>
    [Fact]
    public async Task Words_that_were_sent_blotted_are_handed_to_nobody_a_second_time()
    {
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Protect(Anonymous: true, Secret: false));
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Yth. panitia@contoh.id, selesai.", vouched: true);
        var echo = await NoticeAsync(NoticePurpose.Echo);
        using var visitor = new Visitor(hub);
        var (sending, handing) = (await WaitingLinkAsync(LinkAct.SendBlotted, echo), await WaitingLinkAsync(LinkAct.HandToVerifier, echo));
        await visitor.SubmitAsync(sending, "act");

        (await visitor.ReadAsync(handing)).ShouldNotContain("selesai.");

        (await TicketAsync()).Events.ShouldNotContain(e => e.Kind == TicketEventKind.Drafted);
        await using var db = hub.Database.Open();
        (await db.Set<WaitingCommand>().AnyAsync(Token)).ShouldBeFalse();
    }

    /// <summary>Two tickets were one until the leader was protected; its answer waited for the follower's reporter.</summary>
    [Fact]
    public async Task An_answer_that_waits_for_who_follows_does_not_name_a_leader_protected_since()
    {
        await ArriveAsync("pelapor2@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di desa lain.");
        var (leader, follower) = await TwoAsync();
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama"));
        await hub.ChangeAsync(leader.Number, new TicketChange.Answer($"Usul dari {Reporter} kami periksa bersama."));

        await hub.ChangeAsync(leader.Number, new TicketChange.Protect(Anonymous: true, Secret: false));

        await using var db = hub.Database.Open();
        var row = await db.Outbox.AsNoTracking().SingleAsync(m => m.TicketId == follower.Id && m.Purpose == NoticePurpose.Answer, Token);
        var mail = (await hub.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!;
        mail.Text.ShouldContain("kami periksa bersama");
        (mail.Text + mail.Html).ShouldNotContain(Reporter);
    }

    [Theory]
    [InlineData("Authentication-Results: mx.contoh; dmarc=fail header.from=setda.contoh\r\nAuthentication-Results: mx.contoh; dmarc=pass header.from=setda.contoh\r\n")]
    [InlineData("Authentication-Results: mx.penyerang; dmarc=pass header.from=setda.contoh\r\n")]
    [InlineData("Authentication-Results: mx.contoh; dmarc=pass header.from=penyerang.id\r\n")]
    public async Task A_forged_word_of_the_mail_server_carries_nothing_out(string field)
    {
        var notice = await NoticeAsync(NoticePurpose.Assigned);

        await hub.ArriveAsync("email-kesra", "palsu", "message/rfc822", Encoding.UTF8.GetBytes($"{field}From: {Staff}\r\nTo: hub@setda.contoh\r\nSubject: Re\r\nMessage-ID: <palsu@x>\r\nIn-Reply-To: <{notice.MessageId}>\r\n\r\nTERIMA\r\n"), Received);

        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task A_link_dies_with_the_entry_of_its_person()
    {
        await using var db = hub.Database.Open();
        var contact = await db.Contacts.SingleAsync(c => c.Address == Staff, Token);
        var notice = await NoticeAsync(NoticePurpose.Assigned);
        var link = hub.Get<ActionLinks>().Create(LinkAct.Accept, (await TicketAsync()).Number, contact, notice.Id, notice.CreatedAt).PathAndQuery;
        contact.Address = "penerus@setda.contoh";
        await db.SaveChangesAsync(Token);

        using var visitor = new Visitor(hub);
        System.Net.WebUtility.HtmlDecode(await visitor.ReadAsync(link)).ShouldNotContain("Terima tiket</button>");
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-generated\r\n")]
    [InlineData("Precedence: bulk\r\n")]
    public async Task A_robots_mail_that_only_names_a_ticket_changes_nothing_there_and_its_complaint_is_seen(string robot)
    {
        var ticket = await TicketAsync();

        await ArriveAsync("warga.lain@contoh.id", $"[{ticket.Number}] laporan saya", "Berkas hibah saya sudah tiga bulan tidak diproses tanpa kabar.", robot);

        (await TicketAsync()).EventCount.ShouldBe(ticket.EventCount);
        await using var db = hub.Database.Open();
        var other = await db.Tickets.AsNoTracking().SingleAsync(t => t.Number != ticket.Number, Token);
        (other.Body, other.Status).ShouldBe(("Berkas hibah saya sudah tiga bulan tidak diproses tanpa kabar.", TicketStatus.Triage));
    }

    [Fact]
    public async Task An_absent_officers_robot_that_names_a_ticket_feeds_no_loop()
    {
        var ticket = await TicketAsync();

        await ArriveAsync(Staff, $"Automatic reply: [{ticket.Number}]", "Saya sedang cuti.", "Auto-Submitted: auto-replied\r\n");

        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Words_that_show_who_wrote_wait_with_a_choice_of_one_click()
    {
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Protect(Anonymous: true, Secret: false));
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Yth. panitia@contoh.id, WA 0812 3456 7890, selesai.", vouched: true);
        var echo = await NoticeAsync(NoticePurpose.Echo);
        JsonSerializer.Deserialize<NoticePayload>(echo.Payload, JsonSerializerOptions.Web)!.Shows.ShouldBeTrue();
        (await TicketAsync()).Status.ShouldBe(TicketStatus.New);

        using var visitor = new Visitor(hub);
        await visitor.SubmitAsync(await WaitingLinkAsync(LinkAct.SendBlotted, echo), "act");

        (await TicketAsync()).Events[^1].Text.ShouldBe("Yth. ▇▇▇▇, WA ▇▇▇▇, selesai.");
    }

    [Fact]
    public async Task Staff_merge_nothing_into_a_ticket_of_another_bureau()
    {
        await ArriveAsync("pelapor2@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di desa lain.");
        var (target, outsider) = await TwoAsync();
        await hub.ChangeAsync(target.Number, new TicketChange.Assign("hukum", null, "naskah"));
        var staff = new Actor.Person(new CurrentUser("andi", new HashSet<string>(StringComparer.Ordinal) { Roles.Staff }, "kesra"));

        (await Should.ThrowAsync<TicketRefusal>(() => hub.Get<TicketRoad>().ChangeAsync(outsider.Number, new TicketChange.Merge(target.Number, "sama"), staff, null, Token))).Message.ShouldContain(target.Number);
        (await TwoAsync()).Second.MergedInto.ShouldBeNull();
    }

    [Fact]
    public async Task Who_follows_a_protected_ticket_hears_that_it_was_answered_and_not_what()
    {
        await ArriveAsync("pelapor2@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di desa lain.");
        var (leader, follower) = await TwoAsync();
        await hub.ChangeAsync(leader.Number, new TicketChange.Protect(Anonymous: false, Secret: true));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama"));

        await hub.ChangeAsync(leader.Number, new TicketChange.Resolve("Kepala seksi sudah diperiksa inspektorat."));

        var told = (await TwoAsync()).Second;
        told.Events[^1].Kind.ShouldBe(TicketEventKind.Resolved);
        told.Events[^1].Text!.ShouldNotContain("inspektorat");
        await using var db = hub.Database.Open();
        var second = hub.Get<TicketSeal>().MarkOf("pelapor2@contoh.id");
        foreach (var row in await db.Outbox.Where(m => m.Recipient == second).ToListAsync(Token))
        {
            (await SaidAsync(db, row)).ShouldNotContain("inspektorat");
        }

        (await SaidAsync(db, await db.Outbox.SingleAsync(m => m.TicketId == leader.Id && m.Purpose == NoticePurpose.Answer, Token))).ShouldContain("inspektorat");
    }

    [Fact]
    public async Task Who_follows_a_protected_ticket_gets_no_file_of_its_answer()
    {
        await ArriveAsync("pelapor2@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di desa lain.");
        var (leader, follower) = await TwoAsync();
        await hub.ChangeAsync(leader.Number, new TicketChange.Protect(Anonymous: false, Secret: true));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama"));

        await hub.ChangeAsync(leader.Number, new TicketChange.Resolve("Terlampir.") { Files = [new Attachment { Name = "hasil.txt", MediaType = "text/plain", Content = "hasil pemeriksaan"u8.ToArray() }] });

        await using var db = hub.Database.Open();
        (await db.Attachments.AsNoTracking().Where(a => a.TicketId == leader.Id || a.TicketId == follower.Id).Select(a => a.TicketId).ToListAsync(Token)).ShouldBe([leader.Id]);
    }

    [Fact]
    public async Task Who_follows_a_protected_ticket_is_not_told_where_it_was_sent_in_the_words_written_for_it()
    {
        await ArriveAsync("pelapor2@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah di desa lain.");
        var (leader, follower) = await TwoAsync();
        await hub.ChangeAsync(leader.Number, new TicketChange.Protect(Anonymous: false, Secret: true));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama"));

        await hub.ChangeAsync(leader.Number, new TicketChange.NotOurs("Inspektorat, laporan soal Pak Rahasiawan", "bukan urusan biro"));

        var (_, told) = await TwoAsync();
        var sentOn = told.Events.Single(e => e.Kind == TicketEventKind.NotOurs);
        sentOn.Of<Happening.NotOurs>()!.Target!.ShouldNotContain("Rahasiawan");
        sentOn.Text!.ShouldContain("diteruskan karena bukan wewenang");
    }

    /// <summary>The target went back to the ordinary way, and the joined words lay open there.</summary>
    [Fact]
    public async Task What_a_protected_reply_brought_along_stays_protected_when_its_target_is_let_off_the_road()
    {
        var reporter = (await TicketAsync()).Number;
        await ArriveAsync("pelapor3@contoh.id", "Permohonan bantuan hibah", "Mohon identitas saya dirahasiakan. Kepala seksi meminta uang kepada saya.");
        var (_, target) = await TwoAsync();
        target.Protection.ShouldNotBeNull();
        await ArriveAsync("pelapor3@contoh.id", $"Re: [{target.Number}] hibah", "Mohon identitas saya dirahasiakan. Kepala seksi meminta uang lagi.");
        await using var db = hub.Database.Open();
        var reply = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        reply.Number.ShouldNotBeOneOf(reporter, target.Number);

        await hub.ChangeAsync(reply.Number, new TicketChange.Join(target.Number));
        await hub.ChangeAsync(target.Number, new TicketChange.LiftProtection("sudah diperiksa verifikator"));

        var after = await db.Tickets.AsNoTracking().SingleAsync(t => t.Number == target.Number, Token);
        (after.Protection, after.Anonymous, after.Secret).ShouldBe((null, true, true));
    }

    /// <summary>It joined by its token, without anybody's click.</summary>
    [Theory]
    [InlineData("Mohon identitas saya dirahasiakan. Kepala seksi meminta uang lagi.", "", true)]
    [InlineData("Ini tambahannya.", "Sensitivity: Company-Confidential\r\n", true)]
    [InlineData("Ini tambahannya.", "", false)]
    public async Task What_a_protected_reply_said_by_itself_stays_protected_when_its_ticket_is_let_off_the_road(string text, string headers, bool isProtected)
    {
        await ArriveAsync("pelapor3@contoh.id", "Permohonan bantuan hibah", "Mohon identitas saya dirahasiakan. Kepala seksi meminta uang kepada saya.");
        var (_, target) = await TwoAsync();
        target.Protection.ShouldNotBeNull();
        await using var db = hub.Database.Open();
        var receipt = await db.Outbox.AsNoTracking().SingleAsync(m => m.TicketId == target.Id && m.Purpose == NoticePurpose.Receipt, Token);
        await ArriveAsync("pelapor3@contoh.id", $"Re: [{target.Number}] hibah", text, $"In-Reply-To: <{receipt.MessageId}>\r\n{headers}");
        (await TwoAsync()).Second.Events.ShouldContain(e => e.Kind == TicketEventKind.ReporterWrote);

        await hub.ChangeAsync(target.Number, new TicketChange.LiftProtection("sudah diperiksa verifikator"));

        var (_, after) = await TwoAsync();
        (after.Protection, after.Anonymous, after.Secret).ShouldBe((null, isProtected, isProtected));
    }

    /// <summary>A mark beside the words weighs as much as the words.</summary>
    [Fact]
    public async Task A_reply_that_is_marked_confidential_takes_its_open_ticket_to_the_protected_road()
    {
        var ticket = await TicketAsync();
        ticket.Protection.ShouldBeNull();

        await ArriveAsync(Reporter, "Re: tiket", "Ini tambahannya.", $"In-Reply-To: <{(await NoticeAsync(NoticePurpose.Receipt)).MessageId}>\r\nSensitivity: Private\r\n");

        (await TicketAsync()).Protection.ShouldBe(ProtectionGround.Plea);
    }

    /// <summary>One click put a protected report into an open ticket.</summary>
    [Fact]
    public async Task A_protected_reply_joins_no_open_ticket_and_none_of_another_reporter()
    {
        await ArriveAsync("orang.lain@contoh.id", $"Re: [{(await TicketAsync()).Number}] hibah", "Mohon identitas saya dirahasiakan. Kepala seksi meminta uang kepada saya.");
        var (target, reply) = await TwoAsync();
        (reply.Anonymous || reply.Secret).ShouldBeTrue();
        reply.IsDoubtfulReply.ShouldBeTrue();

        (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(reply.Number, new TicketChange.Join(target.Number)))).Message.ShouldContain("dilindungi");
        await hub.ChangeAsync(target.Number, new TicketChange.Protect(Anonymous: true, Secret: true));
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(reply.Number, new TicketChange.Join(target.Number)));

        (await TwoAsync()).First.Events.ShouldNotContain(e => e.Kind == TicketEventKind.ReporterWrote);
    }

    /// <summary>A file can say of itself what only our mail server may say.</summary>
    [Fact]
    public async Task A_mail_that_was_laid_down_as_a_file_is_vouched_for_by_nobody()
    {
        var ticket = await TicketAsync();
        var notice = await NoticeAsync(NoticePurpose.Assigned);
        var mail = $"{HubFixture.Vouched(Staff)}From: {Staff}\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Re: tiket\r\nMessage-ID: <berkas@contoh.id>\r\nIn-Reply-To: <{notice.MessageId}>\r\n\r\nCATATAN sudah dilihat\r\n";
        await using (var file = new MemoryStream(Encoding.UTF8.GetBytes(mail)))
        {
            await hub.Get<FileIntake>().TakeAsync("email-kesra", "a.eml", file, quiet: false, Token);
        }

        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        (await TicketAsync()).EventCount.ShouldBe(ticket.EventCount);
    }

    /// <summary>The answer came back as a receipt that promised the officer a date; joined by triage, the command stood in the history as the reporter's words, and the officer's address as the reporter's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_officer_who_answers_what_was_passed_on_hears_who_has_it_and_the_words_reach_them(bool isProtected)
    {
        var (notice, number) = (await NoticeAsync(NoticePurpose.Assigned), (await TicketAsync()).Number);
        if (isProtected)
        {
            await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));
        }

        await hub.ChangeAsync(number, new TicketChange.Assign("hukum", null, "Produk hukum, bukan bantuan"));
        await ArriveAsync(Staff, "Re: tiket", "SELESAI Berkasnya sudah kami serahkan", $"In-Reply-To: <{notice.MessageId}>\r\n", vouched: true);

        var (ticket, reply) = await TwoAsync();
        (reply.IsDoubtfulReply, reply.RepliedByOffice, ticket.Status).ShouldBe((true, "kesra", TicketStatus.New));
        var told = await ReceiptOfAsync(reply);
        told.ShouldContain("belum berlaku");
        told.ShouldContain(reply.Number);
        told.ShouldNotContain("paling lambat");
        told.Contains("Biro Hukum", StringComparison.Ordinal).ShouldBe(!isProtected);

        await hub.ChangeAsync(reply.Number, new TicketChange.Join(number));

        ticket = (await TwoAsync()).First;
        ticket.Events.ShouldNotContain(e => e.Kind == TicketEventKind.ReporterWrote);
        await using var db = hub.Database.Open();
        (await db.Outbox.AnyAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Changed && m.Recipient == "staf.hukum@setda.contoh", Token)).ShouldBeTrue();
        (await hub.Get<ReporterVault>().IsSenderAsync(db, ticket.Id, Staff, Token)).ShouldBeFalse();
        (await hub.Get<ReporterVault>().IsSenderAsync(db, ticket.Id, Reporter, Token)).ShouldBeTrue();

        await hub.ChangeAsync(number, new TicketChange.Resolve("Keputusan sudah terbit."));
        (await db.Outbox.AnyAsync(m => m.TicketId == reply.Id && m.Purpose == NoticePurpose.Answer, Token)).ShouldBeFalse();
    }

    /// <summary>Nobody would know the name any more: the record that has it goes with the ticket.</summary>
    [Fact]
    public async Task What_an_officer_wrote_of_a_person_goes_with_the_ticket_that_it_was_joined_to()
    {
        await ArriveAsync("Zubaidah Quraisyin <zubaidah@contoh.id>", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah kami.");
        var ticket = (await TwoAsync()).Second;
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == NoticePurpose.Assigned && m.TicketId == ticket.Id, Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("hukum", null, "Produk hukum, bukan bantuan"));
        await ArriveAsync(Staff, "Re: tiket", "SELESAI Sudah kami kunjungi Zubaidah Quraisyin di rumahnya", $"In-Reply-To: <{notice.MessageId}>\r\n", vouched: true);
        var reply = await db.Tickets.AsNoTracking().SingleAsync(t => t.Id > ticket.Id, Token);
        reply.Body.ShouldContain("Quraisyin");
        await hub.ChangeAsync(reply.Number, new TicketChange.Join(ticket.Number));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Withdraw(null));

        (await hub.Get<Retention>().EraseAsync(db, ticket.Id, ticket.Number, "siti", "reporter.erased", "permintaan pelapor", Token)).ShouldBeTrue();

        foreach (var left in await db.Tickets.AsNoTracking().Include(t => t.Events).ToListAsync(Token))
        {
            $"{left.Title}{left.Body}{left.OriginalBody}{string.Concat(left.Events.Select(e => e.Text + e.Data))}".ShouldNotContain("Quraisyin", customMessage: left.Number);
        }

        (await db.Envelopes.AsNoTracking().Where(e => e.TicketId == ticket.Id || e.TicketId == reply.Id).SumAsync(e => e.RawLength, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_to_what_follows_another_ticket_names_that_one_and_offers_only_what_it_still_takes()
    {
        await ArriveAsync("lain@contoh.id", "Permohonan bantuan hibah kedua", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah kami.");
        var (first, second) = await TwoAsync();
        await hub.ChangeAsync(first.Number, new TicketChange.Merge(second.Number, "Panitia yang sama"));
        OutboxMessage notice;
        await using (var db = hub.Database.Open())
        {
            notice = await db.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == NoticePurpose.Assigned && m.TicketId == first.Id, Token);
        }

        await ArriveAsync(Staff, "Re: tiket", "SELESAI sudah beres", $"In-Reply-To: <{notice.MessageId}>\r\n", vouched: true);

        var echo = await ComposedAsync(await NoticeAsync(NoticePurpose.Echo));
        echo.ShouldContain($"digabung dengan {second.Number}");
        echo.ShouldContain("CATATAN");
        echo.ShouldNotContain("KEMBALIKAN");
    }

    [Fact]
    public async Task An_answer_to_what_was_split_meanwhile_is_told_so()
    {
        await hub.ChangeAsync((await TicketAsync()).Number, new TicketChange.Split([new("Bagian satu tentang hibah", "kesra", null), new("Bagian dua tentang keputusan", "hukum", null)]));

        OutboxMessage notice;
        await using (var db = hub.Database.Open())
        {
            var first = (await TicketAsync()).Id;
            notice = await db.Outbox.AsNoTracking().FirstAsync(m => m.Purpose == NoticePurpose.Assigned && m.TicketId == first, Token);
        }

        await ArriveAsync(Staff, "Re: tiket", "TERIMA", $"In-Reply-To: <{notice.MessageId}>\r\n", vouched: true);

        (await ComposedAsync(await NoticeAsync(NoticePurpose.Echo))).ShouldContain("membaginya menjadi dua tiket");
    }

    private async Task<string> ReceiptOfAsync(Ticket ticket)
    {
        await using var db = hub.Database.Open();
        return await ComposedAsync(await db.Outbox.AsNoTracking().SingleAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Receipt, Token));
    }

    private async Task<string> ComposedAsync(OutboxMessage row)
    {
        await using var db = hub.Database.Open();
        return (await hub.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!.Text;
    }

    private async Task<string> SaidAsync(HubDbContext db, OutboxMessage row) =>
        hub.Get<TicketSeal>().Payload(row, await db.Tickets.Where(t => t.Id == row.TicketId).Select(t => t.Key).SingleAsync(Token))!;

    private async Task<(Ticket First, Ticket Second)> TwoAsync()
    {
        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).OrderBy(t => t.Id).ToListAsync(Token);
        return (tickets[0], tickets[1]);
    }

    private async Task<string> WaitingLinkAsync(LinkAct act, OutboxMessage echo)
    {
        await using var db = hub.Database.Open();
        var contact = await db.Contacts.SingleAsync(c => c.Address == Staff, Token);
        var waiting = JsonSerializer.Deserialize<NoticePayload>(echo.Payload, JsonSerializerOptions.Web)!.Waiting!.Value;
        return hub.Get<ActionLinks>().Create(act, (await TicketAsync()).Number, contact, waiting, echo.CreatedAt).PathAndQuery;
    }

    private async Task<OutboxMessage> NoticeAsync(NoticePurpose purpose)
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == purpose, Token);
    }

    private async Task AnswerAsync(string from, NoticePurpose purpose, string text, bool vouched) =>
        await ArriveAsync(from, "Re: tiket", text, $"In-Reply-To: <{(await NoticeAsync(purpose)).MessageId}>\r\n", vouched);

    private Task ArriveAsync(string from, string subject, string text, string headers = "", bool vouched = false)
    {
        var id = $"surat-{++arrived}@contoh.id";
        var mail = $"{(vouched ? HubFixture.Vouched(from) : "")}From: {from}\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n{headers}\r\n{text}\r\n";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).OrderBy(t => t.Id).FirstAsync(Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
