using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests;

/// <summary>The way of one item: an e-mail comes in, becomes a ticket at the right bureau with a deadline, and staff and sender are told.</summary>
public sealed class OneItemTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private const string Letter = """
        From: Panitia Pembangunan <panitia.masjid@contoh.id>
        To: birososial.kaltara@gmail.com
        Subject: Permohonan bantuan hibah renovasi rumah ibadah
        Message-ID: <surat-1@contoh.id>
        Date: Wed, 11 Mar 2026 09:58:00 +0800

        Dengan hormat, kami mengajukan proposal permohonan bantuan dana hibah untuk renovasi rumah ibadah di Tanjung Selor.
        """;

    private HubFixture hub = null!;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));

    [Fact]
    public async Task A_letter_by_mail_becomes_a_ticket_of_the_right_bureau_with_its_deadline()
    {
        await ArriveAsync(Letter);

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync();
        ticket.Number.ShouldMatch("^KU-20[0-9]{2}-000001$");
        ticket.Bureau.ShouldBe("kesra");
        ticket.Service.ShouldBe(3);
        ticket.Kind.ShouldBe(SubmissionKind.Request);
        ticket.Status.ShouldBe(TicketStatus.New);
        ticket.DueOn.ShouldBe(new DateOnly(2027, 3, 16), "one year, rolled over Idul Fitri (R10, R9)");
        ticket.Route.Why.ShouldNotBeEmpty();
        ticket.Events.Select(e => e.Kind).ShouldBe([TicketEventKind.Opened, TicketEventKind.Routed]);
    }

    [Fact]
    public async Task Staff_and_sender_are_told_once()
    {
        await ArriveAsync(Letter);

        await using var db = hub.Database.Open();
        var told = await db.Outbox.OrderBy(m => m.Id).Select(m => new { m.Recipient, m.Purpose }).ToListAsync();
        told.Select(m => (m.Recipient, m.Purpose)).ShouldBe([("staf.kesra@setda.contoh", NoticePurpose.Assigned), (hub.Get<TicketSeal>().MarkOf("panitia.masjid@contoh.id"), NoticePurpose.Receipt)]);
    }

    [Fact]
    public async Task An_item_seen_twice_changes_nothing()
    {
        await ArriveAsync(Letter);
        await ArriveAsync(Letter);

        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(1);
        (await db.Tickets.CountAsync()).ShouldBe(1);
        (await db.Outbox.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task The_raw_item_stays_readable_to_the_byte()
    {
        await ArriveAsync(Letter);

        await using var db = hub.Database.Open();
        var envelope = await db.Envelopes.SingleAsync();
        envelope.Status.ShouldBe(EnvelopeStatus.Done);
        Encoding.UTF8.GetString(hub.Get<ByteStore>().Read(envelope)!).ShouldBe(Letter);
        Encoding.UTF8.GetString(envelope.Raw).ShouldNotContain("masjid");
    }

    private Task ArriveAsync(string mail) => hub.ArriveAsync("email-kesra", "surat-1", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
