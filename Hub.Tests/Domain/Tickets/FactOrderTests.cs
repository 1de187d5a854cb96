using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Dates follow from the facts, not from the order in which somebody came to write them down.</summary>
public sealed class FactOrderTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 2, 9, 0, 0, Wita.Offset);
    private static readonly DateTimeOffset Now = Received.AddDays(2);
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Standards Standards = Standards.Embedded();
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();

    [Theory]
    [InlineData(SubmissionKind.Request)]
    [InlineData(SubmissionKind.InformationRequest)]
    [InlineData(SubmissionKind.Complaint)]
    public void Any_order_of_the_same_facts_ends_in_the_same_clocks(SubmissionKind kind)
    {
        TicketChange[] facts =
        [
            new TicketChange.SetEvent(new DateOnly(2026, 12, 5)),
            new TicketChange.SetService(8),
            new TicketChange.WaitFor("waiting/kanwil-kemenkum", "Kanwil Kemenkumham", "188/1", new DateOnly(2026, 11, 4)),
            new TicketChange.Begin("pdp-3x24", Received.AddDays(1)),
            new TicketChange.Answer("Kami periksa."),
            new TicketChange.Protect(Anonymous: true, Secret: false),
        ];

        var ends = Orders(facts).Select(order => ClocksAfter(kind, order)).Distinct().ToList();

        ends.ShouldHaveSingleItem().ShouldContain("waiting/kanwil-kemenkum");
    }

    [Fact]
    public void No_fact_can_change_and_leave_an_old_date()
    {
        // Each fact that clocks read, and a change that moves a date by it.
        var before = ClocksAfter(SubmissionKind.Request, []);
        TicketChange[] facts =
        [
            new TicketChange.SetService(10),
            new TicketChange.WaitFor("waiting/kanwil-kemenkum", "Kanwil Kemenkumham", null, new DateOnly(2026, 11, 3)),
            new TicketChange.Begin("pdp-3x24", Received.AddDays(1)),
            new TicketChange.Ask("KTP?"),
            new TicketChange.Reclassify(SubmissionKind.Complaint, 8, null),
            new TicketChange.StartPpid(),
            new TicketChange.Assign("umum", 26, "bidangnya"),
            new TicketChange.GiveBack("bukan kami"),
            new TicketChange.Resolve("Selesai."),
            new TicketChange.Withdraw(null),
            new TicketChange.NotOurs("PLN", "listrik"),
        ];

        foreach (var fact in facts)
        {
            ClocksAfter(SubmissionKind.Request, [fact]).ShouldNotBe(before, fact.Name);
        }
    }

    private static string ClocksAfter(SubmissionKind kind, IReadOnlyList<TicketChange> order)
    {
        var route = new RoutingDecision { Bureau = "hukum", Service = 8, Kind = kind, Score = 1, Triage = false, Why = [new Reason("words", [])] };
        var ticket = Ticket.Open(new TicketOrigin("KU-2026-000001", "email", "email", "email", "1"), new Submission { Title = "Rancangan", Body = "Isi.", ReceivedAt = Received }, route, Received);
        foreach (var change in order)
        {
            change.Apply(new TicketsAtHand { Ticket = ticket, Actor = "siti", Now = Now, Catalogue = Catalogue, Route = static _ => throw new NotSupportedException(), Place = (t, bureau, service) => new Placement(bureau, service, t.Class) }).ShouldBeNull(change.Name);
        }

        return string.Join('\n', Clocks.For(TicketHistory.FactsOf(ticket), Standards, Calendar).Select(c => c.ToString()).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<IReadOnlyList<TicketChange>> Orders(IReadOnlyList<TicketChange> facts) => facts.Count <= 1
        ? [facts]
        : facts.SelectMany((fact, i) => Orders([.. facts.Where((_, j) => j != i)]).Select(rest => (IReadOnlyList<TicketChange>)[fact, .. rest]));
}
