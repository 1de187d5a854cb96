using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Takes out what an S/MIME signature wraps (RFC 8551, 3.5.2). The signature itself is not checked: who signed is no ground for anything here.</summary>
internal static class SignedContent
{
    /// <returns>Null for what is encrypted or broken.</returns>
    public static MimeEntity? Of(MimePart wrapped, ParserOptions parsing)
    {
        using var bytes = new MemoryStream();
        TransferDecoding.To(wrapped, bytes);
        var signed = new SignedCms();
        try
        {
            signed.Decode(bytes.ToArray());
            using var content = new MemoryStream(signed.ContentInfo.Content);
            return content.Length == 0 ? null : MimeEntity.Load(parsing, content);
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
