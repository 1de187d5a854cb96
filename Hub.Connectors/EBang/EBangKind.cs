using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.EBang;

/// <summary>e-Bang, the monthly development reports; a report that is due and absent keeps its office's debt open. Nothing goes back.</summary>
public static class EBangKind
{
    public static ConnectorKind Kind { get; } = new()
    {
        Name = "e-bang",
        System = "e-bang",
        Title = "e-Bang (pengendalian pembangunan)",
        Answers = AnswerWay.ByPerson,
        Options = typeof(EBangOptions),
        Folder = "EBang",
        Cron = "0 30 6,12 * * ?",
        Create = (context, options) => new MappedConnector(context, (EBangOptions)options, "EBang"),
    };
}
