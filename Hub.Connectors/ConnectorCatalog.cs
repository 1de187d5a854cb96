namespace Hub.Connectors;

/// <summary>Every kind of connector, one line each.</summary>
public static class ConnectorCatalog
{
    public static IReadOnlyList<ConnectorKind> Kinds { get; } =
    [
        SiEvgan.SiEvganConnector.Kind,
        Sihab.SihabConnector.Kind,
        EBang.EBangConnector.Kind,
        Email.EmailKind.Kind,
        Lapor.LaporKinds.Rest,
        Lapor.LaporKinds.Export,
        Spse.SpseKinds.Inaproc,
        Spse.SpseKinds.Isb,
        Spse.SpseKinds.Grid,
    ];

    public static ConnectorKind? Find(string name) => Kinds.FirstOrDefault(k => k.Name == name);
}
