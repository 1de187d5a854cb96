using System.Globalization;
using Hub.Mocks.Lapor;

namespace Hub.Mocks.Certify;

internal sealed class LaporStage(LaporFake fake) : WebStage(fake)
{
    private const long First = 9_000_000;

    public override string Connector => "lapor";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options =>
    [
        .. Quick(fake.Address), ("AccessKey", LaporFake.AccessKey), ("Token", LaporFake.Token), ("PageSize", "5"),
        ("InstitutionId", LaporFake.InstitutionId.ToString(CultureInfo.InvariantCulture)), ("UserId", LaporFake.UserId.ToString(CultureInfo.InvariantCulture)),
    ];

    public override IEnumerable<string> Effects => fake.Effects.Where(e => e.Kind != "upload").Select(e => $"{e.Complaint}/{e.Text}");

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(First + number, $"Bantuan hibah rumah ibadah belum cair {Mark(number)}", changedAt);

    /// <summary>A report without a word in it.</summary>
    public override void AddPoison(int number, DateTimeOffset changedAt)
    {
        fake.Add(First + number, "", changedAt);
        fake.Change(First + number, data => (data["title"], data["content"], data["location_name"]) = ("", "", $"Lokasi {Mark(number)}"));
    }
}
