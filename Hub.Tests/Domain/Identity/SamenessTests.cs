using System.Text.Json;
using Hub.Domain.Identity;
using Hub.Domain.Routing;
using Hub.Tests.Support;

namespace Hub.Tests.Domain.Identity;

public sealed class SamenessTests
{
    private static readonly DateTimeOffset Monday = new(2025, 3, 3, 9, 15, 0, TimeSpan.FromHours(8));
    private const string Pump = "Pompa air di rusun tidak berfungsi sejak minggu lalu sehingga penghuni lantai empat kesulitan mandi dan memasak";

    [Fact]
    public void The_same_grievance_is_found_however_it_was_edited()
    {
        var index = new SamenessIndex();
        index.Add(1, Profile("Jembatan gantung putus akibat arus deras, anak sekolah menyeberang dengan perahu kecil setiap pagi"));
        index.Add(2, Profile(Pump));
        index.Add(3, Profile("Beasiswa saya belum cair sejak semester lalu padahal berkas lengkap dan sudah diverifikasi kampus"));

        foreach (var (name, edit) in Edits.All)
        {
            index.Find(Profile(edit(Pump, new Random(1)))).Select(s => s.Ticket).ShouldBe([2], name);
        }
    }

    [Fact]
    public void A_score_says_text_reporter_place_and_time()
    {
        var score = Sameness.Compare(
            SamenessProfile.Of("Pompa", Pump, "Kelurahan Karang Anyar", "r-17", Monday),
            SamenessProfile.Of("Pompa mati", Pump, "Karang Anyar", "r-17", Monday.AddDays(3)));

        score.SameReporter.ShouldBe(true);
        score.SamePlace.ShouldBe(true);
        score.DaysApart.ShouldBe(3);
        score.Text.ShouldBeGreaterThan(0.8);
        score.Score.ShouldBeGreaterThan(score.Text);
    }

    [Fact]
    public void Another_place_speaks_against_it_and_an_unknown_one_does_not()
    {
        var here = SamenessProfile.Of("", Pump, "Tarakan", null, Monday);

        var elsewhere = Sameness.Compare(here, SamenessProfile.Of("", Pump, "Malinau", null, Monday));
        var unknown = Sameness.Compare(here, SamenessProfile.Of("", Pump, null, null, Monday));

        elsewhere.SamePlace.ShouldBe(false);
        unknown.SamePlace.ShouldBeNull();
        elsewhere.Score.ShouldBeLessThan(unknown.Score);
    }

    [Fact]
    public void A_text_without_content_has_no_bands_and_matches_nothing()
    {
        var index = new SamenessIndex();
        index.Add(1, Profile("Selamat pagi, terima kasih."));

        Profile("Terima kasih. Selamat pagi").Bands().ShouldBeEmpty();
        index.Find(Profile("Selamat pagi")).ShouldBeEmpty();
    }

    [Fact]
    public void A_profile_survives_its_column_and_gives_the_same_bands()
    {
        var profile = SamenessProfile.Of("Pompa", Pump, "Tarakan", "r-1", Monday);

        var again = SamenessProfile.Unpack(profile.Pack(), "r-1").ShouldNotBeNull();

        again.Bands().ShouldBe(profile.Bands());
        Sameness.Compare(profile, again).Text.ShouldBe(1);
        SamenessProfile.Unpack([], null).ShouldBeNull();
        SamenessProfile.Unpack([2, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127], null).ShouldBeNull();
        SamenessProfile.Unpack(profile.Pack().AsSpan()[..^1], null).ShouldBeNull();
    }

    [Fact]
    public void Stored_bands_never_change_their_meaning()
    {
        var bands = Profile("jembatan putus").Bands();

        bands.Count.ShouldBe(MinHash.BandCount);
        bands[0].ShouldBe(BandOfBridge);
    }

    private const long BandOfBridge = -6621215735756504026;

    [Fact]
    public void A_form_letter_sent_thousands_of_times_costs_a_bounded_search()
    {
        var index = new SamenessIndex();
        var form = Profile(Pump);
        for (var i = 0; i < 3_000; i++)
        {
            index.Add(i, form);
        }

        index.Find(form).Count.ShouldBe(5);
        index.Compared.ShouldBeLessThanOrEqualTo(SamenessIndex.MaxCompared);
    }

    /// <summary>Real complaints, edited as channels and people edit; precision and recall as in docs/routing-measured.md.</summary>
    [Fact]
    public void Edited_complaints_are_found_among_thousands()
    {
        var folder = Need.Corpus("complaints");
        var texts = Texts(Path.Combine(folder, "surabaya", "train.jsonl"));
        var index = new SamenessIndex();
        for (var i = 0; i < texts.Count; i++)
        {
            index.Add(i, Profile(texts[i]));
        }

        foreach (var (name, edit) in Edits.All)
        {
            var random = new Random(7);
            var (asked, found, suggested, right) = (0, 0, 0, 0);
            for (var i = 0; i < texts.Count; i += 4)
            {
                var hits = index.Find(Profile(edit(texts[i], random)));
                asked++;
                found += hits.Any(h => h.Ticket == i) ? 1 : 0;
                suggested += hits.Count;
                right += hits.Count(h => h.Ticket == i || Alike(texts[(int)h.Ticket], texts[i]));
            }

            var (recall, precision) = (found / (double)asked, right / (double)Math.Max(1, suggested));
            TestContext.Current.TestOutputHelper?.WriteLine($"{name,-14} asked {asked}  recall {recall:0.000}  precision {precision:0.000}");
            recall.ShouldBeGreaterThanOrEqualTo(0.9, name);
            precision.ShouldBeGreaterThanOrEqualTo(0.95, name);
        }
    }

    /// <summary>The desk has the same complaint several times: other copies are right answers too.</summary>
    private static bool Alike(string a, string b)
    {
        var (first, second) = (TextView.Of(a).Words.ToHashSet(StringComparer.Ordinal), TextView.Of(b).Words.ToHashSet(StringComparer.Ordinal));
        var common = first.Count(second.Contains);
        return common >= 0.7 * Math.Min(first.Count, second.Count);
    }

    private static List<string> Texts(string file) =>
        [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!).Distinct(StringComparer.Ordinal)];

    private static SamenessProfile Profile(string body) => SamenessProfile.Of("", body, null, null, Monday);
}
