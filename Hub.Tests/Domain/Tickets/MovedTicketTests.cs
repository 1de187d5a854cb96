using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Whoever moves a ticket and wherever it was: afterwards it has the clocks that it would have had if it had arrived there.</summary>
public sealed class MovedTicketTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 2, 9, 0, 0, Wita.Offset);
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Standards Standards = Standards.Embedded();
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Embedded();
    private static readonly Lazy<Router> Router = new(() => new Router(Catalogue, Hub.Domain.Routing.RuleSet.Embedded(Catalogue)));

    [Theory]
    [InlineData(SubmissionKind.Request)]
    [InlineData(SubmissionKind.Complaint)]
    [InlineData(SubmissionKind.InformationRequest)]
    public void Between_any_two_services_the_clocks_are_those_of_the_second(SubmissionKind kind)
    {
        foreach (var from in Catalogue.Services)
        {
            foreach (var to in Catalogue.Services.Where(s => s.Number != from.Number))
            {
                // By mail, link, bulk action, triage and page it is one of these three.
                TicketChange[] doors = to.Bureau == from.Bureau
                    ? [new TicketChange.Reclassify(kind, to.Number, null), new TicketChange.SetService(to.Number)]
                    : [new TicketChange.Assign(to.Bureau, to.Number, "bidangnya")];
                foreach (var door in doors)
                {
                    var moved = Open(from, kind);

                    door.Apply(At(moved)).ShouldBeNull();

                    (moved.Bureau, moved.Service).ShouldBe((to.Bureau, to.Number));
                    ClocksOf(moved).ShouldBe(ClocksOf(Open(to, kind)), $"{from.Number} → {to.Number} by {door.Name}");
                }
            }
        }
    }

    [Fact]
    public void No_bureau_is_given_a_service_of_another()
    {
        var ticket = Open(Catalogue.FindService(27)!, SubmissionKind.Request);

        new TicketChange.Assign("adpim", 27, "salah").Apply(At(ticket))!.Code.ShouldBe("ServiceElsewhere");
        new TicketChange.Reclassify(SubmissionKind.Request, 33, null).Apply(At(ticket))!.Code.ShouldBe("ServiceElsewhere");

        (ticket.Bureau, ticket.Service, ticket.Events.Count).ShouldBe(("umum", 27, 2));
    }

    [Fact]
    public void A_bureau_without_a_service_named_gets_one_of_its_own_or_none()
    {
        foreach (var bureau in Catalogue.Bureaus)
        {
            var ticket = Open(Catalogue.Services.First(s => s.Bureau != bureau.Code), SubmissionKind.Request);

            new TicketChange.Assign(bureau.Code, null, "bidangnya").Apply(At(ticket)).ShouldBeNull();

            (Catalogue.FindService(ticket.Service)?.Bureau ?? bureau.Code).ShouldBe(bureau.Code);
        }
    }

    [Fact]
    public void What_was_in_work_is_accepted_anew_by_whom_it_is_passed_to_and_that_ends_the_handing_over()
    {
        var ticket = Open(Catalogue.FindService(27)!, SubmissionKind.Request);
        new TicketChange.Accept().Apply(At(ticket)).ShouldBeNull();
        HandingOver(ticket).EndedAt.ShouldNotBeNull();

        new TicketChange.Assign("hukum", null, "bidangnya").Apply(At(ticket, days: 3)).ShouldBeNull();

        ticket.Status.ShouldBe(TicketStatus.New);
        HandingOver(ticket).EndedAt.ShouldBeNull();
        new TicketChange.Accept().Apply(At(ticket, days: 4)).ShouldBeNull();
        (ticket.Status, HandingOver(ticket).EndedAt).ShouldBe((TicketStatus.InProgress, Received.AddDays(4)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_waited_when_it_was_passed_on_waits_still_and_is_accepted_when_the_wait_is_over(bool reporter)
    {
        TicketChange[] waits = reporter
            ? [new TicketChange.Ask("Fotokopi KTP?"), new TicketChange.Complete()]
            : [new TicketChange.WaitFor("kemendagri", "Kemendagri", null, Wita.DateOf(Received)), new TicketChange.StopWaiting("sudah dijawab")];
        var (passed, stayed) = (Open(Catalogue.FindService(27)!, SubmissionKind.Request), Open(Catalogue.FindService(27)!, SubmissionKind.Request));
        waits[0].Apply(At(passed)).ShouldBeNull();
        waits[0].Apply(At(stayed)).ShouldBeNull();
        var status = passed.Status;

        new TicketChange.Assign("hukum", null, "bidangnya").Apply(At(passed, days: 3)).ShouldBeNull();
        passed.Status.ShouldBe(status);

        waits[1].Apply(At(passed, days: 4)).ShouldBeNull();
        waits[1].Apply(At(stayed, days: 4)).ShouldBeNull();
        (passed.Status, stayed.Status).ShouldBe((TicketStatus.New, TicketStatus.InProgress));
    }

    [Fact]
    public void The_same_answer_is_not_sent_twice_in_a_row()
    {
        var ticket = Open(Catalogue.FindService(27)!, SubmissionKind.Request);
        var answer = new TicketChange.Answer("Sedang kami periksa.");
        answer.Apply(At(ticket)).ShouldBeNull();

        answer.Apply(At(ticket))!.Code.ShouldBe("AnsweredSo");
        (answer with { Files = [new Attachment { Name = "berkas.pdf", MediaType = "application/pdf" }] }).Apply(At(ticket)).ShouldBeNull();
        new TicketChange.Ask("Nomor berkasnya?").Apply(At(ticket)).ShouldBeNull();
        new TicketChange.Complete().Apply(At(ticket)).ShouldBeNull();
        answer.Apply(At(ticket)).ShouldBeNull();
        ticket.Events.Count(e => e.IsAnswer).ShouldBe(3);
    }

    private static Clock HandingOver(Ticket ticket) => Clocks.For(TicketHistory.FactsOf(ticket), Standards, Calendar).Single(c => c.Kind == ClockKind.Custody);

    private static TicketsAtHand At(Ticket ticket, int days = 2) => new()
    {
        Ticket = ticket, Actor = "siti", Now = Received.AddDays(days), Catalogue = Catalogue, Route = Router.Value.Decide,
        Place = (t, bureau, service) => Router.Value.PlaceWithin(RoutingQuestion.About(t) with { Service = service }, bureau, t.Kind),
    };

    private static Ticket Open(Service service, SubmissionKind kind)
    {
        var submission = new Submission { Title = "Permohonan", Body = "Mohon dibantu.", ReceivedAt = Received, EventOn = new DateOnly(2026, 12, 5) };
        var route = new RoutingDecision
        {
            Bureau = service.Bureau, Service = service.Number, Kind = kind, Score = 1, Triage = false, Why = [new Reason("words", [])],
            Class = Router.Value.PlaceWithin(RoutingQuestion.About("email", submission) with { Service = service.Number }, service.Bureau, kind).Class,
        };
        return Ticket.Open(new TicketOrigin("KU-2026-000001", "email", "email", "email", "1"), submission, route, Received);
    }

    private static List<string> ClocksOf(Ticket ticket) =>
    [
        .. Clocks.For(TicketHistory.FactsOf(ticket), Standards, Calendar).Where(c => c.Kind is not (ClockKind.Custody or ClockKind.Triage))
            .Select(c => $"{c.RuleKey} {c.StartedAt:O} {c.Deadline.DueOn:O} {c.Binding}").Order(StringComparer.Ordinal),
    ];
}
