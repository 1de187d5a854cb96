using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Deadlines;

public sealed class ClocksTests
{
    [Theory]
    [InlineData("lapor", SubmissionKind.Complaint, null, "tidak-berkadar-pengawasan", "lapor-response 2026-11-27")]
    [InlineData("email", SubmissionKind.Complaint, null, "tidak-berkadar-pengawasan", "lapor/tidak-berkadar-pengawasan 2026-12-10")]
    [InlineData("email", SubmissionKind.Complaint, null, null, "lapor/tidak-berkadar-pengawasan/assumed 2026-12-10")]
    [InlineData("email", SubmissionKind.Complaint, 3, "normatif", "lapor/normatif 2026-11-27")]
    [InlineData("email", SubmissionKind.Complaint, 18, "ringan", "service-18/ringan 2026-11-23")]
    [InlineData("spse", SubmissionKind.Complaint, null, null, "service-17/tidak-berkadar-pengawasan/assumed 2026-12-10")]
    [InlineData("lapor", SubmissionKind.Complaint, 17, "normatif", "service-17/normatif 2026-11-25")]
    [InlineData("email", SubmissionKind.InformationRequest, null, null, "lapor/permintaan-informasi 2026-11-27")]
    [InlineData("email", SubmissionKind.InformationRequest, 3, null, "lapor/permintaan-informasi 2026-11-27")]
    [InlineData("email", SubmissionKind.InformationRequest, 11, null, "service-11 2026-11-23")]
    [InlineData("email", SubmissionKind.InformationRequest, 17, null, "service-17/normatif 2026-11-25")]
    [InlineData("email", SubmissionKind.Aspiration, 5, null, "lapor/aspirasi 2026-11-27")]
    [InlineData("email", SubmissionKind.Request, 26, null, "service-26 2026-11-23")]
    [InlineData("email", SubmissionKind.Request, null, null, "unpromised 2026-11-27")]
    [InlineData("email", SubmissionKind.Request, 32, null, "unpromised 2026-11-27")]
    [InlineData("email", SubmissionKind.Request, 19, null, "unpromised 2026-11-27")]
    [InlineData("email", SubmissionKind.Request, 10, null, "service-10/assumed 2026-12-11")]
    [InlineData("email", SubmissionKind.Request, 9, null, "service-9 2027-04-20")]
    [InlineData("e-bang", SubmissionKind.Report, 22, null, "report 2026-11-23")]
    [InlineData("email", SubmissionKind.Report, null, null, "report 2026-11-23")]
    public void The_headline_is_the_earliest_open_promise_class_or_channel(string system, SubmissionKind kind, int? service, string? code, string headline)
    {
        var clocks = Clocks.For(Facts(system, kind, service, code), Data.Standards, Data.Calendar);

        clocks.Count(c => c.Binding).ShouldBe(1);
        var bound = Clocks.Headline(clocks);
        $"{bound.Rule} {bound.Deadline.DueOn:yyyy-MM-dd}".ShouldBe(headline);
    }

    [Theory]
    [InlineData(SubmissionKind.Report, 22)]
    [InlineData(SubmissionKind.Report, null)]
    [InlineData(SubmissionKind.Request, 10)]
    public void A_duty_that_nobody_here_has_is_never_late(SubmissionKind kind, int? service) =>
        Clocks.For(Facts("email", kind, service, null), Data.Standards, Data.Calendar).Where(c => c.Kind == ClockKind.Promise).ShouldAllBe(c => !c.IsLate(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Every_kind_service_class_and_system_gets_a_date()
    {
        string?[] classes = [null, "ringan", "normatif", "tidak-berkadar-pengawasan", "berkadar-pengawasan", "tidak dikenal"];
        foreach (var kind in Enum.GetValues<SubmissionKind>())
        {
            foreach (var service in Enumerable.Range(0, 35).Select(n => n == 0 ? (int?)null : n))
            {
                foreach (var (system, code) in classes.SelectMany(c => new[] { ("lapor", c), ("spse", c), ("email", c) }))
                {
                    Clocks.For(Facts(system, kind, service, code), Data.Standards, Data.Calendar).Count(c => c.Binding).ShouldBe(1);
                }
            }
        }
    }

    [Fact]
    public void A_complaint_by_LAPOR_about_LPSE_carries_both_tables_and_the_statutes()
    {
        var clocks = Clocks.For(Facts("lapor", SubmissionKind.Complaint, 17, "berkadar-pengawasan"), Data.Standards, Data.Calendar);

        clocks.Select(c => c.Rule).ShouldBe(
            ["service-17/berkadar-pengawasan", "lapor/berkadar-pengawasan", "uu25-reply", "uu25-decision", "lapor-response"]);
    }

    private static ClockFacts Facts(string system, SubmissionKind kind, int? service, string? code) => new()
    {
        System = system,
        Kind = kind,
        Service = service,
        Class = code,
        ReceivedAt = Data.Wita("2026-11-20 10:00"),
    };
}
