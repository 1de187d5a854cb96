using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain.Submissions;

namespace Hub.Tests.Host.Pages;

/// <summary>What everybody reads about time is counted from known ends only, and says how many are not known.</summary>
public sealed partial class PublicFiguresTests : IAsyncLifetime
{
    private readonly RoomsFixture rooms = new();

    public async ValueTask InitializeAsync() => await rooms.InitializeAsync();

    [Fact]
    public async Task Ends_that_nobody_dated_are_told_and_in_no_figure()
    {
        for (var i = 0; i < 9; i++)
        {
            DateTimeOffset? ended = i < 3 ? RoomsFixture.Now.AddDays(-1) : null;
            var over = new Submission { Title = $"Selesai di sumber {i}", Body = "Isi.", ReceivedAt = RoomsFixture.Now.AddDays(-5), SourceState = SourceState.Closed, SourceStatus = "Selesai", EndedAt = ended };
            await rooms.AddTicketAsync(over.Title, then: t => t.Update(over, RoomsFixture.Now));
        }

        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/statistics"));

        page.ShouldContain("Sekitar 10 tiket selesai di sumber yang tidak menyebut kapan");
        var medians = Median().Matches(page).Select(m => m.Groups["told"].Value).ToList();
        medians.ShouldNotBeEmpty();
        medians.ShouldAllBe(told => told == "–", "three known ends are too few to tell a time");
    }

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    [GeneratedRegex(@"data-label=""Median \(hk\)""[^>]*>(?<told>[^<]*)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Median();
}
