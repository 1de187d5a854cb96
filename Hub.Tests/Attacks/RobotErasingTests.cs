using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Copies of the hub's own mails, and robots that repeat them: a folder of sent mail, mail that came back, answers of an absent colleague. Erasing a ticket leaves none of them.</summary>
public sealed class RobotErasingTests : IAsyncLifetime
{
    private const string Name = "Wahyuni Tandiolak";
    private const string Email = "wahyuni@contoh.id";
    private const string Staff = "staf.organisasi@setda.contoh";
    private const string Letter = "surat-1";
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        HubFixture.SendMail(settings);
        settings["Hub:Contacts:organisasi:Staff:0"] = Staff;
        hub = await HubFixture.StartAsync(settings, folder: folder);
        await ArriveAsync($"From: {Name} <{Email}>\r\nTo: organisasi@setda.contoh\r\nSubject: Permohonan {Name}\r\nMessage-ID: <surat@contoh.id>\r\n\r\nMohon evaluasi kelembagaan. Salam, {Name}\r\n", Letter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_of_a_mail_of_ours_is_known_and_not_kept(bool isForStaff)
    {
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.FirstAsync(m => m.TicketId != null && (m.Bureau != null) == isForStaff, Token);

        var copy = await ArriveAsync(await SentAsync(db, notice));

        (copy.Status, copy.CauseCode, copy.RawLength, copy.Raw.Length, copy.RawKey).ShouldBe((EnvelopeStatus.Ignored, IntakeReasons.OwnNotice, 0, 0, null));
    }

    /// <summary>What a version before kept leaves in the night.</summary>
    [Fact]
    public async Task A_copy_that_was_kept_leaves_in_the_night()
    {
        await using var db = hub.Database.Open();
        var ignored = await ArriveAsync($"From: kabar@pihak.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Kabar\r\nList-Id: <kabar.contoh>\r\n\r\nPermohonan {Name}\r\n");
        var other = await ArriveAsync("From: kabar@pihak.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Kabar lain\r\nList-Id: <kabar.contoh>\r\n\r\nKabar pekan ini\r\n");
        await db.Envelopes.Where(e => e.Id == ignored.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.CauseCode, IntakeReasons.OwnNotice), Token);

        await hub.Get<RetentionKeeper>().TurnAsync(Token);

        (await db.Envelopes.Where(e => e.RawLength == 0).Select(e => e.Id).ToListAsync(Token)).ShouldBe([ignored.Id]);
        (await db.Envelopes.AnyAsync(e => e.Id == other.Id && e.RawLength > 0, Token)).ShouldBeTrue();
    }

    /// <summary>Nothing signed leads to the ticket: it is no part of it, is read there by nobody, and goes with it all the same.</summary>
    [Theory]
    [InlineData("Subject: Di luar kantor: [{0}] Permohonan {1}\r\nAuto-Submitted: auto-replied\r\n\r\nSaya cuti.\r\n")]
    [InlineData("Subject: Di luar kantor\r\nAuto-Submitted: auto-replied\r\n\r\nSaya cuti.\r\n> {0}\r\n> Permohonan {1}\r\n")]
    [InlineData("Subject: Kabar\r\nList-Id: <kabar.contoh>\r\n\r\n{0} dari {1}\r\n")]
    [InlineData("Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain\r\n\r\nTidak sampai.\r\n--batas\r\nContent-Type: text/plain; name=asli.txt\r\nContent-Disposition: attachment; filename=asli.txt\r\n\r\nSubject: {0} Permohonan {1}\r\n--batas--\r\n")]
    public async Task What_a_robot_repeats_and_proves_nothing_goes_with_the_ticket_it_names(string mail)
    {
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        var robot = await RobotAsync(ticket.Number, mail);
        (robot.Status, robot.RawLength > 0).ShouldBe((EnvelopeStatus.Ignored, true));
        robot.Key.ShouldBe(ticket.Key, "a copy of the store from before stays shut");

        await EraseAsync(ticket.Number);
        var late = await RobotAsync(ticket.Number, mail);

        (await db.Envelopes.AsNoTracking().Select(e => e.RawLength).ToListAsync(Token)).ShouldAllBe(length => length == 0);
        late.Status.ShouldBe(EnvelopeStatus.Ignored);
        (await hub.Get<IgnoredDesk>().ListAsync(null, 10, Token)).ShouldAllBe(item => item.IsErased && item.Title == null);
    }

    /// <summary>A signed answer of a robot is kept with its ticket; one that comes after the erasing brings nothing back.</summary>
    [Fact]
    public async Task A_robot_that_answers_an_erased_ticket_brings_no_word_back()
    {
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        var notice = await db.Outbox.AsNoTracking().FirstAsync(m => m.TicketId != null && m.Bureau != null, Token);
        await EraseAsync(ticket.Number);

        var late = await ArriveAsync($"From: {Staff}\r\nTo: organisasi@setda.contoh\r\nSubject: Di luar kantor: Permohonan {Name}\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <{notice.MessageId}>\r\n\r\nSaya cuti. Salam, {Name}\r\n");

        (late.Status, late.TicketId, late.RawLength).ShouldBe((EnvelopeStatus.Done, ticket.Id, 0));
        (await db.TicketEvents.AsNoTracking().Where(e => e.Kind == TicketEventKind.AutomaticMail).Select(e => e.Text).ToListAsync(Token)).ShouldBe([null]);
    }

    /// <summary>Who looks after sources, or works on the ticket, finds no original there that only names it.</summary>
    [Fact]
    public async Task What_only_names_a_ticket_is_no_original_of_it()
    {
        await using var db = hub.Database.Open();
        var number = await db.Tickets.Select(t => t.Number).SingleAsync(Token);
        var robot = await RobotAsync(number, "Subject: Kabar {0}\r\nAuto-Submitted: auto-replied\r\n\r\nKabar.\r\n");
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);

        var page = await verifier.ReadAsync($"/tickets/{number}");

        page.ShouldContain($"/raw/{robot.Id - 1}");
        page.ShouldNotContain($"/raw/{robot.Id}");
    }

    /// <summary>Whoever brings such a mail back has it as a ticket of its own, which does not go with the one it named.</summary>
    [Fact]
    public async Task What_a_person_brought_back_stays_when_the_ticket_it_named_goes()
    {
        await using var db = hub.Database.Open();
        var number = await db.Tickets.Select(t => t.Number).SingleAsync(Token);
        var robot = await RobotAsync(number, "Subject: Tanggapan atas {0}\r\nAuto-Submitted: auto-replied\r\n\r\nSaya keberatan.\r\n");

        await hub.Get<IgnoredDesk>().BringBackAsync(robot.Id, "siti", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await EraseAsync(number);

        var kept = await db.Envelopes.AsNoTracking().SingleAsync(e => e.Id == robot.Id, Token);
        (await db.Tickets.SingleAsync(t => t.Id == kept.TicketId, Token)).Number.ShouldNotBe(number);
        hub.Get<ByteStore>().Read(kept).ShouldNotBeNull();
    }

    private Task<StoredEnvelope> RobotAsync(string number, string mail) =>
        ArriveAsync($"From: {Staff}\r\nTo: organisasi@setda.contoh\r\nMessage-ID: <robot-{arrived}@setda.contoh>\r\n" + mail.Replace("{0}", number, StringComparison.Ordinal).Replace("{1}", Name, StringComparison.Ordinal));

    private async Task EraseAsync(string number)
    {
        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
        (await hub.Get<SubjectRequests>().EraseAsync(Email, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe([number]);
    }

    private async Task<string> SentAsync(HubDbContext db, OutboxMessage notice)
    {
        var mail = (await hub.Get<Hub.Host.Mailing.Notices.NoticeComposer>().ComposeAsync(db, notice, Token)).Mail!;
        using var bytes = new MemoryStream();
        await Hub.Connectors.Email.MailComposer.Compose(mail).WriteToAsync(bytes, Token);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private async Task<StoredEnvelope> ArriveAsync(string mail, string? id = null)
    {
        id ??= $"lain-{arrived++}";
        await hub.ArriveAsync("email-organisasi", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        return await db.Envelopes.AsNoTracking().SingleAsync(e => e.ExternalId == id, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        folder.Dispose();
    }
}
