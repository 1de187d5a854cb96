using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Connectors.Http;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

/// <summary>A mail that nobody can read is seen by somebody.</summary>
public sealed class UnreadableMailTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    [Fact]
    public async Task A_mail_that_the_server_cannot_hand_over_is_a_stub_ticket_with_the_raw_that_no_bureau_sees_before_it_is_read()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        var raw = BigMail.Stub(7, 1, "[SERVERBUG] Internal error occurred").ToArray();

        await hub.ArriveAsync("email-kesra", "7", "message/rfc822", raw, Received);

        await using var db = hub.Database.Open();
        var envelope = await db.Envelopes.SingleAsync();
        envelope.Status.ShouldBe(EnvelopeStatus.Quarantined);
        envelope.Owner.ShouldBe("kesra");
        envelope.Cause!.ToString().ShouldContain("SERVERBUG");
        hub.Get<ByteStore>().Read(envelope).ShouldBe(raw);
        var ticket = await db.Tickets.SingleAsync();
        ticket.IsStub.ShouldBeTrue();
        (ticket.Bureau, ticket.Status).ShouldBe((null, TicketStatus.Triage), "it may accuse the very bureau that owns the box");
        (await db.Outbox.SingleAsync()).Recipient.ShouldBe("staf.organisasi@setda.contoh");
    }

    [Fact]
    public async Task Bytes_that_are_no_mail_at_all_are_a_ticket_that_people_can_open()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        var raw = new byte[3000];
        new Random(7).NextBytes(raw);

        await hub.ArriveAsync("email-kesra", "acak", "message/rfc822", raw, Received);

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.SingleAsync();
        ticket.IsProtected.ShouldBeTrue("nobody has read yet whether it is a plea");
        hub.Get<TicketSeal>().Whole(ticket).Title.ShouldNotBeNullOrWhiteSpace();
        hub.Get<ByteStore>().Read(await db.Envelopes.SingleAsync()).ShouldBe(raw);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("localhost")]
    public async Task A_mail_server_inside_is_refused_unless_the_operator_allows_it(string host)
    {
        var options = new EmailOptions { Host = host, Port = 993, User = "u", Password = "p" };
        var connector = new EmailConnector(new SourceContext("email-kesra", TimeProvider.System) { Guard = new NetworkGuard(allowPrivate: false) }, options);

        var probe = await connector.ProbeAsync(TestContext.Current.CancellationToken);

        probe.Ok.ShouldBeFalse();
        probe.Detail.ToString().ShouldContain("jaringan dalam");
    }
}
