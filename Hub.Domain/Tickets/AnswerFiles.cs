using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <summary>Which files may go to a reporter: documents and pictures that are what their name says, few and small enough for any mailbox.</summary>
public static class AnswerFiles
{
    public const int Most = 5;

    /// <summary>All of an answer together; a mail grows by a third on its way, and many servers stop at 20 MB.</summary>
    public const int MostMegabytes = 10;

    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>How the bytes of a kind begin; empty for text, which has no beginning of its own and no zero byte.</summary>
    private static readonly Dictionary<string, byte[]> Beginnings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = [0x25, 0x50, 0x44, 0x46],
        [".jpg"] = [0xFF, 0xD8, 0xFF],
        [".jpeg"] = [0xFF, 0xD8, 0xFF],
        [".png"] = [0x89, 0x50, 0x4E, 0x47],
        [".docx"] = Zip,
        [".xlsx"] = Zip,
        [".odt"] = Zip,
        [".ods"] = Zip,
        [".doc"] = Compound,
        [".xls"] = Compound,
        [".txt"] = [],
        [".csv"] = [],
    };

    /// <summary>With the dot, lower case.</summary>
    public static IReadOnlyCollection<string> Extensions => Beginnings.Keys;

    /// <returns>Why they may not go together; null when they may.</returns>
    public static ChangeRefusal? Fault(IReadOnlyList<Attachment> files) =>
        files.Count > Most ? new ChangeRefusal("FilesTooMany", Most)
        : files.Sum(f => (long)f.Content.Length) > MostMegabytes * 1024L * 1024 ? new ChangeRefusal("FilesTooBig", MostMegabytes)
        : files.Select(Fault).FirstOrDefault(f => f is not null);

    /// <returns>Why this one may not go; null when it may.</returns>
    public static ChangeRefusal? Fault(Attachment file) =>
        !Beginnings.TryGetValue(Path.GetExtension(file.Name), out var beginning) ? new ChangeRefusal("FileKind", file.Name, string.Join(", ", Extensions.Select(e => e[1..])))
        : file.Content.IsEmpty ? new ChangeRefusal("FileEmpty", file.Name)
        : !Begins(file.Content.Span, beginning) ? new ChangeRefusal("FileOther", file.Name)
        : null;

    private static bool Begins(ReadOnlySpan<byte> content, byte[] beginning) => beginning.Length == 0 ? !content.Contains((byte)0) : content.StartsWith(beginning);
}
