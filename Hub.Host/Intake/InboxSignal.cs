using Hub.Host.Foundation;

namespace Hub.Host.Intake;

/// <summary>Raised when an envelope was stored.</summary>
public sealed class InboxSignal : Signal;
