using System.Diagnostics;

namespace Hub.Connectors.Letters;

/// <summary>The pictures of one item and the time that is left for them.</summary>
/// <param name="reader">Null reads none.</param>
internal sealed class Pictures(PictureReader? reader)
{
    private readonly Stopwatch spent = new();

    public bool HasTime => reader is { IsOn: true } && spent.Elapsed < reader.Longest;

    /// <returns>Null when there is no writing in it, or no time left.</returns>
    public string? Read(ReadOnlyMemory<byte> picture)
    {
        if (!HasTime)
        {
            return null;
        }

        spent.Start();
        var text = reader!.Read(picture, reader.Longest - spent.Elapsed);
        spent.Stop();
        return text;
    }
}
