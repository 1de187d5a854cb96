using System.Text;

namespace Hub.Host.Intake;

/// <summary>Whether bytes name somebody; memory holds a part of them, however many they are.</summary>
internal static class Mention
{
    private const int Part = 64 * 1024;

    /// <param name="name">As it is written, in letters of any size.</param>
    public static bool Of(string name, Stream bytes)
    {
        // What was cut at the end of a part stands before the next.
        var (part, kept) = (new byte[Part + name.Length], 0);
        while (bytes.Read(part, kept, part.Length - kept) is > 0 and var read)
        {
            var there = kept + read;
            if (Encoding.Latin1.GetString(part, 0, there).Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            kept = Math.Min(there, name.Length - 1);
            part.AsSpan(there - kept, kept).CopyTo(part);
        }

        return false;
    }
}
