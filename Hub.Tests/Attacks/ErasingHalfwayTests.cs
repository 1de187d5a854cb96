using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Loops;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Attacks;

/// <summary>Power fails in the middle of an erasing: the next one finishes it, and nothing of who wrote stays because the key went first.</summary>
public sealed class ErasingHalfwayTests : IAsyncLifetime
{
    private const string Name = "Zubaidah Quraisyin";
    private const string Email = "zq@warga.contoh";

    private static readonly CurrentUser Verifier = new("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"), folder: folder);
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

    /// <summary>The text index and the log of changes keep what was taken out of the rows until they are wiped.</summary>
    [Fact]
    public async Task Words_that_were_erased_leave_the_disk_at_the_next_start_though_the_power_failed_before_they_did()
    {
        Need.SqliteFile();
        var ticket = await TicketAsync();
        await using (var db = hub.Database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();
            await transaction.CommitAsync(Token);
            await hub.Get<Erasure>().FinishAsync(db, Token);
        }

        OnDisk().ShouldNotBeEmpty("nothing was wiped yet");

        await hub.Get<Retention>().FinishAsync(Token);

        OnDisk().ShouldBeEmpty();
    }

    /// <summary>A hub that was killed at its erasings holds their lease for a while: a first turn before that is over would be left out, and the next comes hours later.</summary>
    [Theory]
    [InlineData("retention")]
    [InlineData("pruning")]
    public async Task The_first_turn_comes_when_a_dead_hub_holds_its_work_no_longer(string name)
    {
        await using var working = await HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:Work"] = "true" });
        var clock = new FakeTimeProvider();
        var first = working.Get<IReadOnlyList<Loop>>().Single(l => l.Name == name).Pace.FirstAsync(clock, Token);

        clock.Advance(LeaseBook.Silence);
        first.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMinutes(1));
        await first;
    }

    /// <summary>Files of the store in which the name stands, as it is written and as the index writes it.</summary>
    private IEnumerable<string> OnDisk() => Directory.EnumerateFiles(folder.Path, "hub.db*").Where(file =>
    {
        using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(bytes, Encoding.Latin1);
        return text.ReadToEnd().Contains("quraisyi", StringComparison.OrdinalIgnoreCase);
    });

    private async Task<Ticket> TicketAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().SingleAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        folder.Dispose();
    }
}
