using System.Text.Json;

namespace Hub.Mocks.Mail;

/// <summary>One mail as it was handed over: kept as one file, so that a crash leaves all of it or nothing.</summary>
public sealed record Delivery
{
    /// <summary>The account that submitted it; null for mail from outside.</summary>
    public string? Account { get; init; }

    public required string From { get; init; }
    public required IReadOnlyList<string> Recipients { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Set for the mails of a scene: the same key is delivered once, also over a restart.</summary>
    public string? Key { get; init; }

    /// <summary>Writes the file: one line of JSON, then the mail byte for byte.</summary>
    internal void Write(string path, ReadOnlySpan<byte> raw)
    {
        var parts = path + ".part";
        using (var file = File.Create(parts))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(this));
            file.WriteByte((byte)'\n');
            file.Write(raw);
            file.Flush(flushToDisk: true);
        }

        File.Move(parts, path, overwrite: true);
    }

    /// <returns>The delivery and where in the file the mail begins.</returns>
    internal static (Delivery Delivery, int Start) Open(string path, ReadOnlySpan<byte> file)
    {
        var end = file.IndexOf((byte)'\n');
        return end > 0 && JsonSerializer.Deserialize<Delivery>(file[..end]) is { } delivery
            ? (delivery, end + 1)
            : throw new InvalidDataException($"{path} bukan berkas kiriman.");
    }
}
