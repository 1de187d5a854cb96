using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>One mail as the server handed it over.</summary>
/// <param name="ReceivedAt">INTERNALDATE; null when the server does not say.</param>
/// <param name="ServerIds">Gmail's X-GM-MSGID and X-GM-THRID, each after a semicolon; empty where the server has none.</param>
internal sealed record TakenMail(uint Uid, ReadOnlyMemory<byte> Raw, DateTimeOffset? ReceivedAt, string ServerIds);

/// <summary>What one visit brought.</summary>
/// <param name="LastUid">Every listed UID up to here is taken, skipped by rule, or gone; null when nothing was.</param>
/// <param name="HasStubs">A mail was kept back and a stub stands for it.</param>
internal sealed record Portion(IReadOnlyList<TakenMail> Mails, uint? LastUid, IReadOnlyList<Said> Warnings, bool HasStubs)
{
    /// <summary>How many mails of the folder are taken with its last; null when its place is not told.</summary>
    public int? Behind { get; init; }
}
