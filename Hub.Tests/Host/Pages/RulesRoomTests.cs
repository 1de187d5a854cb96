using System.Net;
using Hub.Host.Work.Routing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

public sealed class RulesRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly (string, string)[] Genset =
        [("act", "save"), ("id", "genset"), ("order", "50"), ("owner", "Biro Hukum"), ("note", "Genset urusan Biro Hukum."), ("enabled", "true"), ("any0", "genset, lampu sorot"), ("bureau", "hukum")];

    [Fact]
    public async Task A_rule_is_drafted_simulated_and_activated_without_javascript()
    {
        await DropAsync();
        var ticket = await rooms.AddTicketAsync("Genset kantor rusak", body: "Mohon perbaikan genset.");
        await rooms.PostAsync("/settings/rules", "begin");
        (await rooms.PostAsync("/settings/rules/new", "save", Genset)).ShouldContain("genset");

        await rooms.PostAsync("/settings/rules/draft", "simulate", ("months", "12"));
        await SimulatedAsync();
        var draft = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/rules/draft"));

        draft.ShouldContain("Ditambah: ");
        draft.ShouldContain($"href=\"/tickets/{ticket.Number}\"");
        draft.ShouldContain("Matriks perpindahan antarbiro");
        Routers.Rules.Rules.ShouldNotContain(r => r.Id == "genset");

        var revision = (await Desk.DraftAsync(Token))!.Stored.Revision.ToString();
        var page = await rooms.PostAsync("/settings/rules/draft", "activate", ("revision", revision), ("note", "genset diampu Biro Hukum"));
        page.ShouldContain($"Versi {Routers.Rules.Version} berlaku sejak sekarang.");
        Routers.Rules.Rules.ShouldContain(r => r.Id == "genset" && r.When.Words[0].Any.Count == 2);
        (await rooms.GetAsync("/settings/rules/versions")).ShouldContain("genset diampu Biro Hukum");
        await using var db = rooms.Database.Open();
        (await db.Tickets.Where(t => t.Number == ticket.Number).Select(t => t.Bureau).SingleAsync(Token)).ShouldBe("kesra");
    }

    [Fact]
    public async Task A_wrong_rule_says_its_name_and_field_and_keeps_what_was_typed()
    {
        await DropAsync();
        await rooms.PostAsync("/settings/rules", "begin");

        var page = await rooms.PostAsync("/settings/rules/new", "save", ("act", "save"), ("id", "salah"), ("order", "50"), ("owner", "Biro Hukum"), ("note", "catatan yang panjang"), ("any0", "!!!"), ("bureau", "hukum"));
        page.ShouldContain("aturan \"salah\", isian \"when.words[0]\" memuat \"!!!\" yang bukan kata.");
        page.ShouldContain("catatan yang panjang");

        (await rooms.PostAsync("/settings/rules/new", "save", ("act", "save"), ("id", "salah"), ("order", "lima"))).ShouldContain("aturan \"salah\", isian \"order\": tulis angka.");
        (await Desk.DraftAsync(Token))!.Rules.Rules.ShouldNotContain(r => r.Id == "salah");
    }

    [Fact]
    public async Task A_form_of_a_rule_sent_back_unchanged_changes_nothing()
    {
        await DropAsync();
        await rooms.PostAsync("/settings/rules", "begin");
        var before = (await Desk.DraftAsync(Token))!.Rules;
        foreach (var rule in before.Rules.Where((_, i) => i % 7 == 0))
        {
            var page = await rooms.GetAsync($"/settings/rules/rule/{rule.Id}");
            await rooms.PostAsync($"/settings/rules/rule/{rule.Id}", "save", [.. FormFields.Of(page), ("act", "save")]);
        }

        var after = (await Desk.DraftAsync(Token))!.Rules;
        Hub.Host.Web.Rules.RuleChange.Between(before, after).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_is_moved_switched_off_and_removed_in_the_draft()
    {
        await DropAsync();
        await rooms.PostAsync("/settings/rules", "begin");
        var id = Routers.BuiltIn.Rules[3].Id;

        await rooms.PostAsync("/settings/rules", "change", ("act", $"up:{id}"));
        await rooms.PostAsync("/settings/rules", "change", ("act", $"off:{id}"));
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/rules/draft"));
        page.ShouldContain(id);

        var draft = (await Desk.DraftAsync(Token))!.Rules.Rules;
        draft.Single(r => r.Id == id).Enabled.ShouldBeFalse();
        (await rooms.PostAsync($"/settings/rules/rule/{id}", "save", ("act", "remove"))).ShouldContain("Dihapus: ");
        (await Desk.DraftAsync(Token))!.Rules.Rules.ShouldNotContain(r => r.Id == id);
    }

    [Fact]
    public async Task The_list_flags_rules_without_a_match_and_finds_by_word()
    {
        await DropAsync();
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/rules?q=sihab"));

        page.ShouldContain("system-sihab");
        page.ShouldNotContain("system-spse");
        page.ShouldContain("belum pernah");
        WebUtility.HtmlDecode(await rooms.GetAsync("/settings/rules?which=own&q=system-")).ShouldContain("Tidak ada aturan yang cocok");
        (await rooms.GetAsync("/settings/rules")).Length.ShouldBeLessThan(100_000);
    }

    private RuleDesk Desk => rooms.Services.GetRequiredService<RuleDesk>();

    private Routers Routers => rooms.Services.GetRequiredService<Routers>();

    private Task DropAsync() => Desk.DropAsync("siti", Token);

    private async Task SimulatedAsync()
    {
        var run = rooms.Services.GetRequiredService<Simulations>().Latest!;
        await run.Finished.WaitAsync(TimeSpan.FromSeconds(60), Token);
        run.Failed.ShouldBeFalse();
    }
}
