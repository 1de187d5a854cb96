using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Power fails in the middle of an erasing: the next one finishes it, and nothing of who wrote stays because the key went first.</summary>
public sealed class ErasingHalfwayTests : IAsyncLifetime
{
    private const string Name = "Zubaidah Quraisyin";
    private const string Email = "zq@warga.contoh";

    private static readonly CurrentUser Verifier = new("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);

    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        var mail = $"From: {Name} <{Email}>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Permohonan hibah dari {Name}\r\nMessage-ID: <satu@warga.contoh>\r\n\r\nSaya {Name} mengajukan proposal bantuan hibah rumah ibadah.\r\n";
        await hub.ArriveAsync("email-kesra", "satu", "message/rfc822", Encoding.UTF8.GetBytes(mail), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task What_broke_off_before_the_end_is_erased_whole_the_next_time()
    {
        var ticket = await TicketAsync();
        ticket.Body.ShouldContain(Name, customMessage: "without a flag it lies open");
        await using (var db = hub.Database.Open())
        {
            // Never committed.
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();
        }

        await hub.ChangeAsync(ticket.Number, new TicketChange.Withdraw(null));
        (await hub.Get<SubjectRequests>().EraseAsync(Email, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe([ticket.Number]);

        var left = await TicketAsync();
        (left.Title + left.Body).ShouldNotContain("Quraisyin");
        hub.Get<TicketKeys>().Has(ticket.Key!).ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_of_what_was_erased_goes_though_the_power_failed_before_it_went()
    {
        var ticket = await TicketAsync();
        await using (var db = hub.Database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();
            await transaction.CommitAsync(Token);
        }

        await hub.Get<Retention>().EraseDueAsync(Token);

        hub.Get<TicketKeys>().Has(ticket.Key!).ShouldBeFalse();
        await using var after = hub.Database.Open();
        (await after.Marks.AnyAsync(m => m.Name.Contains(ticket.Key!), Token)).ShouldBeFalse();
    }

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().SingleAsync(Token);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
