using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;

namespace Hub.Connectors.Lapor;

/// <summary>Settings of a <c>lapor-export</c> source: the spreadsheet that LAPOR's admin site offers for download.</summary>
public sealed class LaporExportOptions
{
    /// <summary>The zone of the two time columns, which carry none (R4).</summary>
    public SourceZone Zone { get; set; } = SourceZone.Wib;

    /// <summary>How many rows may stand above the header; default 30.</summary>
    [FineTuning]
    [Range(0, 500, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int PreambleRows { get; set; } = 30;
}
