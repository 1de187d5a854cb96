using System.IO.Compression;
using Hub.Domain.Routing.Scoring;

namespace Hub.Domain.Routing;

/// <summary>What an office's own decided items teach the scorer beside the examples that ship: weights of words that several senders wrote, and no text.</summary>
/// <param name="Number">Under which it is taken and named in grounds; 0 while it is tried.</param>
public sealed record RoutingLesson(int Number, TextModel Topic)
{
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Optimal))
        {
            TextModelFile.Save(Topic, packed);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It is none of this version.</exception>
    public static RoutingLesson Load(int number, byte[] saved)
    {
        using var packed = new GZipStream(new MemoryStream(saved), CompressionMode.Decompress);
        using var open = new MemoryStream();
        packed.CopyTo(open);
        return new(number, TextModelFile.Load(open.ToArray(), $"{number}"));
    }
}

/// <summary>An item with what people decided about it.</summary>
/// <param name="Writer">The same for all items of one sender.</param>
/// <param name="Bureau">One of the nine; null where it is nobody's of them.</param>
/// <param name="NotOurs">The authority that a person named; null where it is ours.</param>
/// <param name="IsCorrection">A person decided otherwise than the router had guessed.</param>
public sealed record DecidedItem(RoutingQuestion Question, string Writer, string? Bureau, int? Service, string? NotOurs, bool IsCorrection, DateTimeOffset DecidedAt)
{
    internal Aim Aim => Bureau is null ? new Aim(null, null, NotOurs) : new Aim(Bureau, Service, null);
}
