using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;

namespace Hub.Host.Mailing.Notices;

/// <summary>A notice about a made-up ticket, so that people see what a sentence looks like in its mail.</summary>
public sealed class NoticeSample(IServiceProvider services, LawInForce law, TimeProvider clock)
{
    /// <param name="purpose">One of <see cref="NoticeWording.Editable"/>.</param>
    /// <param name="texts">The words to use, saved or not.</param>
    public Notice Make(NoticePurpose purpose, NoticeWording texts)
    {
        var now = clock.GetUtcNow();
        var submission = new Submission
        {
            Title = Sample("SampleTitle"),
            Body = Sample("SampleBody"),
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
        var ticket = law.Imagine(new TicketOrigin($"KU-{now.Year}-000123", "contoh", "contoh", "contoh", "contoh"), submission, route, now);
        var composer = ActivatorUtilities.CreateInstance<NoticeComposer>(services, texts);
        return composer.Write(ticket, purpose, PayloadOf(purpose));
    }

    private static string Sample(string name) => Said.Of<SampleTexts>(name).ToString();

    private static NoticePayload PayloadOf(NoticePurpose purpose) => purpose switch
    {
        NoticePurpose.Question => new NoticePayload(Sample("SampleQuestion")),
        NoticePurpose.Answer => new NoticePayload(Sample("SampleAnswer")),
        _ => new NoticePayload(),
    };
}
