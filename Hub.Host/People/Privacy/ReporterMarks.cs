using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Submissions;
using Hub.Host.Foundation.Security;

namespace Hub.Host.People.Privacy;

/// <summary>Keyed marks by which a reporter is known again and found without opening anything. They are kept of open tickets only: in a stolen copy an equal mark at a ticket that lies open would tell who wrote a protected one.</summary>
public sealed class ReporterMarks(KeyFolder keys)
{
    private readonly byte[] key = keys.KeyFor("reporter-lookup");

    /// <returns>Null for a blank address.</returns>
    public string? OfAddress(string? email) => string.IsNullOrWhiteSpace(email) ? null : Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Plain(email))));

    /// <summary>Of an address that was named beside the first.</summary>
    /// <returns>Null for a blank one.</returns>
    public long? OfOtherAddress(string? email) => string.IsNullOrWhiteSpace(email) ? null : Number($"mail:{Plain(email)}");

    /// <summary>The same for the same telephone number, however it is written.</summary>
    /// <returns>Null for what is no telephone number.</returns>
    public long? OfPhone(string? phone) => PhoneNumber.National(phone) is { } digits ? Number($"tel:{digits}") : null;

    /// <summary>Under which somebody is found beside the own address: telephone numbers, and addresses named beside it.</summary>
    internal IEnumerable<long> Of(Reporter reporter) =>
        reporter.All().Select(r => OfPhone(r.Phone)).Concat((reporter.Also ?? []).Select(r => OfOtherAddress(r.Email))).OfType<long>().Distinct();

    /// <summary>Whether two write the same address.</summary>
    internal static bool IsSame(string? one, string? other) => !string.IsNullOrWhiteSpace(one) && !string.IsNullOrWhiteSpace(other) && Plain(one) == Plain(other);

    private static string Plain(string email) => email.Trim().ToLowerInvariant();

    private long Number(string text) => BinaryPrimitives.ReadInt64LittleEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
