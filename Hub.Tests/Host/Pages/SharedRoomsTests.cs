using System.Security.Claims;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.Web.Tickets;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

/// <summary>Very many readers of all kinds look at the same list and the same report at once, and each sees what is his.</summary>
public sealed class SharedRoomsTests : IAsyncLifetime
{
    private const int Readers = 24;

    private static readonly CurrentUser Leader = new("sekda", new HashSet<string>([Roles.Leadership]), null);
    private static readonly CurrentUser Administrator = new("tono", new HashSet<string>([Roles.Administrator]), null);
    private static readonly TicketFilter All = new() { Standing = Standing.All };

    private readonly RoomsFixture rooms = new();

    public async ValueTask InitializeAsync()
    {
        await rooms.InitializeAsync();
        await rooms.AddTicketAsync("hibah");
        await rooms.AddTicketAsync("tanpa biro", bureau: null);
        await rooms.AddTicketAsync("lelang", "pbj");
        var accusing = await rooms.AddTicketAsync("menuduh", "inspektorat");
        await using var db = rooms.Database.Open();
        await db.Tickets.Where(t => t.Id == accusing.Id).ExecuteUpdateAsync(static t => t.SetProperty(x => x.AccusesVerifier, true), Token);
    }

    [Fact]
    public async Task Each_reader_of_a_list_is_shown_what_is_his()
    {
        (CurrentUser Reader, string[] Titles)[] expected =
        [
            (RoomsFixture.Verifier, ["hibah", "lelang", "tanpa biro"]),
            (Leader, ["hibah", "lelang", "menuduh", "tanpa biro"]),
            (RoomsFixture.StaffOf("kesra"), ["hibah"]),
            (RoomsFixture.StaffOf("pbj"), ["lelang"]),
            (Administrator, []),
        ];

        var seen = await Task.WhenAll(Enumerable.Range(0, Readers * expected.Length).Select(i => TitlesAsync(expected[i % expected.Length].Reader)));

        for (var i = 0; i < seen.Length; i++)
        {
            seen[i].ShouldBe(expected[i % expected.Length].Titles);
        }
    }

    [Fact]
    public async Task Each_reader_of_a_report_is_shown_what_is_his()
    {
        (CurrentUser Reader, int Received)[] expected = [(RoomsFixture.Verifier, 3), (RoomsFixture.StaffOf("kesra"), 1), (Administrator, 0)];

        var seen = await Task.WhenAll(Enumerable.Range(0, Readers * expected.Length).Select(i => ReceivedAsync(expected[i % expected.Length].Reader)));

        for (var i = 0; i < seen.Length; i++)
        {
            seen[i].ShouldBe(expected[i % expected.Length].Received);
        }
    }

    private Task<string[]> TitlesAsync(CurrentUser reader) => AsAsync(reader, async services =>
        (await services.GetRequiredService<TicketList>().ReadAsync(All, null, Token)).Lines.Select(static l => l.Title).Order(StringComparer.Ordinal).ToArray());

    private Task<int> ReceivedAsync(CurrentUser reader) => AsAsync(reader, async services =>
    {
        var month = Period.MonthOf(Hub.Domain.Wita.DateOf(RoomsFixture.Now));
        return (await services.GetRequiredService<ReportQueries>().RoomAsync(month, null, Dimension.Bureau, month, Token)).Figures.All.Received;
    });

    /// <summary>As in a request of that person.</summary>
    private Task<T> AsAsync<T>(CurrentUser reader, Func<IServiceProvider, Task<T>> read) => Task.Run(async () =>
    {
        await using var scope = rooms.Services.CreateAsyncScope();
        List<Claim> claims = [new(ClaimTypes.Name, reader.Name), .. reader.Roles.Select(static r => new Claim(ClaimTypes.Role, r))];
        if (reader.Bureau is { } bureau)
        {
            claims.Add(new Claim(CurrentUser.BureauClaim, bureau));
        }

        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) };
        return await read(scope.ServiceProvider);
    }, Token);

    public async ValueTask DisposeAsync() => await rooms.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
