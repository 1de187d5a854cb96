namespace Hub.Host.Storage;

/// <summary>The hub does not start: one clear sentence that names the setting, field, row or file.</summary>
public sealed class StartupRefusal(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It may pass by itself: whoever keeps the service running starts it again. Otherwise somebody must change something first.</summary>
    public bool IsPassing { get; init; }
}
