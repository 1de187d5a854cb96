namespace Hub.Connectors.Spse;

/// <summary>How SPSE can be connected; the first that an office is granted is the best. All three name the same packages alike.</summary>
public static class SpseKinds
{
    public static ConnectorKind Inaproc { get; } = new()
    {
        Name = "spse",
        System = "spse",
        Title = "SPSE/LPSE (INAPROC)",
        Answers = AnswerWay.ByPerson,
        Options = typeof(InaprocOptions),
        Cron = "0 30 5 ? * *",
        Create = (context, options) => new InaprocConnector(context, (InaprocOptions)options),
    };

    public static ConnectorKind Isb { get; } = new()
    {
        Name = "spse-isb",
        System = "spse",
        Title = "SPSE/LPSE (ISB)",
        Answers = AnswerWay.ByPerson,
        Options = typeof(IsbOptions),
        Cron = "0 45 5 ? * *",
        Create = (context, options) => new IsbConnector(context, (IsbOptions)options),
    };

    public static ConnectorKind Grid { get; } = new()
    {
        Name = "spse-grid",
        System = "spse",
        Title = "SPSE/LPSE (halaman publik)",
        Answers = AnswerWay.ByPerson,
        Options = typeof(GridOptions),
        Cron = "0 15 6 ? * *",
        Create = (context, options) => new GridConnector(context, (GridOptions)options),
    };
}
