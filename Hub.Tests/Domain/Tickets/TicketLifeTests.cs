using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Lives of tickets in the domain alone; on the road and in the stores they are lived by <see cref="Hub.Tests.Host.Work.LivesOnTheRoadTests"/>.</summary>
public sealed class TicketLifeTests
{
    [Fact]
    public void Every_life_ends_as_its_line_says() =>
        TicketLives.Live().Select(l => (l.Row.Expected, Lived: TicketLives.Tell(l.Row, l.Ticket), l.Cite)).Where(r => r.Expected != r.Lived).ShouldBeEmpty();

    [Fact]
    public void All_services_and_at_least_120_lives_are_told()
    {
        TicketLives.Rows.Count.ShouldBeGreaterThanOrEqualTo(120);
        TicketLives.Catalogue.Services.Select(s => s.Number).Except(TicketLives.Rows.Select(r => r.Service).OfType<int>()).ShouldBeEmpty();
    }
}
