using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Http;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Options of a system that follows the province's API convention.</summary>
public abstract class KaltaraOptions : WireOptions, IValidatableObject
{
    /// <summary>The system's address; the paths of the mapping are appended.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [HttpAddress]
    public string? Address { get; set; }

    /// <summary>Sent as <c>X-API-Key</c>.</summary>
    [Secret]
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string? ApiKey { get; set; }

    /// <summary>A mapping (JSON) in place of the one that ships with this kind; null or empty keeps that one.</summary>
    [FineTuning]
    public string? Mapping { get; set; }

    /// <summary>How far before the last change seen each poll begins, for changes that the source commits late; default 15.</summary>
    [FineTuning]
    [Range(0, 10_080, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int OverlapMinutes { get; set; } = 15;

    /// <summary>The most envelopes handed over at once; default 200.</summary>
    [FineTuning]
    [Range(1, 2000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int PortionSize { get; set; } = 200;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var fault = MappingFault();
        return fault is null ? [] : [new ValidationResult(fault, [nameof(Mapping)])];
    }

    internal abstract IListPoll Poll(PollParts parts);

    /// <summary>The mapping to use.</summary>
    /// <param name="folder">Where the kind's own mapping lies.</param>
    internal Mapping MappingOr(string folder) => string.IsNullOrWhiteSpace(Mapping) ? MappingFile.Embedded(folder) : MappingFile.Read(Mapping);

    private string? MappingFault()
    {
        try
        {
            _ = string.IsNullOrWhiteSpace(Mapping) ? null : MappingFile.Read(Mapping);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
