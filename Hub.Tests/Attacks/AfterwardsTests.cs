using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Attacks;

/// <summary>What was allowed a moment ago: the same form sent again after the flag came up, a browser left open, a version of an item that comes after its erasing.</summary>
public sealed class AfterwardsTests : IAsyncLifetime
{
    private static readonly Planted Who = Planted.All[4];
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, Wita.Offset));
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = Scenes.Sihab();
        foreach (var (key, value) in HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"))
        {
            settings[key] = value;
        }

        hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
    }

    /// <summary>A form that is sent twice gets the answer of the first, so that it acts once; an identity is no act, and each look at it is judged and written down.</summary>
    [Fact]
    public async Task An_identity_is_not_shown_again_by_the_same_form_once_it_is_closed()
    {
        using var staff = await Visitor.SignedInAsync(hub, "tono", "kesra", Roles.Staff, Roles.Identities);
        var number = await ArriveAsync(Item());
        var page = $"/tickets/{number}";
        (string, string)[] form = [("_handler", "identity"), ("__RequestVerificationToken", Visitor.TokenOf(await staff.ReadAsync(page))!), ("purpose", "Klarifikasi dengan pemohon")];
        (await TextAsync(await staff.PostAsync(page, form))).ShouldContain(Who.Phone);
        await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));

        var again = await TextAsync(await staff.PostAsync(page, form));

        again.ShouldNotContain(Who.Phone);
    }

    /// <summary>Each look has its entry in the trail.</summary>
    [Fact]
    public async Task A_second_look_at_an_identity_is_in_the_trail_too()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var page = $"/tickets/{await ArriveAsync(Item())}";
        (string, string)[] form = [("_handler", "identity"), ("__RequestVerificationToken", Visitor.TokenOf(await verifier.ReadAsync(page))!), ("purpose", "Klarifikasi dengan pemohon")];

        (await TextAsync(await verifier.PostAsync(page, form))).ShouldContain(Who.Phone);
        (await TextAsync(await verifier.PostAsync(page, form))).ShouldContain(Who.Phone);

        await using var db = hub.Database.Open();
        (await db.Audit.CountAsync(a => a.Action == "reporter.opened", Token)).ShouldBe(2);
    }

    /// <summary>A scan of an identity card is the identity: whoever gets the file as it came shows to be there.</summary>
    [Fact]
    public async Task A_browser_left_open_gives_no_file_of_a_protected_reporter_as_it_came()
    {
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.UTF8.GetBytes(Planted.All[2].ToMail()), clock.GetUtcNow());
        await using var db = hub.Database.Open();
        var (ticket, file) = await db.Attachments.AsNoTracking().OrderBy(a => a.Id).Select(a => new { a.TicketId, a.Id }).FirstAsync(Token) is { } found ? (found.TicketId, found.Id) : default;
        var number = await db.Tickets.Where(t => t.Id == ticket).Select(t => t.Number).SingleAsync(Token);
        await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));
        var page = $"/tickets/{number}";
        async Task<HttpResponseMessage> TakeAsync() => await verifier.PostAsync($"{page}/files/{file}", ("__RequestVerificationToken", Visitor.TokenOf(await verifier.ReadAsync(page))!), ("purpose", "Memeriksa laporan ini"));
        using (var fresh = await TakeAsync())
        {
            (await TextAsync(fresh)).ShouldContain(Planted.All[2].NationalId);
        }

        clock.Advance(StepUp.Lasts + TimeSpan.FromMinutes(1));
        using var left = await TakeAsync();

        left.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        left.Headers.Location!.ToString().ShouldStartWith(StepUp.Page);
    }

    /// <summary>A source shows an item again with another status, and its applicant with it: what was erased at the person's request came back whole.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_comes_after_the_erasing_brings_nobody_back(bool isProtected)
    {
        var item = Item();
        var number = await ArriveAsync(item);
        if (isProtected)
        {
            await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));
        }

        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
        (await hub.Get<SubjectRequests>().EraseAsync(Who.Email, "permintaan pelapor", Verifier, Token)).Erased.Count.ShouldBe(1);
        item["status"] = "Selesai";
        item["updated_at"] = "2026-11-21 09:00:00";

        (await ArriveAsync(item)).ShouldBe(number, "it is the same item");

        await using var db = hub.Database.Open();
        (await db.Reporters.AnyAsync(Token)).ShouldBeFalse();
        (await db.Envelopes.AnyAsync(e => e.RawLength > 0, Token)).ShouldBeFalse();
        var left = await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(Token);
        hub.Get<TicketSeal>().Reveal(left);
        var words = left.Title + left.Body + left.OriginalBody + string.Join('\n', left.Events.Select(e => e.Text + e.Data));
        Who.Who[..^1].Where(words.Contains).ShouldBeEmpty();
        left.SourceStatus.ShouldBe("Selesai", "what became of it at its source is no person");
    }

    private static JsonObject Item() => JsonNode.Parse(Who.ToPush())!.AsObject();

    private async Task<string> ArriveAsync(JsonObject item)
    {
        await hub.ArriveAsync("sihab", $"SIHAB/2026/{Who.Id}", "application/json", Encoding.UTF8.GetBytes(item.ToJsonString()), clock.GetUtcNow());
        await using var db = hub.Database.Open();
        return await db.Tickets.OrderByDescending(t => t.Id).Select(t => t.Number).FirstAsync(Token);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
