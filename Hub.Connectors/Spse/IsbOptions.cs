using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;

namespace Hub.Connectors.Spse;

/// <summary>Settings of a <c>spse-isb</c> source: LKPP's older ISB, where the address of a service is its key.</summary>
/// <remarks>Each path is <c>{service GUID}/json/{number}/{name}</c>, as LKPP gave it; an empty one is not read.</remarks>
public sealed class IsbOptions : WireOptions, IValidatableObject
{
    private const string Path = "[0-9A-Za-z-]{8,}/json/[0-9]+/[A-Za-z0-9_-]+";

    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [HttpAddress]
    public Uri? Address { get; set; } = new("https://isb.lkpp.go.id/isb-2/api");

    /// <summary><c>…/SPSE-TenderPengumuman</c>.</summary>
    [Secret]
    [RegularExpression(Path, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? TenderPengumuman { get; set; }

    /// <summary><c>…/SPSE-TenderSelesai</c>.</summary>
    [Secret]
    [RegularExpression(Path, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? TenderSelesai { get; set; }

    /// <summary><c>…/SPSE-NonTenderPengumuman</c>.</summary>
    [Secret]
    [RegularExpression(Path, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? NonTenderPengumuman { get; set; }

    /// <summary><c>…/SPSE-NonTenderSelesai</c>.</summary>
    [Secret]
    [RegularExpression(Path, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? NonTenderSelesai { get; set; }

    /// <summary><c>…/SPSE-JadwalTahapanTender</c>.</summary>
    [Secret]
    [RegularExpression(Path, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string? JadwalTahapanTender { get; set; }

    /// <summary>The number of the province's LPSE.</summary>
    [Range(1, 100_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int KdLpse { get; set; }

    /// <summary>Budget year; 0 for the present one (and until March the one before).</summary>
    [Range(0, 2100, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Tahun { get; set; }

    /// <summary>A year comes in one answer, of up to 21,000 rows; default 32.</summary>
    [FineTuning]
    [Range(1, 256, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public override int LargestAnswerMb { get; set; } = 32;

    /// <summary>A year comes in one answer; the hub stores it in portions of this size. Default 500.</summary>
    [FineTuning]
    [Range(1, 10_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int BatchSize { get; set; } = 500;

    public SourceZone Zone { get; set; } = SourceZone.Wib;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Services().Any())
        {
            yield return new ValidationResult(OptionFaults.Say("NoIsbAddress"), [nameof(TenderPengumuman)]);
        }
    }

    /// <summary>The services that are set, with the kind of their rows and the setting's name.</summary>
    internal IEnumerable<(SpseResource Resource, IsbService Service, string Setting)> Services() =>
        new (string Resource, string? Path, string Setting)[]
        {
            ("tender/pengumuman", TenderPengumuman, nameof(TenderPengumuman)),
            ("tender/tender-selesai", TenderSelesai, nameof(TenderSelesai)),
            ("tender/non-tender-pengumuman", NonTenderPengumuman, nameof(NonTenderPengumuman)),
            ("tender/non-tender-selesai", NonTenderSelesai, nameof(NonTenderSelesai)),
            ("tender/jadwal-tahapan-tender", JadwalTahapanTender, nameof(JadwalTahapanTender)),
        }.Where(s => !string.IsNullOrEmpty(s.Path)).Select(s => (SpseResource.Find(s.Resource)!, IsbService.Of(s.Path!), s.Setting));
}

/// <summary>A service as its setting names it.</summary>
internal sealed record IsbService(string Key, string Number, string Name)
{
    /// <param name="path"><c>{GUID}/json/{number}/{name}</c>.</param>
    public static IsbService Of(string path) => path.Split('/') is [var key, _, var number, var name]
        ? new(key, number, name)
        : throw new FormatException("The path of a service of ISB was used before it was checked.");
}
