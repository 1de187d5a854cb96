using System.Net;
using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A mail server repeats whom it refuses. An answer about a reporter's mail says no address in store, history, list and log.</summary>
public sealed class RefusedMailTests
{
    private static readonly Planted Who = Planted.All[2];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("550 5.1.1 <{0}>: Recipient address rejected: User unknown")]
    [InlineData("550 No such user here: {1}")]
    [InlineData("452 4.2.2 The mailbox of {0} is full")]
    public async Task What_a_server_says_of_a_reporter_names_no_address(string answer)
    {
        var said = string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, Who.Email, Who.Email.Split('@')[0]);
        await using var server = new ScriptedSmtp(line => line.StartsWith($"RCPT TO:<{Who.Email}", StringComparison.OrdinalIgnoreCase) ? said : null);
        using var folder = new TemporaryFolder();
        await using var hub = await HubFixture.StartAsync(Settings(server), folder: folder);
        await hub.ArriveAsync("email-organisasi", Who.Id, "message/rfc822", Encoding.UTF8.GetBytes(Who.ToMail()), TimeProvider.System.GetUtcNow());

        await hub.Get<DispatchWorker>().DispatchAsync(Token);

        await using var db = hub.Database.Open();
        var refused = await db.Outbox.SingleAsync(m => m.Bureau == null && m.Answer != null && m.Purpose == NoticePurpose.Receipt, Token);
        refused.Answer!.ToString().ShouldStartWith(answer[..5]);
        var history = await db.TicketEvents.Select(e => e.Text + e.Data).ToListAsync(Token);
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        var list = WebUtility.HtmlDecode(await administrator.ReadAsync("/settings/outbox"));
        foreach (var mark in (string[])[Who.Email, Who.Email.Split('@')[0]])
        {
            refused.Answer.ToString().ShouldNotContain(mark);
            history.ShouldAllBe(text => !text.Contains(mark));
            list.ShouldNotContain(mark);
        }
    }

    /// <summary>What a bounce says in its subject is kept with the notice that failed, and with the ticket.</summary>
    [Fact]
    public async Task A_mail_that_came_back_names_no_address_either()
    {
        await using var server = new ScriptedSmtp(_ => null);
        using var folder = new TemporaryFolder();
        await using var hub = await HubFixture.StartAsync(Settings(server), folder: folder);
        await hub.ArriveAsync("email-organisasi", Who.Id, "message/rfc822", Encoding.UTF8.GetBytes(Who.ToMail()), TimeProvider.System.GetUtcNow());
        await hub.Get<DispatchWorker>().DispatchAsync(Token);
        await using var db = hub.Database.Open();
        var receipt = await db.Outbox.AsNoTracking().SingleAsync(m => m.Bureau == null && m.Purpose == NoticePurpose.Receipt, Token);

        await hub.ArriveAsync("email-organisasi", "kembali", "message/rfc822", Encoding.UTF8.GetBytes(Bounce(receipt.MessageId)), TimeProvider.System.GetUtcNow());

        var failed = await db.Outbox.AsNoTracking().SingleAsync(m => m.Id == receipt.Id, Token);
        failed.State.ShouldBe(OutboxState.Failed);
        failed.Answer!.Stored.ShouldNotContain(Who.Email);
        (await db.TicketEvents.AsNoTracking().Select(e => e.Text + e.Data).ToListAsync(Token)).ShouldAllBe(text => !text.Contains(Who.Email));
    }

    /// <summary>A server repeats the subject of what it sends back: that of a notice to staff is the ticket's title, which may name its sender.</summary>
    [Fact]
    public async Task What_came_back_from_staff_says_nothing_of_the_sender_once_that_one_is_erased()
    {
        const string Name = "Wahyuni Tandiolak";
        await using var server = new ScriptedSmtp(_ => null);
        using var folder = new TemporaryFolder();
        var settings = Settings(server);
        settings["Hub:Contacts:organisasi:Staff:0"] = "staf.organisasi@setda.contoh";
        await using var hub = await HubFixture.StartAsync(settings, folder: folder);
        await hub.ArriveAsync(
            "email-organisasi", "hibah", "message/rfc822",
            Encoding.UTF8.GetBytes($"From: {Name} <wahyuni@contoh.id>\r\nTo: organisasi@setda.contoh\r\nSubject: Permohonan {Name}\r\nMessage-ID: <surat@contoh.id>\r\nContent-Type: text/plain\r\n\r\nMohon evaluasi kelembagaan.\r\n"),
            TimeProvider.System.GetUtcNow());
        await hub.Get<DispatchWorker>().DispatchAsync(Token);
        await using var db = hub.Database.Open();
        var notice = await db.Outbox.AsNoTracking().FirstAsync(m => m.Bureau != null && m.TicketId != null && m.Channel == OutboxChannel.Mail, Token);
        await hub.ArriveAsync("email-organisasi", "kembali", "message/rfc822", Encoding.UTF8.GetBytes(Bounce(notice.MessageId, $"Undeliverable: Permohonan {Name}", notice.Recipient)), TimeProvider.System.GetUtcNow());
        (await db.Outbox.AsNoTracking().SingleAsync(m => m.Id == notice.Id, Token)).State.ShouldBe(OutboxState.Failed);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, TicketStatus.Closed).SetProperty(t => t.ClosedAt, TimeProvider.System.GetUtcNow().AddDays(-100)), Token);
        await hub.Get<Retention>().ChangeAsync(new RetentionRules(1, new Dictionary<string, int>(StringComparer.Ordinal)), "siti", Token);

        (await hub.Get<Retention>().EraseDueAsync(Token)).ShouldBeGreaterThan(0);

        foreach (var row in await db.Outbox.AsNoTracking().ToListAsync(Token))
        {
            (row.Payload + row.Answer?.Stored).ShouldNotContain("Tandiolak");
        }
    }

    private static string Bounce(string messageId) => Bounce(messageId, $"Undeliverable: {Who.Email} is unknown", Who.Email);

    private static string Bounce(string messageId, string subject, string failed) =>
        $"From: MAILER-DAEMON@contoh.id\r\nTo: organisasi@setda.contoh\r\nSubject: {subject}\r\nMessage-ID: <balik@contoh.id>\r\nIn-Reply-To: <{messageId}>\r\nReferences: <{messageId}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain\r\n\r\nTidak sampai.\r\n--batas\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; contoh.id\r\n\r\nFinal-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--batas--\r\n";

    private static Dictionary<string, string?> Settings(ScriptedSmtp server)
    {
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        settings["Hub:Mail:Host"] = "127.0.0.1";
        settings["Hub:Mail:Port"] = $"{server.Port}";
        settings["Hub:Mail:Security"] = "None";
        settings["Hub:Mail:Auth"] = "Anonymous";
        settings["Hub:Mail:From"] = "hub@setda.contoh";
        return settings;
    }
}
