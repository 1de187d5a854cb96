using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.SiEvgan;

/// <summary>Options of Si-Evgan, the evaluation of government organisations.</summary>
public sealed class SiEvganOptions : KaltaraOptions;
