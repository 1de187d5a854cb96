using System.Security.Cryptography;
using System.Text.Json;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Foundation.Audit;

/// <summary>How entries hang together: SHA-256 over the hash before and every field, as a JSON array in UTF-8. Anybody can recompute it.</summary>
internal static class AuditChain
{
    /// <summary>Stands before the first entry.</summary>
    public static readonly string Beginning = new('0', 64);

    public static string Hash(string previous, AuditEntry entry) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new object?[] { previous, entry.Id, entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"), entry.Actor, entry.Action, entry.Subject, entry.Detail })));

    /// <summary>Whole milliseconds: what both stores keep.</summary>
    public static DateTimeOffset Instant(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
}
