using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.SiEvgan;

/// <summary>Si-Evgan, the evaluation of government organisations: applications and finished evaluations come in, and are verified or returned there.</summary>
public static class SiEvganKind
{
    public static ConnectorKind Kind { get; } = new()
    {
        Name = "si-evgan",
        System = "si-evgan",
        Title = "Si-Evgan (evaluasi kelembagaan)",
        Options = typeof(MappedOptions),
        Folder = "SiEvgan",
        Cron = "0 0/15 * * * ?",
        Create = (context, options) => new MappedConnector(context, (MappedOptions)options, "SiEvgan"),
    };
}
