using Hub.Domain.Deadlines;
using Hub.Host.People.Visits;

namespace Hub.Host.Web.Deadlines;

/// <summary>Says a standard's term as it is counted.</summary>
internal static class StandardWords
{
    /// <returns><c>4 hari kerja</c>, <c>5–14 hari kerja</c>, <c>H-3, H-1</c>.</returns>
    public static string Term(ServiceStandard standard, Words say) => standard.Unit == StandardUnit.BeforeEvent
        ? string.Join(", ", standard.Marks.Select(m => $"H-{m.Amount}"))
        : $"{Amount(standard)} {say["unit." + standard.Term.Unit, standard.Amount]}";

    /// <returns>The other reading of a bare "hari".</returns>
    public static string Other(ServiceStandard standard, Words say) => $"{Amount(standard)} {say["unit." + standard.Term.Otherwise!.Value, standard.Amount]}";

    private static string Amount(ServiceStandard standard) => standard.Target is int target ? $"{target}–{standard.Amount}" : $"{standard.Amount}";
}
