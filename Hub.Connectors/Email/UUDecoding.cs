using System.Text;

namespace Hub.Connectors.Email;

/// <summary>Undoes uuencode, with or without its <c>begin</c> and <c>end</c> lines.</summary>
internal static class UUDecoding
{
    public static void Decode(Stream source, Stream target)
    {
        using var reader = new StreamReader(source, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith("begin ", StringComparison.Ordinal))
            {
                continue;
            }

            var count = (line[0] - ' ') & 0x3F;
            if (line == "end" || count == 0)
            {
                return;
            }

            Line(line.AsSpan(1), count, target);
        }
    }

    private static void Line(ReadOnlySpan<char> signs, int count, Stream target)
    {
        for (var at = 0; count > 0; at += 4)
        {
            var bits = (Value(signs, at) << 18) | (Value(signs, at + 1) << 12) | (Value(signs, at + 2) << 6) | Value(signs, at + 3);
            for (var shift = 16; shift >= 0 && count > 0; shift -= 8, count--)
            {
                target.WriteByte((byte)(bits >> shift));
            }
        }
    }

    private static int Value(ReadOnlySpan<char> signs, int at) => at < signs.Length ? (signs[at] - ' ') & 0x3F : 0;
}
