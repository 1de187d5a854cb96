using Hub.Connectors;
using Hub.Domain.Envelopes;

namespace Hub.Tests.Support;

/// <summary>What a file holds, gone through to its end.</summary>
internal sealed record FileReading(IReadOnlyList<Envelope> Envelopes, IReadOnlyList<RowReport> Rows);

internal static class WholeFiles
{
    public static FileReading ReadFile(this IReadsFiles reader, string name, Stream content, DateTimeOffset receivedAt)
    {
        List<FileRow> rows = [.. reader.RowsOf(name, content, receivedAt)];
        return new([.. rows.Select(r => r.Envelope).OfType<Envelope>()], [.. rows.Select(r => r.Report)]);
    }
}
