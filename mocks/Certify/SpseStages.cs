using System.Globalization;
using Hub.Mocks.Spse;

namespace Hub.Mocks.Certify;

/// <summary>SPSE over one of its three interfaces; the packages are the same.</summary>
internal abstract class SpseStage(SpseFake fake) : WebStage(fake)
{
    protected SpseFake Fake => fake;

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(10_900_000_000 + number, $"Pengadaan meja rapat {Mark(number)}", changedAt);

    public override void AddPoison(int number, DateTimeOffset changedAt) => fake.Add(10_900_000_000 + number, $"Paket tanpa kode {Mark(number)}", changedAt, losesCode: true);
}

internal sealed class InaprocStage(SpseFake fake) : SpseStage(fake)
{
    public override string Connector => "spse";
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(Fake.Inaproc), ("Token", SpseFake.Token), ("KodeKlpd", SpseFake.KodeKlpd), ("Limit", "5")];
}

internal sealed class IsbStage(SpseFake fake) : SpseStage(fake)
{
    public override string Connector => "spse-isb";
    public override IEnumerable<(string Key, string Value)> Options =>
    [
        .. Quick(Fake.Isb), ("KdLpse", SpseFake.KdLpse.ToString(CultureInfo.InvariantCulture)),
        ("TenderPengumuman", $"{SpseFake.IsbKey}/json/1/SPSE-TenderPengumuman"), ("BatchSize", "5"),
    ];
}

internal sealed class GridStage(SpseFake fake) : SpseStage(fake)
{
    public override string Connector => "spse-grid";
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(Fake.Grid), ("PageSize", "5")];
}
