namespace Hub.Host.Storage;

/// <summary>The hub does not start: one clear sentence that names the setting, field, row or file.</summary>
public sealed class StartupRefusal(string message, Exception? inner = null) : Exception(message, inner);
