using System.Text;

namespace Hub.Connectors.Email;

/// <summary>UTF-7 (RFC 2152): old mail programs wrote it, the platform no longer reads it.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes[at] != '+')
            {
                text.Append((char)bytes[at++]);
                continue;
            }

            var end = at + 1;
            while (end < bytes.Length && Value(bytes[end]) >= 0)
            {
                end++;
            }

            if (end == at + 1)
            {
                text.Append('+');
            }
            else
            {
                Shifted(bytes[(at + 1)..end], text);
            }

            at = end < bytes.Length && bytes[end] == '-' ? end + 1 : end;
        }

        return text.ToString();
    }

    private static void Shifted(ReadOnlySpan<byte> run, StringBuilder text)
    {
        var (bits, count) = (0, 0);
        foreach (var sign in run)
        {
            bits = (bits << 6) | Value(sign);
            count += 6;
            if (count >= 16)
            {
                count -= 16;
                text.Append((char)((bits >> count) & 0xFFFF));
                bits &= (1 << count) - 1;
            }
        }
    }

    private static int Value(byte sign) => sign switch
    {
        >= (byte)'A' and <= (byte)'Z' => sign - 'A',
        >= (byte)'a' and <= (byte)'z' => sign - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => sign - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
