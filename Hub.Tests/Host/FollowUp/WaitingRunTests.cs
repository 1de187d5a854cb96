using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Host.FollowUp;
using Hub.Host.Intake;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.FollowUp;

/// <summary>What lies in quarantine because no calendar reaches to its receipt, for whom the year is decreed; addresses that come late are in <see cref="Hub.Tests.Host.Work.VerifierAccusedTests"/>.</summary>
public sealed class WaitingRunTests : IAsyncLifetime
{
    /// <summary>Before the tables of a calendar that begins in 2023, inside those of one that begins in 2022.</summary>
    private static readonly DateTimeOffset LongAgo = new(1997, 6, 2, 9, 0, 0, Wita.Offset);

    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset));

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task What_no_calendar_reached_to_is_read_once_its_year_is_decreed()
    {
        await ArriveAsync();
        (await RunAsync()).ShouldBe(0, "the calendar is the same");
        (await StatusAsync()).ShouldBe(EnvelopeStatus.Quarantined);

        await DecreeAsync(new CalendarAct { Id = "skb-2022-1", Number = "SKB 2022", SignedOn = new DateOnly(2021, 9, 1), About = "uji", Establishes = 2022, Adds = [new(new DateOnly(2022, 8, 17), "Kemerdekaan", HolidayKind.National)] });
        (await RunAsync()).ShouldBe(1);

        (await StatusAsync()).ShouldBe(EnvelopeStatus.Done);
        (await office.TicketAsync()).ReceivedAt.ShouldBe(LongAgo);
        (await RunAsync()).ShouldBe(0, "nothing waits any more");
    }

    [Fact]
    public async Task Another_day_off_within_the_decreed_years_reads_nothing_again()
    {
        await ArriveAsync();
        await RunAsync();

        await DecreeAsync(new CalendarAct { Id = "uji-2026", Number = "SKB uji", SignedOn = new DateOnly(2026, 11, 3), About = "uji", Adds = [new(new DateOnly(2026, 11, 10), "Cuti bersama", HolidayKind.JointLeave)] });

        (await RunAsync()).ShouldBe(0);
        (await StatusAsync()).ShouldBe(EnvelopeStatus.Quarantined);
    }

    private Task ArriveAsync() => office.Hub.ArriveAsync(
        "email-organisasi", "<lama@contoh.id>", "message/rfc822", "From: warga@contoh.id\r\nTo: biroorganisasiprovkaltara@gmail.com\r\nSubject: Surat lama\r\nMessage-ID: <lama@contoh.id>\r\n\r\nMohon dibantu.\r\n"u8.ToArray(), LongAgo);

    private async Task DecreeAsync(CalendarAct act)
    {
        var (amendments, amendment) = (office.Hub.Get<Amendments>(), new CalendarAmendment(act));
        await amendments.ApplyAsync(amendment, (await amendments.PreviewAsync(amendment, Token)).BasedOn, "siti", null, Token);
    }

    private async Task<int> RunAsync()
    {
        var moved = await office.Hub.Get<WaitingRun>().RunAsync(Token);
        await office.Hub.Get<ProcessWorker>().DrainAllAsync(Token);
        return moved;
    }

    private async Task<EnvelopeStatus> StatusAsync()
    {
        await using var db = office.Hub.Database.Open();
        return await db.Envelopes.Select(e => e.Status).SingleAsync(Token);
    }
}
