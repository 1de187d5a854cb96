using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Routing;

/// <summary>What an inbox is worth follows from what people decide.</summary>
public sealed class InboxLearningTests
{
    private const string Inbox = "birososial.kaltara@gmail.com";
    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Corrections_take_the_weight_of_an_inbox_away_and_those_of_protected_reporters_teach_nothing()
    {
        await using var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", Inbox), builder => builder.Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Received.AddDays(1))));
        for (var i = 1; i <= 12; i++)
        {
            var id = $"<surat-{i}@contoh.id>";
            var mail = $"{HubFixture.Vouched("a@contoh.id")}From: a@contoh.id\r\nTo: {Inbox}\r\nSubject: Pinjam kursi {i}\r\nMessage-ID: {id}\r\n\r\nKami ingin meminjam kursi dan ruang rapat lantai 2.\r\n";
            await hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        }

        var before = hub.Get<Routers>().Inboxes.For(Inbox, "kesra");
        for (var i = 1; i <= 12; i++)
        {
            var number = $"KU-2026-{i:000000}";
            await hub.ChangeAsync(number, i <= 10 ? new TicketChange.Assign("hukum", null, "salah kotak") : new TicketChange.Protect(Anonymous: true, Secret: false));
        }

        await hub.Get<InboxLearning>().RunAsync(Token);

        var after = hub.Get<Routers>().Inboxes.For(Inbox, "kesra");
        (before.Mails, after.Right, after.Mails).ShouldBe((0, 0, 10));
        after.Odds.ShouldBeLessThan(before.Odds / 2);
        hub.Get<Routers>().Rules.Rules.Count.ShouldBeGreaterThan(0);
    }
}
