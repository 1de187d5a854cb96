using System.Text;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Links;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Work;

/// <summary>Like letters that a person moves by each of the doors there are: the page, chosen tickets in the list, the triage, a word by mail, the link of a notice. All of them end with the same service and clocks.</summary>
public sealed class MovedByEveryDoorTests : IAsyncLifetime
{
    private const string Inbox = "birososial.kaltara@gmail.com";
    private const string Clerk = "staf.kesra@setda.contoh";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);
    private HubFixture hub = null!;
    private Visitor verifier = null!;
    private int arrived;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", Inbox));
        verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
    }

    [Theory]
    [InlineData("hukum")]
    [InlineData("adpim")]
    [InlineData("perekonomian")]
    public async Task All_doors_lead_to_the_same_service_and_clocks(string bureau)
    {
        var ends = new Dictionary<string, string>
        {
            ["road"] = await EndAsync(number => hub.ChangeAsync(number, new TicketChange.Assign(bureau, null, "bidangnya"))),
            ["page"] = await EndAsync(number => verifier.SubmitAsync($"/tickets/{number}", "assign", ("bureau", bureau), ("service", ""), ("reason", "bidangnya"))),
            ["list"] = await EndAsync(number => verifier.SubmitAsync("/tickets", "bulk", ("act", "assign"), ("bureau", bureau), ("reason", "bidangnya"), ("pick", number))),
            ["triage"] = await EndAsync(async number =>
            {
                await hub.ChangeAsync(number, new TicketChange.GiveBack("bukan bidang kami"));
                await verifier.SubmitAsync("/triage", "choose", ("number", number), ("place", $"{bureau}/"));
            }),
            ["mail"] = await EndAsync(async number => await ArriveAsync(Clerk, $"Re: [{number}]", $"TERUSKAN {bureau}: bidangnya", $"In-Reply-To: <{(await NoticeAsync(number)).MessageId}>\r\n")),
            ["link"] = await EndAsync(async number =>
            {
                using var clerk = new Visitor(hub);
                await clerk.SubmitAsync(await LinkAsync(number), "act", ("bureau", bureau), ("text", "bidangnya"));
            }),
        };

        ends.Values.ShouldAllBe(end => end.StartsWith(bureau + " "));
        ends.Where(end => end.Value != ends["road"]).ShouldBeEmpty();
    }

    /// <summary>Lets a letter arrive and moves it.</summary>
    /// <returns>Its holder, service and clocks, without those of the hand-over itself.</returns>
    private async Task<string> EndAsync(Func<string, Task> move)
    {
        var sequence = ++arrived;
        await ArriveAsync($"panitia{sequence}@contoh.id", $"Permohonan bantuan hibah rumah ibadah {sequence}", $"Kami panitia ke-{sequence} mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.", null);
        var number = (await LastAsync()).Number;

        await move(number);

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.Clocks).SingleAsync(t => t.Number == number, Token);
        var clocks = ticket.Clocks.Where(c => c.IsOpen && c.Kind is not (ClockKind.Custody or ClockKind.Triage)).Select(c => $"{c.Rule} {c.DueOn:yyyy-MM-dd} {c.Binding}").Order(StringComparer.Ordinal);
        return $"{ticket.Bureau} {ticket.Service} {string.Join(", ", clocks)}";
    }

    private async Task<string> LinkAsync(string number)
    {
        var notice = await NoticeAsync(number);
        await using var db = hub.Database.Open();
        var contact = await db.Contacts.SingleAsync(c => c.Address == Clerk, Token);
        return hub.Get<ActionLinks>().Create(LinkAct.Forward, number, contact, notice.Id, notice.CreatedAt).PathAndQuery;
    }

    /// <summary>The mail that gave the ticket to the clerk.</summary>
    private async Task<OutboxMessage> NoticeAsync(string number)
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == Clerk && m.Purpose == NoticePurpose.Assigned && db.Tickets.Any(t => t.Id == m.TicketId && t.Number == number), Token);
    }

    private Task ArriveAsync(string from, string subject, string text, string? headers)
    {
        var id = $"<surat-{Guid.NewGuid():N}@contoh.id>";
        return hub.ArriveAsync("email-kesra", id, "message/rfc822", Encoding.UTF8.GetBytes($"{HubFixture.Vouched(from)}From: {from}\r\nTo: {Inbox}\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{headers}\r\n{text}\r\n"), Received);
    }

    private async Task<Ticket> LastAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        verifier.Dispose();
        await hub.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
