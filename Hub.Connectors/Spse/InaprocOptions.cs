using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;

namespace Hub.Connectors.Spse;

/// <summary>Settings of a <c>spse</c> source: LKPP's INAPROC gateway, version 1.</summary>
public sealed class InaprocOptions : WireOptions
{
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [HttpAddress]
    public Uri? Address { get; set; } = new("https://data.inaproc.id/api/v1");

    /// <summary>The JWT of the office; its public IP is registered with it.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [Secret]
    public string? Token { get; set; }

    /// <summary>The province's KLPD code, a letter and a number: <c>D123</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [RegularExpression("[A-Z][0-9]+", ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? KodeKlpd { get; set; }

    /// <summary>Budget year; 0 for the present one (and until March the one before).</summary>
    [Range(0, 2100, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Tahun { get; set; }

    /// <summary>Rows of a page; the gateway gives one row when nothing is said. Default 100.</summary>
    [FineTuning]
    [Range(1, 1000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Limit { get; set; } = 100;

    /// <summary>Reads the schedule too: objection periods and contract signings become requests with a date.</summary>
    public bool Jadwal { get; set; } = true;

    /// <summary>The zone of all times; the Z behind them is not believed (the same times come without it elsewhere).</summary>
    public SourceZone Zone { get; set; } = SourceZone.Wib;
}
