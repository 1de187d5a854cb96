using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.Reading;
using Hub.Connectors.Tabular;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Reads the export file of a mapped system: each row becomes the item that the interface would have sent.</summary>
internal sealed class MappedFile(Mapping mapping, MappedReader reader, Enveloping enveloping)
{
    private static readonly DateOnly SerialZero = new(1899, 12, 30);

    private readonly Headings headings = new(mapping.Columns);
    private readonly string[] required = [.. mapping.Id.Select(FieldForms.PathOf)];
    private readonly string[] dates = [.. mapping.Received.Concat(mapping.Ended).Concat(mapping.Answered).Select(FieldForms.PathOf)];

    /// <summary>A column that says protection by its heading says so under whatever name the mapping reads it.</summary>
    private readonly (string Field, string Heading)[] flags =
    [
        .. mapping.Columns.SelectMany(c => c.Value.SelectMany(h => new[] { h, string.Concat(h.Where(char.IsLetterOrDigit)) }).Where(Flags.Looks).Select(h => (c.Key, h))),
    ];
    private readonly string[] amounts =
    [
        .. mapping.Facts.Select(f => f.Field).Concat(mapping.Body.SelectMany(TextTemplate.Fields))
            .Where(f => f.EndsWith(":money", StringComparison.Ordinal)).Select(FieldForms.PathOf).Distinct(),
    ];

    /// <inheritdoc cref="IReadsFiles.RowsOf"/>
    public IEnumerable<FileRow> RowsOf(string name, Stream content, DateTimeOffset receivedAt) => Take(TableReading.Of(name, content, headings, required), receivedAt);

    private IEnumerable<FileRow> Take(TableReading table, DateTimeOffset receivedAt)
    {
        var rows = new Dictionary<string, (int Row, string Version)>(StringComparer.Ordinal);
        foreach (var (row, other) in table.Lines)
        {
            yield return row is null ? new(null, other!) : Take(row, receivedAt, rows);
        }
    }

    private FileRow Take(TableRow row, DateTimeOffset receivedAt, Dictionary<string, (int Row, string Version)> rows)
    {
        if (Fault(row) is Said fault)
        {
            return new(null, row.Refused(fault));
        }

        var item = Item(row);
        if (reader.IdOf(item) is not string id)
        {
            return new(null, row.Refused(Said.Of<MappedTexts>("RowWithoutId", string.Join(", ", required.Select(headings.TitleOf)))));
        }

        var envelope = enveloping.Wrap(item, receivedAt);
        if (rows.TryGetValue(id, out var before))
        {
            return new(null, before.Version == envelope.Key.Version
                ? new(row.Number, RowOutcome.Skipped, Said.Of<MappedTexts>("RowRepeated", before.Row))
                : row.Refused(Said.Of<MappedTexts>("RowContradicts", id, before.Row)));
        }

        rows[id] = (row.Number, envelope.Key.Version);
        return new(envelope, new(row.Number, RowOutcome.Taken));
    }

    private Said? Fault(TableRow row)
    {
        foreach (var field in required.Where(f => !row.Cells.ContainsKey(f)))
        {
            return Said.Of<MappedTexts>("CellEmpty", headings.TitleOf(field));
        }

        foreach (var field in dates)
        {
            if (row.Cells.TryGetValue(field, out var text) && PlainText.LineOrNull(text) is not null && IndonesianDate.Day(Date(text)) is null)
            {
                return Said.Of<MappedTexts>("CellNoDate", headings.TitleOf(field), Short(text));
            }
        }

        foreach (var field in amounts)
        {
            if (row.Cells.TryGetValue(field, out var text) && PlainText.LineOrNull(text) is not null && Rupiah.Read(text) is null)
            {
                return Said.Of<MappedTexts>("CellNoMoney", headings.TitleOf(field), Short(text));
            }
        }

        return null;
    }

    private JsonElement Item(TableRow row)
    {
        var item = new JsonObject();
        foreach (var (field, text) in row.Cells)
        {
            // A heading that nobody knows may hold dots; only our own paths lead into objects.
            var path = mapping.Columns.ContainsKey(field) ? field.Split('.') : [field];
            var parent = item;
            foreach (var name in path[..^1])
            {
                parent = (parent[name] ??= new JsonObject()).AsObject();
            }

            parent[path[^1]] = dates.Contains(field) ? Date(text) : text;
        }

        foreach (var (field, heading) in flags)
        {
            if (row.Cells.TryGetValue(field, out var said) && !item.ContainsKey(heading))
            {
                item[heading] = said;
            }
        }

        return JsonSerializer.SerializeToElement(item);
    }

    /// <summary>A date that lost its format in the sheet is a count of days.</summary>
    private static string Date(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is > 30_000 and < 80_000
            ? SerialZero.AddDays((int)serial).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : text;

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
