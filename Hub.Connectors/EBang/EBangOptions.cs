using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.EBang;

/// <summary>Options of e-Bang, the monthly reports on physical and financial realisation.</summary>
public sealed class EBangOptions : KaltaraOptions
{
    /// <summary>How many months back are read at every poll, because budget revisions change past months; default 6.</summary>
    [Range(1, 24, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int MonthsBack { get; set; } = 6;

    /// <summary>The day of the following month by which a month's report is due; default 20.</summary>
    [Range(1, 28, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int DueDay { get; set; } = 20;

    internal override IListPoll Poll(PollParts parts) => new MonthPoll(parts.Client, parts.Mapping, parts.Reader, parts.Enveloping, this, parts.Clock);
}
