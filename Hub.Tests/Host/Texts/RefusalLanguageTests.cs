using System.Globalization;
using System.Net;
using Hub.Connectors.Email;
using Hub.Connectors.KaltaraApi;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Host.Sources;
using Hub.Tests.Host.Pages;
using RuleSet = Hub.Domain.Routing.RuleSet;

namespace Hub.Tests.Host.Texts;

/// <summary>Whoever chose English is refused in English.</summary>
public sealed class RefusalLanguageTests
{
    public static TheoryData<string, string, string> Refusals => new()
    {
        { "act", "skb-uji: ketetapan \"skb-uji\": daftar hari kosong.", "skb-uji: act \"skb-uji\": its list of days is empty." },
        { "rule", "aturan: aturan \"uji\", isian \"owner\" kosong: tulis siapa yang bertanggung jawab.", "rules: rule \"uji\", the field \"owner\" is empty: write who is responsible." },
        { "rules", "uji.json, baris 1: bukan JSON yang benar.", "uji.json, line 1: not valid JSON." },
        { "mapping", "Pemetaan, baris 1: bukan nilai yang sah di tempat ini.", "Mapping, line 1: not a valid value in this place." },
        { "cron", "\"0 0 25 * * ?\": jam harus 0–23. Contoh", "\"0 0 25 * * ?\": hour must be 0–23. Example" },
        { "required", "Host: wajib diisi.", "Host: must be filled in." },
        { "range", "Port: harus antara 1 dan 65535.", "Port: must be between 1 and 65535." },
        { "together", "MoveTo: wajib diisi bila surel dipindahkan.", "MoveTo: must be filled in where mails are moved." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_speaks_the_language_of_its_reader(string what, string indonesian, string english)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new("id");
            Refuse(what).ShouldContain(indonesian);
            CultureInfo.CurrentUICulture = new("en");
            Refuse(what).ShouldContain(english);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task A_page_refuses_in_the_language_of_its_reader()
    {
        await using var rooms = new RoomsFixture();
        await rooms.InitializeAsync();
        var (form, client) = await rooms.FormAsync("/settings/calendars", "write");
        client.DefaultRequestHeaders.Add("Cookie", "hub.bahasa=en");
        form.Add(new("number", "SKB 1"));
        form.Add(new("signed", "24 Maret"));

        var answer = await client.PostAsync("/settings/calendars", new FormUrlEncodedContent(form));

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain("Date of signing: \"24 Maret\" is no date like 2026-12-23.");
        client.Dispose();
    }

    private static string Refuse(string what) => what switch
    {
        "act" => Should.Throw<CalendarException>(() => WorkingCalendar.Embedded().With(new CalendarAct { Id = "skb-uji", Number = "1", SignedOn = new(2026, 3, 24), About = "uji", Adds = [], Removes = [] })).Message,
        "rule" => Should.Throw<RuleException>(() => RuleSet.Of(1, [new RoutingRule { Id = "uji", Order = 1, Owner = "", Note = "uji", When = new(), Then = new() }], ServiceCatalogue.Embedded())).Message,
        "rules" => Should.Throw<RuleException>(() => RuleSet.Load(new MemoryStream("["u8.ToArray()), "uji.json", ServiceCatalogue.Embedded())).Message,
        "mapping" => Should.Throw<FormatException>(() => MappingFile.Read("[")).Message,
        "cron" => CronWords.Fault("0 0 25 * * ?")!,
        _ => string.Join(' ', SourceSettings.Faults(new EmailOptions { Port = what == "range" ? 0 : 993, Host = what == "required" ? "" : "localhost", User = "u", Password = "p", AfterFetch = AfterFetch.Move })),
    };
}
