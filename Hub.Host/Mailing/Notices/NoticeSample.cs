using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;

namespace Hub.Host.Mailing.Notices;

/// <summary>A notice about a made-up ticket, so that people see what a sentence looks like in its mail.</summary>
public sealed class NoticeSample(IServiceProvider services, WorkingCalendar calendar, TimeProvider clock)
{
    /// <param name="purpose">One of <see cref="NoticeWording.Editable"/>.</param>
    /// <param name="texts">The words to use, saved or not.</param>
    public Notice Make(NoticePurpose purpose, NoticeWording texts)
    {
        var now = clock.GetUtcNow();
        var submission = new Submission
        {
            Title = "Permohonan data realisasi hibah rumah ibadah 2025",
            Body = "Dengan hormat, kami mohon data realisasi hibah rumah ibadah tahun 2025 di Kabupaten Bulungan.",
            ReceivedAt = now,
        };
        var route = new RoutingDecision
        {
            Bureau = purpose == NoticePurpose.Triage ? null : "kesra",
            Kind = SubmissionKind.Request,
            Service = 3,
            Score = 0.93,
            Triage = purpose == NoticePurpose.Triage,
            Why = [new Reason("words", ["hibah", "rumah ibadah"])],
        };
        var ticket = Ticket.Open(new TicketOrigin($"KU-{now.Year}-000123", "contoh", "contoh", "contoh", "contoh"), submission, route, now);
        var due = calendar.AddWorkingDays(Domain.Wita.DateOf(now), 5);
        ticket.SetClocks([new Clock { Kind = ClockKind.Promise, Rule = "service-3", StartedAt = now, Deadline = new Deadline { DueOn = due, LateAt = Domain.Wita.StartOf(due.AddDays(1)).ToUniversalTime() }, Binding = true }]);
        var composer = ActivatorUtilities.CreateInstance<NoticeComposer>(services, texts);
        return composer.Write(ticket, purpose, PayloadOf(purpose));
    }

    private static NoticePayload PayloadOf(NoticePurpose purpose) => purpose switch
    {
        NoticePurpose.Question => new NoticePayload("Mohon kirim fotokopi surat keterangan domisili."),
        NoticePurpose.Answer => new NoticePayload("Data realisasi hibah rumah ibadah tahun 2025 terlampir."),
        NoticePurpose.Reminder or NoticePurpose.Escalation => new NoticePayload(Level: "jatuh tempo besok"),
        _ => new NoticePayload(),
    };
}
