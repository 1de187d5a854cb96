using System.ComponentModel.DataAnnotations;
using Hub.Connectors;

namespace Hub.Host.Foundation.Backups;

/// <summary>A bucket that speaks S3, in which backups lie beside the folder or instead of it (<c>Hub:Backup:S3</c>).</summary>
public sealed class BucketOptions
{
    /// <summary>Its address, for example <c>https://s3.contoh.go.id</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public Uri? Endpoint { get; set; }

    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string? Bucket { get; set; }

    /// <summary>Before each name, for example <c>hub/</c>; default none.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>As requests are signed for it; most servers of one's own take the default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string? AccessKey { get; set; }

    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required)), Secret]
    public string? SecretKey { get; set; }

    /// <summary>The bucket stands in the path and not in the name of the host; default true, as servers of one's own want it.</summary>
    public bool PathStyle { get; set; } = true;
}
