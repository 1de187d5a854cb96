namespace Hub.Connectors;

/// <summary>Every kind of connector, one line each.</summary>
public static class ConnectorCatalog
{
    public static IReadOnlyList<ConnectorKind> Kinds { get; } =
    [
        Email.EmailKind.Kind,
        Lapor.LaporKinds.Rest,
    ];

    public static ConnectorKind? Find(string name) => Kinds.FirstOrDefault(k => k.Name == name);
}
