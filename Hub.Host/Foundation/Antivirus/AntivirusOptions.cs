using System.ComponentModel.DataAnnotations;
using Hub.Connectors;

namespace Hub.Host.Foundation.Antivirus;

/// <summary>A ClamAV daemon that looks at every file before anybody gets it (<c>Hub:Antivirus</c>).</summary>
public sealed class AntivirusOptions
{
    /// <summary>Where clamd listens (<c>TCPSocket</c>); default none: then nothing is scanned.</summary>
    public string? Host { get; set; }

    /// <summary>Default 3310.</summary>
    [Range(1, 65535, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Port { get; set; } = 3310;

    /// <summary>For one file, connecting and answer included; default 60 seconds.</summary>
    [Range(1, 600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Seconds { get; set; } = 60;

    /// <summary>Larger files are not handed to the scanner and stay barred; default 64 MB, and no more than clamd's <c>StreamMaxLength</c>.</summary>
    [Range(1, 1024, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int LargestMegabytes { get; set; } = 64;
}
