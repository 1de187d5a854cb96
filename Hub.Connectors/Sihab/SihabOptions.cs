using Hub.Connectors.KaltaraApi;

namespace Hub.Connectors.Sihab;

/// <summary>Options of SIHAB, the register of grant and social-aid proposals.</summary>
public sealed class SihabOptions : KaltaraOptions;
