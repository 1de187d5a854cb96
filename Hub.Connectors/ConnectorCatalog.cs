namespace Hub.Connectors;

/// <summary>Every kind of connector that a hub knows.</summary>
public sealed class ConnectorCatalog(IReadOnlyList<ConnectorKind> kinds)
{
    /// <summary>What ships with the hub, one line each.</summary>
    public static ConnectorCatalog Shipped { get; } = new(
    [
        SiEvgan.SiEvganKind.Kind,
        Sihab.SihabKind.Kind,
        EBang.EBangKind.Kind,
        Email.EmailKind.Kind,
        Lapor.LaporKinds.Rest,
        Lapor.LaporKinds.Export,
        Spse.SpseKinds.Inaproc,
        Spse.SpseKinds.Isb,
        Spse.SpseKinds.Grid,
    ]);

    public IReadOnlyList<ConnectorKind> Kinds => kinds;

    public ConnectorKind? Find(string name) => kinds.FirstOrDefault(k => k.Name == name);

    /// <summary>Whether a system keeps with which office an item is.</summary>
    public bool Disposes(string system) => kinds.Any(k => k.System == system && k.Disposes);

    /// <summary>How whoever wrote by a system is answered; a system that is known no more is answered at its source.</summary>
    public AnswerWay AnswersOf(string system) => kinds.FirstOrDefault(k => k.System == system)?.Answers ?? AnswerWay.ToSource;
}
