using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;

namespace Hub.Connectors.Lapor;

/// <summary>Settings of a <c>lapor</c> source: the REST interface of LAPOR! SP4N behind the national gateway SPLP.</summary>
public sealed class LaporOptions : WireOptions
{
    /// <summary>Production by default; the sandbox is <c>https://api-splp.layanan.go.id/sandbox-konsolidasi/1.0</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [HttpAddress]
    public Uri? Address { get; set; } = new("https://api-splp.layanan.go.id/lapor/3.0.0");

    /// <summary>The SPLP key, without the word Bearer.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [Secret]
    public string? AccessKey { get; set; }

    /// <summary>The header that carries <see cref="AccessKey"/>; older accounts use <c>auth</c>.</summary>
    [FineTuning]
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [RegularExpression("[A-Za-z][A-Za-z0-9-]*", ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string AccessHeader { get; set; } = "Authorization";

    /// <summary>LAPOR's own token, sent as header <c>token</c> exactly as given, braces included.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [Secret]
    public string? Token { get; set; }

    /// <summary>The province's number in LAPOR's list of institutions.</summary>
    [Range(1, int.MaxValue, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int InstitutionId { get; set; }

    /// <summary>The province's name there; tells our own follow-ups from others'.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string InstitutionName { get; set; } = "Pemerintah Provinsi Kalimantan Utara";

    /// <summary>The LAPOR account in whose name answers are written.</summary>
    [Range(1, int.MaxValue, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int UserId { get; set; }

    /// <summary>The template a first answer names; empty for none.</summary>
    public string FirstResponseTemplate { get; set; } = "";

    /// <summary>The zone of times without an offset (R4).</summary>
    public SourceZone Zone { get; set; } = SourceZone.Wib;

    /// <summary>How far each run reaches back before the newest change it has seen, for rows that were committed late; default 60.</summary>
    [FineTuning]
    [Range(0, 10_080, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int OverlapMinutes { get; set; } = 60;

    /// <summary>Rows of a list page; default 100.</summary>
    [FineTuning]
    [Range(1, 1000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int PageSize { get; set; } = 100;

    /// <summary>Reports fetched before the hub stores them; default 20.</summary>
    [FineTuning]
    [Range(1, 500, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int BatchSize { get; set; } = 20;
}
