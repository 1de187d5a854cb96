using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.Lapor;

/// <summary>The reports of the fake LAPOR!, as a tester changes them.</summary>
internal sealed class LaporItems(LaporState state, TimeProvider clock) : IFakeItems
{
    public string TitleField => "title";

    public string StatusField => "status_name";

    public IReadOnlyList<FakeItem> All() => state.Shown();

    public JsonObject Sample() => new()
    {
        ["title"] = "Lampu jalan di depan kantor gubernur padam",
        ["content"] = "<p>Sudah tiga malam lampu jalan padam, mohon diperbaiki.</p>",
        ["status_name"] = "Terverifikasi",
    };

    public string Add(JsonObject given)
    {
        if (given["id"] is not null)
        {
            throw new BenchRefusal("Nomor laporan diberikan oleh tiruan; kosongkan id.");
        }

        var data = Sample().With(given);
        var id = state.AddNext(data["title"]!.ToString(), clock.GetUtcNow());
        state.Change(id, report => report.With(data));
        return id.ToString(CultureInfo.InvariantCulture);
    }

    public void Change(string id, JsonObject set)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !state.Ids.Contains(number))
        {
            throw new BenchRefusal($"Laporan {id} tidak ada.");
        }

        state.Change(number, report => report.With(set));
    }

    public void Reset() => state.Reset();
}
