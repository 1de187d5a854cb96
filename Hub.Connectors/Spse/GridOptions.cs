using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;

namespace Hub.Connectors.Spse;

/// <summary>Settings of a <c>spse-grid</c> source: the public lists of the SPSE web pages, where there is neither token nor ISB.</summary>
public sealed class GridOptions : WireOptions
{
    /// <summary>The tenant's address.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [HttpAddress]
    public Uri? Address { get; set; } = new("https://spse.inaproc.id/kaltaraprov");

    /// <summary>Budget year; 0 for the present one (and until March the one before).</summary>
    [Range(0, 2100, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Tahun { get; set; }

    /// <summary>Rows of a page; default 50.</summary>
    [FineTuning]
    [Range(1, 100, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int PageSize { get; set; } = 50;

    public bool Tender { get; set; } = true;

    public bool NonTender { get; set; } = true;

    /// <summary>Recorded packages (pencatatan).</summary>
    public bool Pencatatan { get; set; }

    public SourceZone Zone { get; set; } = SourceZone.Wib;

    /// <summary>A second between calls, as the community keeps it.</summary>
    [FineTuning]
    [Range(0, 60_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public override int SpacingMs { get; set; } = 1000;
}
