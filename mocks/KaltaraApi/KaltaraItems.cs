using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Mocks.Bench;

namespace Hub.Mocks.KaltaraApi;

/// <summary>The items of a fake of the province's convention, as a tester changes them.</summary>
/// <param name="number">The field that names an item for its office.</param>
internal sealed partial class KaltaraItems(KaltaraTable table, string title, string status, string number) : IFakeItems
{
    public string TitleField => title;

    public string StatusField => status;

    public IReadOnlyList<FakeItem> All() => [.. table.Rows().Select(r => new FakeItem(r["id"]!.ToString(), r[title]?.ToString() ?? "", r[status]?.ToString()))];

    public JsonObject Sample()
    {
        var sample = table.Sample();
        var id = table.NextId();
        sample["id"] = id;
        sample[number] = LastDigits().Replace(sample[number]!.ToString(), m => id.ToString(CultureInfo.InvariantCulture).PadLeft(m.Length, '0'));
        return sample;
    }

    public string Add(JsonObject given)
    {
        var data = Sample().With(given);
        if (data["id"] is not JsonValue id || table.Has(id.ToString()))
        {
            throw new BenchRefusal($"Butir dengan id {data["id"]} sudah ada; kosongkan id untuk nomor yang baru.");
        }

        table.Add(data);
        return id.ToString();
    }

    public void Change(string id, JsonObject set)
    {
        if (!table.Has(id))
        {
            throw new BenchRefusal($"Butir {id} tidak ada.");
        }

        table.Change(id, set);
    }

    public void Reset() => table.Reset();

    [GeneratedRegex(@"\d+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LastDigits();
}
