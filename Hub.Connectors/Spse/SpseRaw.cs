using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.Spse;

/// <summary>Puts a row into an envelope: <c>{"resource":"tender/pengumuman","taken":…,"row":…}</c>, the row as the source wrote it.</summary>
internal sealed class SpseRaw(SourceContext context, SourceZone zone)
{
    // The day of the source's own nightly copy: changes every day and says nothing about the package.
    private const string CopyDate = "_event_date";
    private const string WithoutCode = "tanpa-kode:";

    /// <returns>Null for rows of a schedule that wait for nobody here.</returns>
    public Envelope? Wrap(SpseResource resource, JsonElement row)
    {
        if (!row.IsReadable())
        {
            var mark = Fingerprint.Of(Encoding.UTF8.GetBytes(row.GetRawText()));
            return new Envelope
            {
                Key = new EnvelopeKey(context.Source, WithoutCode + mark, mark),
                MediaType = "application/json",
                Raw = Stored(resource, row, context.Clock.GetUtcNow()),
                ReceivedAt = context.Clock.GetUtcNow(),
            };
        }

        if (resource.IsSchedule && SpseWords.Stage(StageName(row)) is null)
        {
            return null;
        }

        var now = context.Clock.GetUtcNow();
        var published = IndonesianDate.Instant(row.Field(resource.ReceivedField, "tanggal_pengumuman_nontender", "tgl_buat_paket", "tanggal_buat_paket").Raw(), zone, trustOffset: false);
        return new Envelope
        {
            Key = new EnvelopeKey(context.Source, ExternalId(resource, row), Version(resource, row)),
            MediaType = "application/json",
            Sequence = Sequence(resource, row),
            Raw = Stored(resource, row, now),
            ReceivedAt = published < now ? published.Value : now,
        };
    }

    private static byte[] Stored(SpseResource resource, JsonElement row, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes($$"""{"resource":{{JsonSerializer.Serialize(resource.Name)}},"taken":"{{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}","row":{{row.GetRawText()}}}""");

    /// <summary>What the bureau is asked to do; the older form leaves one of the two empty.</summary>
    public static string? StageName(JsonElement row) => row.Line("nama_tahapan") ?? row.Line("nama_akt");

    public static long? Code(SpseResource resource, JsonElement row) =>
        row.ValueKind == JsonValueKind.Array
            ? row.GetArrayLength() > 0 && long.TryParse(PlainText.Line(row[0].Raw()), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null
            : row.Id(resource.IdField);

    private static string ExternalId(SpseResource resource, JsonElement row)
    {
        if (Code(resource, row) is not long code)
        {
            return $"{WithoutCode}{Fingerprint.Of(Encoding.UTF8.GetBytes(row.GetRawText()))}";
        }

        return resource.IsSchedule ? $"jadwal:{resource.Prefix}:{code}:{row.Id("kd_tahapan") ?? row.Id("kd_akt") ?? 0}" : $"{resource.Prefix}:{code}";
    }

    private static string Version(SpseResource resource, JsonElement row) => $"v{Repeat(row)}-{resource.ShortName}-{Fingerprint.Of(Lasting(row))}";

    /// <summary>One reading shows a package in each of its repeats, and announced beside finished: the last of these holds.</summary>
    private static int Sequence(SpseResource resource, JsonElement row) => (int)Math.Clamp(Repeat(row), 0, 1_000_000) * 2 + (resource.IsEnd ? 1 : 0);

    // A repeated package keeps its code and counts its version up.
    private static long Repeat(JsonElement row) => row.ValueKind == JsonValueKind.Object ? row.Id("versi_tender") ?? row.Id("versi_nontender") ?? 1 : 1;

    private static byte[] Lasting(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return Encoding.UTF8.GetBytes(row.GetRawText());
        }

        var text = new StringBuilder();
        foreach (var field in row.EnumerateObject().Where(f => f.Name != CopyDate).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append(field.Name).Append('\u001F').Append(field.Value.GetRawText()).Append('\u001E');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
