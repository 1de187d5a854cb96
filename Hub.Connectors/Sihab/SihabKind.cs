using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.Sihab;

/// <summary>SIHAB, the register of grant and social-aid proposals: proposals come in, their status goes back.</summary>
public static class SihabKind
{
    public static ConnectorKind Kind { get; } = new()
    {
        Name = "sihab",
        System = "sihab",
        Title = "SIHAB (hibah dan bansos)",
        Options = typeof(MappedOptions),
        Folder = "Sihab",
        Cron = "0 0/15 * * * ?",
        Create = (context, options) => new MappedConnector(context, (MappedOptions)options, "Sihab"),
    };
}
