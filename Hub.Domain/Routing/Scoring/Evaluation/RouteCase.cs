using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>A text whose right way is known.</summary>
/// <param name="Bureau">Null when it belongs to none of the nine.</param>
/// <param name="IsOpen">A careful person would ask first, whosever it is.</param>
public sealed record RouteCase(RoutingQuestion Question, string? Bureau, int? Service, SubmissionKind? Kind, bool IsOpen)
{
    public bool IsDecidable => Bureau is not null && !IsOpen;

    /// <summary>An example by itself, without a system or an inbox that helps.</summary>
    public static RouteCase Of(RoutingExample example, ServiceCatalogue catalogue) => new(
        new RoutingQuestion { System = "", Body = example.Text }, example.Bureau ?? catalogue.FindService(example.Service)?.Bureau, example.Service, KindCode.Read(example.Kind), IsOpen: false);
}
