using Hub.Domain;

namespace Hub.Host.Storage;

/// <summary>The hub does not start: one clear sentence that names the setting, field, row or file.</summary>
public sealed class StartupRefusal(Said said, Exception? inner = null) : Exception(said.Stored, inner), ISays
{
    public Said Said => said;

    /// <summary>In the language of the terminal.</summary>
    public override string Message => said.ToString();

    /// <summary>It may pass by itself: whoever keeps the service running starts it again. Otherwise somebody must change something first.</summary>
    public bool IsPassing { get; init; }
}
