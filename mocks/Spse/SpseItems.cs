using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.Spse;

/// <summary>The packages of the fake SPSE, as a tester changes them; the three interfaces show them in their own forms.</summary>
internal sealed class SpseItems(SpseRows rows) : IFakeItems
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string TitleField => "name";

    public string StatusField => "status";

    public IReadOnlyList<FakeItem> All() => [.. rows.Packages.Select(p => new FakeItem(p.Code.ToString(CultureInfo.InvariantCulture), p.Name, p.Status))];

    public JsonObject Sample() => Written(new SpsePackage
    {
        Kind = "tender",
        Code = rows.Packages.Select(p => p.Code).DefaultIfEmpty(10_109_000_000).Max() + 1,
        Age = rows.AgeNow,
        Name = "Pengadaan Meubelair Kantor Sekretariat Daerah",
        Unit = "SEKRETARIAT DAERAH",
        UnitCode = "4.01.0.00.0.00.01.0000",
        Pagu = 1_000_000_000,
        Type = "Pengadaan Barang",
        Method = "Tender",
        Place = "Tanjung Selor - Bulungan (Kab.) - Kalimantan Utara",
        Status = "Berlangsung",
    });

    public string Add(JsonObject given)
    {
        var package = Read(Sample().With(given));
        if (rows.Packages.Any(p => p.Code == package.Code))
        {
            throw new BenchRefusal($"Paket {package.Code} sudah ada; kosongkan code untuk nomor yang baru.");
        }

        rows.Put(package);
        return package.Code.ToString(CultureInfo.InvariantCulture);
    }

    public void Change(string id, JsonObject set)
    {
        var package = rows.Packages.FirstOrDefault(p => p.Code.ToString(CultureInfo.InvariantCulture) == id) ?? throw new BenchRefusal($"Paket {id} tidak ada.");
        rows.Put(Read(Written(package).With(set)) with { Code = package.Code });
    }

    public void Reset() => rows.Reset();

    private static JsonObject Written(SpsePackage package) => JsonSerializer.SerializeToNode(package, Json)!.AsObject();

    private static SpsePackage Read(JsonObject data)
    {
        try
        {
            return data.Deserialize<SpsePackage>(Json)!;
        }
        catch (JsonException e)
        {
            throw new BenchRefusal($"Isian {e.Path?.TrimStart('$', '.')} tidak sesuai bentuk sebuah paket.", e);
        }
    }
}
