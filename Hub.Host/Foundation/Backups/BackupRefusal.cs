using Hub.Domain;

namespace Hub.Host.Foundation.Backups;

/// <summary>A backup cannot be made or used; the sentence says why and what to do.</summary>
public sealed class BackupRefusal(Said said, Exception? inner = null) : Exception(said.InLog(), inner), ISays
{
    public Said Said { get; } = said;
}
