using System.Text;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>What answers to a notice do: by staff, by the reporter, by strangers and by robots.</summary>
public sealed class ConversationTests : IAsyncLifetime
{
    private const string Staff = "staf.kesra@setda.contoh";
    private const string Reporter = "panitia@contoh.id";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    public async ValueTask InitializeAsync()
    {
        var settings = HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com");
        HubFixture.SendMail(settings);
        hub = await HubFixture.StartAsync(settings);
        await ArriveAsync(Reporter, "Permohonan bantuan hibah rumah ibadah", "Kami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.", null);
    }

    [Theory]
    [InlineData("TERIMA", TicketStatus.InProgress, TicketEventKind.Accepted)]
    [InlineData("KEMBALIKAN bukan urusan biro kami", TicketStatus.Triage, TicketEventKind.Returned)]
    [InlineData("minta data: nomor rekening yayasan", TicketStatus.WaitingForReporter, TicketEventKind.AskedReporter)]
    [InlineData("SELESAI Proposal sudah kami teruskan ke TAPD.", TicketStatus.Resolved, TicketEventKind.Resolved)]
    public async Task Staff_work_by_answering_a_notice(string words, TicketStatus status, TicketEventKind happened)
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, words);

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(status);
        ticket.Events.ShouldContain(e => e.Kind == happened && e.Actor == Staff);
        (await SentToAsync(Staff)).ShouldContain(NoticePurpose.Echo);
    }

    [Fact]
    public async Task The_final_answer_goes_to_the_reporter()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Proposal sudah kami teruskan ke TAPD.");

        (await SentToAsync(Reporter)).ShouldBe([NoticePurpose.Receipt, NoticePurpose.Answer]);
        (await TicketAsync()).ResolvedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_reporters_reply_joins_the_ticket_and_the_staff_hear_of_it()
    {
        await AnswerAsync(Reporter, NoticePurpose.Receipt, "Berikut kami tambahkan nomor telepon panitia.");

        var ticket = await TicketAsync();
        ticket.Events[^1].Kind.ShouldBe(TicketEventKind.ReporterWrote);
        (await SentToAsync(Staff)).ShouldBe([NoticePurpose.Assigned, NoticePurpose.Changed]);
        (await MailAsync(NoticePurpose.Changed)).Text.ShouldContain("Berikut kami tambahkan nomor telepon panitia.");
    }

    [Fact]
    public async Task Who_answers_by_the_name_of_nobody_asks_not_to_be_named()
    {
        await AnswerAsync($"Anonim <{Reporter}>", NoticePurpose.Receipt, "Berikut kami tambahkan nomor rekening yayasan.");

        var ticket = await TicketAsync();
        (ticket.IsProtected, ticket.Protection).ShouldBe((true, ProtectionGround.Plea));
        ticket.Events.ShouldContain(e => e.Kind == TicketEventKind.ReporterWrote);
    }

    [Theory]
    [InlineData("Terima kasih atas jawabannya.", TicketStatus.Resolved)]
    [InlineData("Terima kasih banyak, Pak. Kartunya sudah saya terima.", TicketStatus.Closed)]
    [InlineData("Terima kasih, tetapi rekeningnya salah.", TicketStatus.Resolved)]
    [InlineData("Rekening yang dipakai salah, mohon diperbaiki.", TicketStatus.InProgress)]
    public async Task Only_a_new_wish_reopens_what_was_answered(string words, TicketStatus status)
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Proposal sudah kami teruskan ke TAPD.");

        await AnswerAsync(Reporter, NoticePurpose.Answer, words);

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(status);
        (await SentToAsync(Staff)).Contains(NoticePurpose.Changed).ShouldBe(words.Contains("salah", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_ten_working_days_without_a_reply_it_is_closed_and_later_mail_opens_a_linked_ticket()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Proposal sudah kami teruskan ke TAPD.");
        await ResolvedAsync(days: 30);
        (await hub.Get<ClosingRun>().RunAsync(CancellationToken.None)).ShouldBe(1);
        (await TicketAsync()).Status.ShouldBe(TicketStatus.Closed);

        await AnswerAsync(Reporter, NoticePurpose.Answer, "Terima kasih atas jawabannya.");
        await AnswerAsync(Reporter, NoticePurpose.Answer, "Dana hibahnya belum masuk sampai hari ini.");

        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Events).OrderBy(t => t.Id).ToListAsync();
        tickets.Select(t => t.Status).ShouldBe([TicketStatus.Closed, TicketStatus.New]);
        (tickets[1].Bureau, tickets[1].Service).ShouldBe((tickets[0].Bureau, tickets[0].Service));
        tickets[0].Events.ShouldContain(e => e.Kind == TicketEventKind.Linked && e.Text == tickets[1].Number);
        tickets[1].Events.ShouldContain(e => e.Kind == TicketEventKind.Linked && e.Text == tickets[0].Number);
    }

    [Fact]
    public async Task Within_ten_working_days_nothing_is_closed()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Proposal sudah kami teruskan ke TAPD.");
        await ResolvedAsync(days: 13);

        (await hub.Get<ClosingRun>().RunAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Theory]
    [InlineData("ACARA Sabtu, 5 Desember 2026", TicketEventKind.EventSet, TicketStatus.New)]
    [InlineData("LAYANAN 4", TicketEventKind.Reclassified, TicketStatus.New)]
    [InlineData("TOLAK berkas tidak memenuhi syarat", TicketEventKind.Refused, TicketStatus.Resolved)]
    [InlineData("PPID", TicketEventKind.PpidStarted, TicketStatus.New)]
    [InlineData("TARIK", TicketEventKind.Withdrawn, TicketStatus.Closed)]
    [InlineData("MENUNGGU TAPD surat 900/12/BKAD", TicketEventKind.WaitingBegan, TicketStatus.WaitingForAuthority)]
    [InlineData("MULAI kebocoran data", TicketEventKind.TermBegan, TicketStatus.New)]
    public async Task Facts_are_told_by_a_word(string words, TicketEventKind happened, TicketStatus status)
    {
        var before = await TicketAsync();

        await AnswerAsync(Staff, NoticePurpose.Assigned, words);

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(status);
        ticket.Events.ShouldContain(e => e.Kind == happened && e.Actor == Staff);
        (ticket.EventOn, ticket.Service).ShouldBe((happened == TicketEventKind.EventSet ? new DateOnly(2026, 12, 5) : null, happened == TicketEventKind.Reclassified ? 4 : before.Service));
        (await SentToAsync(Reporter)).Contains(NoticePurpose.Answer).ShouldBe(happened == TicketEventKind.Refused);
    }

    [Theory]
    [InlineData("ACARA minggu depan")]
    [InlineData("LAYANAN 33")]
    [InlineData("PERPANJANG berkas banyak")]
    [InlineData("BALASAN TIBA")]
    [InlineData("MULAI loket")]
    [InlineData("MENUNGGU Kemendagri surat 188/12 tanggal 1 Januari 2020")]
    [InlineData("Menunggu kabar baiknya, terima kasih.")]
    [InlineData("Acara kami tanggal 5 Desember 2026")]
    [InlineData("Tarif layanan ini berapa?")]
    public async Task What_names_no_fact_of_this_ticket_changes_none(string words)
    {
        var before = await TicketAsync();

        await AnswerAsync(Staff, NoticePurpose.Assigned, words);

        var ticket = await TicketAsync();
        (ticket.EventOn, ticket.Service, ticket.Status).ShouldBe((before.EventOn, before.Service, before.Status));
    }

    [Fact]
    public async Task A_PPID_request_has_ten_working_days_and_one_extension_that_the_applicant_is_told()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "PPID");
        (await TicketAsync()).Clocks.Single(c => c.Binding).Rule.ShouldBe("ppid");

        await AnswerAsync(Staff, NoticePurpose.Assigned, "PERPANJANG dokumen dikumpulkan dari tiga dinas");
        await AnswerAsync(Staff, NoticePurpose.Assigned, "PERPANJANG sekali lagi");

        var ticket = await TicketAsync();
        ticket.Clocks.Single(c => c.Binding).Rule.ShouldBe("ppid-extended");
        ticket.Events.Count(e => e.Kind == TicketEventKind.PpidExtended).ShouldBe(1);
        (await SentToAsync(Reporter)).ShouldBe([NoticePurpose.Receipt, NoticePurpose.Answer]);
    }

    [Fact]
    public async Task A_wait_for_another_authority_is_seen_with_whom_letter_and_what_stops_until_its_answer_comes()
    {
        await AnswerAsync(Staff, NoticePurpose.Assigned, "MENUNGGU TAPD surat 900/12/BKAD");

        var ticket = await TicketAsync();
        var asked = ticket.Waiting.ShouldNotBeNull();
        (asked.Authority, asked.Whom, asked.Letter).ShouldBe(("waiting/tapd", "TAPD", "900/12/BKAD"));
        ticket.Clocks.Single(c => c.Rule == "waiting/tapd").IsOpen.ShouldBeTrue();
        ticket.Clocks.Single(c => c.Rule == "service-3").PausedSince.ShouldNotBeNull();

        await AnswerAsync(Staff, NoticePurpose.Assigned, "BALASAN TIBA disetujui");

        ticket = await TicketAsync();
        ticket.Waiting.ShouldBeNull();
        ticket.Status.ShouldBe(TicketStatus.InProgress);
        ticket.Clocks.Single(c => c.Rule == "waiting/tapd").IsOpen.ShouldBeFalse();
        ticket.Clocks.Single(c => c.Rule == "service-3").PausedSince.ShouldBeNull();
    }

    /// <summary>Lets the final answer have been given so long ago.</summary>
    private async Task ResolvedAsync(int days)
    {
        await using var db = hub.Database.Open();
        var at = TimeProvider.System.GetUtcNow().AddDays(-days);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.ResolvedAt, at));
    }

    [Fact]
    public async Task A_stranger_with_the_right_number_changes_nothing_and_is_looked_at_by_a_person()
    {
        await AnswerAsync("orang.lain@contoh.id", NoticePurpose.Assigned, "SELESAI sudah beres");

        var ticket = await TicketAsync();
        ticket.Status.ShouldBe(TicketStatus.New);
        await using var db = hub.Database.Open();
        var doubtful = await db.Tickets.SingleAsync(t => t.Number != ticket.Number);
        doubtful.Status.ShouldBe(TicketStatus.Triage);
        doubtful.Route.Why[0].Code.ShouldBe("thread-doubt");
    }

    [Fact]
    public async Task An_out_of_office_reply_is_kept_and_changes_neither_state_nor_clock()
    {
        var before = await TicketAsync();
        await AnswerAsync(Staff, NoticePurpose.Assigned, "Saya sedang cuti.", "Auto-Submitted: auto-replied\r\n");

        var after = await TicketAsync();
        after.Status.ShouldBe(before.Status);
        after.DueOn.ShouldBe(before.DueOn);
        after.Events[^1].Kind.ShouldBe(TicketEventKind.AutomaticMail);
        (await SentToAsync(Staff)).ShouldBe([NoticePurpose.Assigned]);
    }

    [Fact]
    public async Task A_notice_that_comes_back_is_recognised_as_our_own()
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.FirstAsync();
        await ArriveAsync("hub@setda.contoh", "Pemberitahuan", "Tiket baru", null, $"<{notice.MessageId}>");

        (await db.Tickets.CountAsync()).ShouldBe(1);
        (await db.Envelopes.OrderBy(e => e.Id).LastAsync()).Status.ShouldBe(EnvelopeStatus.Ignored);
    }

    /// <summary>One administrator let the source read the folder of sent mail: the verifier's invitation became a ticket, for whom the rules said.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_way_into_somebodys_account_becomes_no_ticket_wherever_it_is_read(bool isUpperCase)
    {
        await using var db = hub.Database.Open();
        var siti = new User { UserName = "verifikator", Email = "verifikator@setda.contoh", CreatedAt = Received };
        db.Users.Add(siti);
        await db.SaveChangesAsync();
        await hub.Get<AccountMails>().InviteAsync(siti, "adi", CancellationToken.None);
        var sent = (await hub.Get<NoticeComposer>().ComposeAsync(db, await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Invitation), CancellationToken.None)).Mail!;
        sent.Text.ShouldContain("/masuk/undangan?kunci=");

        await ArriveAsync("hub@setda.contoh", sent.Subject, sent.Text, null, $"<{(isUpperCase ? sent.MessageId.ToUpperInvariant() : sent.MessageId)}>");

        (await db.Tickets.CountAsync()).ShouldBe(1);
        var stored = await db.Envelopes.OrderBy(e => e.Id).LastAsync();
        stored.Status.ShouldBe(EnvelopeStatus.Ignored);

        // Whoever tries the source, or looks at what it brought, reads no word of it either.
        var read = hub.Get<SourceDesk>().Read(stored, await db.Sources.SingleAsync(s => s.Name == stored.Source));
        (read.Submission, read.Shown, read.Fault).ShouldBe((null, null, "surel dari hub sendiri, bukan kiriman."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bounce_that_quotes_a_notice_asks_its_address_and_marks_it_when_that_mail_comes_back_too(bool standard)
    {
        var notice = await NoticeAsync(NoticePurpose.Assigned);
        await BounceAsync(standard, notice.MessageId);
        await BounceAsync(standard, (await NoticeAsync(NoticePurpose.Probe)).MessageId);

        await using var db = hub.Database.Open();
        (await db.Contacts.SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldNotBeNull();
        (await db.Outbox.SingleAsync(m => m.Id == notice.Id)).State.ShouldBe(OutboxState.Failed);
        (await db.Tickets.CountAsync()).ShouldBe(1);
        await hub.Get<WatchdogWorker>().LookAsync(CancellationToken.None);
        (await db.Alarms.SingleAsync(a => a.Code == "bounce")).Subject.ShouldBe(Staff);
    }

    /// <summary>Whoever was handed a notice on knows its Message-ID, and a colleague heard nothing any more when it was sent "back".</summary>
    [Fact]
    public async Task Who_was_handed_notices_on_silences_nobody_by_sending_them_back()
    {
        var notice = await NoticeAsync(NoticePurpose.Assigned);
        await BounceAsync(standard: true, notice.MessageId);
        await BounceAsync(standard: false, notice.MessageId);

        await using var db = hub.Database.Open();
        (await db.Contacts.SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldBeNull();
        await hub.Get<WatchdogWorker>().LookAsync(CancellationToken.None);
        (await db.Alarms.AnyAsync(a => a.Code == "bounce")).ShouldBeFalse();

        // The colleague is asked once, by a mail that tells of nothing.
        var asked = await db.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == NoticePurpose.Probe);
        (asked.Recipient, asked.TicketId, asked.Bureau).ShouldBe((Staff, null, null));
        var mail = (await hub.Get<NoticeComposer>().ComposeAsync(db, asked, CancellationToken.None)).Mail!;
        mail.Text.ShouldSatisfyAllConditions(text => text.ShouldContain("Jangan teruskan"), text => text.ShouldNotContain("KU-2026"));
        mail.MessageId.ShouldNotContain("ku-2026");
    }

    /// <summary>While the address is asked, notices go there and come back; when it is known to be dead, whoever else hears for the office reads them.</summary>
    [Fact]
    public async Task What_came_back_meanwhile_is_told_to_the_others_of_the_office()
    {
        const string Other = "staf.lain@setda.contoh";
        await using var db = hub.Database.Open();
        db.Contacts.Add(new Contact { Bureau = "kesra", Role = ContactRole.Staff, Address = Other });
        await db.SaveChangesAsync();
        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Assigned)).MessageId);
        (await SentToAsync(Other)).ShouldBeEmpty();

        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Probe)).MessageId);

        (await SentToAsync(Other)).ShouldBe([NoticePurpose.Assigned]);
    }

    /// <summary>A reporter's address is no recipient's: nobody is asked.</summary>
    [Fact]
    public async Task A_receipt_that_comes_back_asks_nobody()
    {
        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Receipt)).MessageId);

        await using var db = hub.Database.Open();
        (await db.Outbox.AnyAsync(m => m.Purpose == NoticePurpose.Probe)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_bounce_that_somebody_made_up_marks_nobody()
    {
        await BounceAsync(standard: true, "ku-2026-000001.0123456789abcdef.aaaaaaaaaaaaaaaa@setda.contoh");

        await using var db = hub.Database.Open();
        (await db.Contacts.SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldBeNull();
    }

    /// <summary>Sent anew by an administrator, it waits: whoever knows its name from before does not keep it from leaving.</summary>
    [Fact]
    public async Task What_has_not_left_cannot_have_come_back()
    {
        var notice = await NoticeAsync(NoticePurpose.Assigned);

        await BounceAsync(standard: true, notice.MessageId, left: false);

        (await NoticeAsync(NoticePurpose.Assigned)).State.ShouldBe(OutboxState.Pending);
        await using var db = hub.Database.Open();
        (await db.Outbox.AnyAsync(m => m.Purpose == NoticePurpose.Probe)).ShouldBeFalse();
    }

    /// <summary>A report is about one mail, whatever conversation it names.</summary>
    [Fact]
    public async Task A_report_fails_one_notice_and_not_all_that_it_names()
    {
        var (assigned, receipt) = (await NoticeAsync(NoticePurpose.Assigned), await NoticeAsync(NoticePurpose.Receipt));
        await using var db = hub.Database.Open();
        await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Sent));

        await ForgedAsync(1, $"In-Reply-To: <{receipt.MessageId}>\r\nReferences: <{receipt.MessageId}> <{assigned.MessageId}>\r\n");

        (await db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Failed).Select(m => m.Id).ToListAsync()).ShouldBe([assigned.Id]);
    }

    /// <summary>Whoever was handed a notice on knows its name: their "mail servers" and "absences" put no words into the history, and no line after the other.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_calls_himself_a_robot_writes_nothing_into_the_history(bool isBounce)
    {
        var notice = await NoticeAsync(NoticePurpose.Assigned);
        for (var n = 1; n < 5; n++)
        {
            var reference = $"In-Reply-To: <{notice.MessageId}>\r\n";
            await (isBounce ? ForgedAsync(n, reference) : AnswerAsync("orang.lain@contoh.id", NoticePurpose.Assigned, "Pegawai itu menerima suap", "Auto-Submitted: auto-replied\r\n"));
        }

        var ticket = await TicketAsync();
        ticket.Events.Where(e => e.Kind == TicketEventKind.AutomaticMail).Select(e => e.Text).ShouldBe([null]);
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync(e => e.TicketId == ticket.Id && e.RawLength > 0)).ShouldBe(5, "each is kept with the ticket as it came");
    }

    private Task ForgedAsync(int number, string references) => hub.ArriveAsync(
        "email-kesra", $"palsu-{number}", "message/rfc822",
        Encoding.UTF8.GetBytes($"From: MAILER-DAEMON@contoh.id\r\nTo: hub@setda.contoh\r\nSubject: Pegawai itu menerima suap {number}\r\nMessage-ID: <palsu-{number}@contoh.id>\r\n{references}Auto-Submitted: auto-replied\r\nX-Failed-Recipients: {Staff}\r\n\r\nTidak sampai.\r\n"), Received);

    /// <summary>Two servers on the way report one mail, and a mailbox is read once more; what was known is no news, and the address may work by then.</summary>
    [Fact]
    public async Task A_second_report_of_a_mail_marks_nobody_who_is_reached_again()
    {
        var probe = await ProbeBouncedAsync();
        await using var db = hub.Database.Open();
        await Bounces.ClearAsync(db, Staff, CancellationToken.None);

        await BounceAsync(standard: false, probe.MessageId);

        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldBeNull();
    }

    private async Task<OutboxMessage> ProbeBouncedAsync()
    {
        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Assigned)).MessageId);
        var probe = await NoticeAsync(NoticePurpose.Probe);
        await BounceAsync(standard: true, probe.MessageId);
        await using var db = hub.Database.Open();
        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldNotBeNull();
        return probe;
    }

    [Fact]
    public async Task Who_writes_is_reached_again()
    {
        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Assigned)).MessageId);
        await BounceAsync(standard: true, (await NoticeAsync(NoticePurpose.Probe)).MessageId);
        await using (var marked = hub.Database.Open())
        {
            (await marked.Contacts.SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldNotBeNull();
        }

        await AnswerAsync(Staff, NoticePurpose.Assigned, "TERIMA");

        await using var db = hub.Database.Open();
        (await db.Contacts.SingleAsync(c => c.Address == Staff)).BouncingSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_person_joins_a_doubtful_reply_and_its_words_are_in_the_ticket()
    {
        await AnswerAsync("orang.lain@contoh.id", NoticePurpose.Assigned, "Saya suami pelapor; suratnya menyusul.");
        var ticket = await TicketAsync();
        await using var db = hub.Database.Open();
        var doubtful = await db.Tickets.AsNoTracking().SingleAsync(t => t.Number != ticket.Number);
        (await DoubtfulReplies.Of(db.Tickets).Select(t => t.Number).ToListAsync()).ShouldBe([doubtful.Number]);

        await hub.ChangeAsync(doubtful.Number, new TicketChange.Join(ticket.Number), "siti");

        (await TicketAsync()).Events.ShouldContain(e => e.Kind == TicketEventKind.ReporterWrote && e.Text!.Contains("suratnya menyusul"));
        (await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == doubtful.Id)).MergedInto.ShouldBe(ticket.Id);
        (await DoubtfulReplies.Of(db.Tickets).CountAsync()).ShouldBe(0);
        (await SentToAsync(Staff)).ShouldContain(NoticePurpose.Changed);
        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(ticket.Number, new TicketChange.Join(doubtful.Number), "siti"));
    }

    /// <summary>In whatever place a version of the hub kept the Message-IDs, the order in which the mails came holds.</summary>
    /// <summary>What followed it would follow a ticket that itself follows another, and had no end of its own.</summary>
    [Fact]
    public async Task A_doubtful_mail_that_others_follow_joins_nothing()
    {
        await AnswerAsync("orang.lain@contoh.id", NoticePurpose.Assigned, "Saya suami pelapor; suratnya menyusul.");
        await AnswerAsync("orang.ketiga@contoh.id", NoticePurpose.Assigned, "Saya tetangga pelapor; suratnya ada pada saya.");
        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        await hub.ChangeAsync(tickets[2].Number, new TicketChange.Merge(tickets[1].Number, "surat yang sama"), "siti");

        (await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(tickets[1].Number, new TicketChange.Join(tickets[0].Number), "siti"))).Message.ShouldContain(tickets[2].Number);

        (await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == tickets[1].Id)).MergedInto.ShouldBeNull();
    }

    [Theory]
    [InlineData(false, "surat-1@contoh.id")]
    [InlineData(true, "lama@contoh.id")]
    public async Task An_answer_names_the_first_mail_of_its_ticket_also_after_a_join(bool isOld, string first)
    {
        await AnswerAsync("orang.lain@contoh.id", NoticePurpose.Assigned, "Saya suami pelapor; suratnya menyusul.");
        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        if (isOld)
        {
            db.Add(new MailLink { MessageId = "lama@contoh.id", TicketId = tickets[0].Id, Source = "email-kesra" });
            await db.SaveChangesAsync();
        }

        await hub.ChangeAsync(tickets[1].Number, new TicketChange.Join(tickets[0].Number), "siti");
        await AnswerAsync(Staff, NoticePurpose.Assigned, "SELESAI Proposal sudah kami teruskan ke TAPD.");

        var answer = await db.Outbox.SingleAsync(m => m.Purpose == NoticePurpose.Answer && m.TicketId == tickets[0].Id);
        (await hub.Get<NoticeComposer>().ComposeAsync(db, answer, CancellationToken.None)).Mail!.InReplyTo.ShouldBe(first);
        var mails = await TicketMail.Of(db).OrderBy(m => m.Envelope).ThenBy(m => m.Row).Select(m => new { m.MessageId, m.TicketId }).ToListAsync();
        mails.ShouldAllBe(m => m.TicketId == tickets[0].Id);
        mails.Select(m => m.MessageId).SkipWhile(m => m != "surat-1@contoh.id").ShouldBe(["surat-1@contoh.id", "surat-2@contoh.id", "surat-3@contoh.id"]);
    }

    /// <summary>Nothing of a reply is thrown away by a guess: the page folds the whole letter, and "there is news" tells the news.</summary>
    [Theory]
    [InlineData(Reporter, TicketEventKind.ReporterWrote)]
    [InlineData(Staff, TicketEventKind.Note)]
    public async Task A_long_foreign_quote_below_a_reply_is_kept_folded_and_told_to_nobody(string from, TicketEventKind kept)
    {
        var quote = string.Join("\r\n", Enumerable.Range(1, 60).Select(i => $"> Baris {i} dari surat dinas lain"));

        await AnswerAsync(from, from == Staff ? NoticePurpose.Assigned : NoticePurpose.Receipt, $"Berikut kabar dari dinas sosial.\r\n\r\nPada Sen, 2 Mar 2026 pukul 09.15 Dinas Sosial <dinsos@contoh.id> menulis:\r\n{quote}");

        var ticket = await TicketAsync();
        var heard = ticket.Events.Single(e => e.Kind == kept);
        heard.Text.ShouldBe("Berikut kabar dari dinas sosial.");
        heard.Happened().WholeLetter().ShouldNotBeNull().ShouldContain("Baris 60 dari surat dinas lain");
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var page = await verifier.ReadAsync($"/tickets/{ticket.Number}");
        page.IndexOf("Bagian lain dari surelnya", StringComparison.Ordinal).ShouldBeInRange(0, page.IndexOf("Baris 60 dari surat dinas lain", StringComparison.Ordinal));
        page.Split("Berikut kabar dari dinas sosial.").Length.ShouldBe(2, "once, not as the letter again");
        if (from == Reporter)
        {
            (await MailAsync(NoticePurpose.Changed)).Text.ShouldSatisfyAllConditions(mail => mail.ShouldContain("Berikut kabar"), mail => mail.ShouldNotContain("Baris 60"));
        }
    }

    private async Task<OutboxMessage> NoticeAsync(NoticePurpose purpose)
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.AsNoTracking().SingleAsync(m => m.Purpose == purpose);
    }

    /// <param name="left">It came back, so it had left; nothing leaves by itself here.</param>
    private async Task BounceAsync(bool standard, string messageId, bool left = true)
    {
        await using var db = hub.Database.Open();
        await db.Outbox.Where(m => left && m.MessageId == messageId && m.State == OutboxState.Pending).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Sent));
        var mail = standard
            ? $"From: MAILER-DAEMON@mx.contoh.id (Mail Delivery System)\r\nTo: hub@setda.contoh\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <dsn-{++arrived}@mx.contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
                + $"--b\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.contoh.id\r\n\r\nFinal-Recipient: rfc822; {Staff}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
                + $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: hub@setda.contoh\r\nTo: {Staff}\r\nMessage-ID: <{messageId}>\r\n\r\n--b--\r\n"
            : $"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.contoh.id\r\nTo: hub@setda.contoh\r\nSubject: failure notice\r\nMessage-ID: <qmail-{++arrived}@mx.contoh.id>\r\n\r\nHi. This is the qmail-send program at mx.contoh.id.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<{Staff}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nFrom: hub@setda.contoh\r\nTo: {Staff}\r\nMessage-ID: <{messageId}>\r\n\r\nisi\r\n";
        await hub.ArriveAsync("email-kesra", $"bounce-{arrived}", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<OutgoingMail> MailAsync(NoticePurpose purpose)
    {
        await using var db = hub.Database.Open();
        return (await hub.Get<NoticeComposer>().ComposeAsync(db, await db.Outbox.SingleAsync(m => m.Purpose == purpose), CancellationToken.None)).Mail!;
    }

    private async Task AnswerAsync(string from, NoticePurpose purpose, string text, string headers = "")
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.OrderBy(m => m.Id).FirstAsync(m => m.Purpose == purpose);
        await ArriveAsync(from, "Re: [KU] tiket", text, $"In-Reply-To: <{notice.MessageId}>\r\n{headers}");
    }

    private Task ArriveAsync(string from, string subject, string text, string? headers, string? messageId = null)
    {
        var id = messageId ?? $"<surat-{++arrived}@contoh.id>";
        var mail = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: birososial.kaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{headers}\r\n{text}\r\n";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Clocks).Include(t => t.Events.OrderBy(e => e.Sequence)).OrderBy(t => t.Id).FirstAsync();
    }

    private async Task<List<NoticePurpose>> SentToAsync(string address)
    {
        await using var db = hub.Database.Open();
        var mark = hub.Get<TicketSeal>().MarkOf(address);
        return await db.Outbox.Where(m => m.Recipient == address || m.Recipient == mark).OrderBy(m => m.Id).Select(m => m.Purpose).ToListAsync();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
