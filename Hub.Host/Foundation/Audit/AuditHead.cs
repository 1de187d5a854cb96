using System.Security.Cryptography;
using System.Text;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Foundation.Audit;

/// <summary>Number and hash of the newest entry, signed with a key that is not in the database: shows a cut tail and a chain written anew.</summary>
internal sealed record AuditHead(long Id, string Hash)
{
    public const string Setting = "audit-head";

    /// <summary>Names the signing key within the key folder.</summary>
    public const string KeyPurpose = "audit-head";

    public static async Task SaveAsync(HubDbContext db, byte[] key, AuditEntry newest, CancellationToken token)
    {
        var value = new AuditHead(newest.Id, newest.Hash).Signed(key);
        await db.KeepAsync(Setting, value, token);
    }

    /// <returns>Null when there is none or its signature is not ours.</returns>
    public static AuditHead? Of(string? stored, byte[] key)
    {
        if (stored?.Split(' ') is not [var number, var hash, _] || !long.TryParse(number, out var id))
        {
            return null;
        }

        var head = new AuditHead(id, hash);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(head.Signed(key)), Encoding.UTF8.GetBytes(stored)) ? head : null;
    }

    private string Signed(byte[] key)
    {
        var words = $"{Id} {Hash}";
        return $"{words} {Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(words)))}";
    }
}
