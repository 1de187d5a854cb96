using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Work;

/// <summary>A service about an event needs its day: whoever did not name it is asked, and the inner limits of a standard have days on the ticket.</summary>
public sealed class EventAskedTests : IAsyncLifetime
{
    private MailOffice office = null!;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset));

    [Theory]
    [InlineData(27, true)]
    [InlineData(28, true)]
    [InlineData(32, true)]
    [InlineData(33, true)]
    [InlineData(3, false)]
    public async Task Reporter_and_staff_are_asked_until_the_day_is_known(int service, bool asks)
    {
        var number = (await office.WriteAsync("panitia@contoh.id", "Permohonan", "Mohon dibantu untuk kegiatan kami.")).Number;
        await PlaceAsync(number, service);
        var ticket = await office.TicketAsync(number);

        office.Hub.Get<LawInForce>().AsksForEvent(ticket).ShouldBe(asks);
        (await office.MailAsync(ticket, NoticePurpose.Receipt)).Contains("hari dan tanggal acaranya", StringComparison.Ordinal).ShouldBe(asks);

        await office.Hub.ChangeAsync(number, new TicketChange.SetEvent(new DateOnly(2026, 12, 5)));
        office.Hub.Get<LawInForce>().AsksForEvent(await office.TicketAsync(number)).ShouldBeFalse();
        (await office.MailAsync(ticket, NoticePurpose.Receipt)).ShouldNotContain("hari dan tanggal acaranya");
    }

    [Theory]
    [InlineData(32, "persiapan 2026-12-02, siap 2026-12-04")]
    [InlineData(24, "penolakan 2026-11-04, SPM 2026-11-05, selesai 2026-11-06")]
    public async Task Each_inner_limit_has_its_day(int service, string marks)
    {
        var number = (await office.WriteAsync("panitia@contoh.id", "Permohonan", "Mohon dibantu untuk kegiatan kami.")).Number;
        await PlaceAsync(number, service);
        await office.Hub.ChangeAsync(number, new TicketChange.SetEvent(new DateOnly(2026, 12, 5)));
        var ticket = await office.TicketAsync(number);
        var clock = ticket.Clocks.Single(c => c.Rule == $"service-{service}");
        var law = office.Hub.Get<LawInForce>();

        string.Join(", ", TicketWalk.MarksOf(ticket, clock, law.Standards.Find(clock.Rule, new DateOnly(2026, 11, 3))!, law.Calendar).Select(m => $"{m.Name} {m.DueOn:yyyy-MM-dd}")).ShouldBe(marks);
    }

    /// <summary>As a request at that service, wherever the router had put it.</summary>
    private async Task PlaceAsync(string number, int service)
    {
        var bureau = office.Hub.Get<LawInForce>().Catalogue.FindService(service)!.Bureau;
        if ((await office.TicketAsync(number)).Bureau != bureau)
        {
            await office.Hub.ChangeAsync(number, new TicketChange.Assign(bureau, service, null));
        }

        await office.Hub.ChangeAsync(number, new TicketChange.Reclassify(SubmissionKind.Request, service, null));
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
