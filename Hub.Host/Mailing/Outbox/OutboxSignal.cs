using Hub.Host.Foundation;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Raised when something to be sent was written.</summary>
public sealed class OutboxSignal : Signal;
