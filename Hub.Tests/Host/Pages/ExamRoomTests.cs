using Hub.Domain.Tickets;
using Hub.Host.Work.Routing.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

public sealed class ExamRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_and_moves_of_the_last_month_say_how_the_router_did()
    {
        var right = await rooms.AddTicketAsync("Hibah masjid");
        var wrong = await rooms.AddTicketAsync("Pinjam kursi");
        await rooms.AddTicketAsync("Belum dijawab");
        await rooms.AddTicketAsync("Tidak jelas", bureau: null);
        await rooms.Running.ChangeAsync(right.Number, new TicketChange.Resolve("Disetujui."));
        await rooms.Running.ChangeAsync(wrong.Number, new TicketChange.Assign("umum", null, "bukan kami"));

        var report = await rooms.Services.GetRequiredService<RouteExam>().OfAsync(Token);

        (report.All.Right, report.All.Wrong, report.All.Triaged, report.All.Open, report.All.Share).ShouldBe((1, 1, 1, 1, 0.5));
        report.Bureaus.Single(l => l.Key == "kesra").ShouldBe(report.All with { Key = "kesra", Triaged = 0 });
        report.Writers.Single().Key.ShouldBe("person");
        var page = await rooms.GetAsync("/settings/rules/exam");
        page.ShouldContain("Ujian disposisi");
        page.ShouldContain("Perorangan");
    }
}
