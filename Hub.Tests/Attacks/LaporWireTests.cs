using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Hub.Mocks;
using Hub.Mocks.Lapor;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>What LAPOR! gets of a protected report says nowhere who sent it: neither in words that no answer form asked for, nor in those that were written before the flag was up.</summary>
public sealed class LaporWireTests : IAsyncLifetime
{
    private const string Office = "dinas-sosial";

    private static readonly Planted Who = Planted.All[0];
    private static readonly string Telling = $"Sdri. {Who.Name}, NIK {Who.NationalId}, HP {Who.Phone}, sudah kami temui di Loket 3.";

    private readonly LaporFake lapor = LaporFake.Start(new FakeOptions { Now = TimeProvider.System.GetUtcNow() });
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static long Id => long.Parse(Who.Id, CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        lapor.Add(Id, "Laporan", TimeProvider.System.GetUtcNow());
        lapor.Change(Id, static report => report["reporter"] = new JsonObject { ["name"] = Who.Name });
        hub = await HubFixture.StartAsync(new Dictionary<string, string?>
        {
            ["Hub:Sources:lapor:Kind"] = "lapor",
            ["Hub:Sources:lapor:Options:Address"] = lapor.Address.ToString(),
            ["Hub:Sources:lapor:Options:Token"] = LaporFake.Token,
            ["Hub:Sources:lapor:Options:AccessKey"] = LaporFake.AccessKey,
            ["Hub:Sources:lapor:Options:InstitutionId"] = "151000",
            ["Hub:Sources:lapor:Options:UserId"] = "88001",
            ["Hub:Sources:lapor:Options:SpacingMs"] = "0",
        });
    }

    /// <summary>Why it is handed on is written for colleagues, and LAPOR! gets it as the words of a disposition.</summary>
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Why_a_report_is_handed_to_an_office_does_not_tell_who_wrote_it(string anonymous)
    {
        var keeper = new CurrentUser("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);
        (await hub.Get<OfficeRegister>().SaveAsync((await hub.Get<OfficeRegister>().EntriesAsync(Token)).Single(e => e.Code == Office) with { Liaison = "Rina", Email = "rina@dinas.contoh", LaporId = "151100" }, keeper, Token)).ShouldBeNull();
        var ticket = await ArriveAsync(anonymous);

        await hub.ChangeAsync(ticket, new TicketChange.Assign(Office, null, Telling));

        var sent = (await SentAsync()).ShouldHaveSingleItem();
        sent.Fields["template_code"].ShouldBe("disposition");
        sent.Text.ShouldContain("sudah kami temui di Loket 3");
        Everything(sent).ShouldNotContain(Who.NationalId);
        if (anonymous == "true")
        {
            Everything(sent).ShouldNotContain(Who.Name);
            Everything(sent).ShouldNotContain(Who.Phone);
        }
    }

    /// <summary>LAPOR! was away; meanwhile the reporter asked there not to be named.</summary>
    [Fact]
    public async Task An_answer_that_waits_leaves_as_its_ticket_is_protected_when_it_leaves()
    {
        var ticket = await ArriveAsync("false");
        await hub.ChangeAsync(ticket, new TicketChange.Answer($"Ibu {Who.Name} ({Who.Phone}) sudah kami temui."));

        await ArriveAsync("true");

        var sent = (await SentAsync()).ShouldHaveSingleItem();
        sent.Text.ShouldContain("sudah kami temui");
        Everything(sent).ShouldNotContain(Who.Name);
        Everything(sent).ShouldNotContain(Who.Phone);
    }

    /// <summary>LAPOR! is read once an hour, and not at night; the reporter asked there a minute ago.</summary>
    [Theory]
    [InlineData("is_anonymous")]
    [InlineData("is_secret")]
    public async Task A_flag_at_the_source_counts_before_the_hub_has_read_it(string flag)
    {
        var ticket = await ArriveAsync("false");
        await hub.ChangeAsync(ticket, new TicketChange.Answer($"Ibu {Who.Name} ({Who.Phone}) sudah kami temui."));
        lapor.Change(Id, report => report[flag] = true);

        (await SentAsync()).ShouldBeEmpty();
        await using (var db = hub.Database.Open())
        {
            var row = await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, Token);
            (row.State, row.Answer?.Code).ShouldBe((OutboxState.Pending, "WireTexts.FlagAtSource"));
        }

        await ArriveAsync("true");

        var sent = (await SentAsync()).ShouldHaveSingleItem();
        sent.Text.ShouldContain("sudah kami temui");
        Everything(sent).ShouldNotContain(Who.Name);
        Everything(sent).ShouldNotContain(Who.Phone);
    }

    /// <summary>Where the form has no box for it, people call themselves so.</summary>
    [Theory]
    [InlineData("Anonim")]
    [InlineData("anonymous 12")]
    public async Task A_name_that_asks_for_no_name_counts_before_the_hub_has_read_it(string name)
    {
        var ticket = await ArriveAsync("false");
        await hub.ChangeAsync(ticket, new TicketChange.Answer($"Ibu {Who.Name} ({Who.Phone}) sudah kami temui."));
        lapor.Change(Id, report => report["reporter"] = new JsonObject { ["name"] = name });

        (await SentAsync()).ShouldBeEmpty();
        await using var db = hub.Database.Open();
        (await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, Token)).Answer?.Code.ShouldBe("WireTexts.FlagAtSource");
    }

    /// <summary>A source that stumbles is asked again and again before it takes a word; the flag came up in between.</summary>
    [Fact]
    public async Task A_flag_that_comes_up_while_the_source_is_asked_in_vain_counts()
    {
        var ticket = await ArriveAsync("false");
        await hub.ChangeAsync(ticket, new TicketChange.Answer($"Ibu {Who.Name} ({Who.Phone}) sudah kami temui."));
        lapor.Faults.Stand(Fault.Unavailable);
        var before = lapor.Server.Journal.Visits.Count;
        var sending = SentAsync();
        while (lapor.Server.Journal.Visits.Count == before && !sending.IsCompleted)
        {
            await Task.Delay(5, Token);
        }

        await hub.ChangeAsync(ticket, new TicketChange.Protect(Anonymous: true, Secret: false));
        lapor.Faults.Stand(Fault.None);
        await sending;

        var sent = (await SentAsync()).ShouldHaveSingleItem();
        sent.Text.ShouldContain("sudah kami temui");
        Everything(sent).ShouldNotContain(Who.Name);
        Everything(sent).ShouldNotContain(Who.Phone);
    }

    [Fact]
    public async Task What_the_verifier_let_go_as_it_is_leaves_as_it_is()
    {
        var ticket = await ArriveAsync("true");

        await hub.ChangeAsync(ticket, new TicketChange.Answer(Telling) { Wording = Wording.AsTheyAre });

        (await SentAsync()).ShouldHaveSingleItem().Text.ShouldContain(Who.NationalId);
    }

    /// <summary>Chosen where nothing was to be decided, it decides nothing about a flag that comes later.</summary>
    [Fact]
    public async Task As_they_are_means_nothing_where_the_verifier_was_not_asked()
    {
        var ticket = await ArriveAsync("false");
        var staff = new Actor.Person(new CurrentUser("andi", new HashSet<string>(StringComparer.Ordinal) { Roles.Staff }, await BureauAsync()));
        await hub.Get<TicketRoad>().ChangeAsync(ticket, new TicketChange.Answer($"Ibu {Who.Name} sudah kami temui.") { Wording = Wording.AsTheyAre }, staff, null, Token);

        await ArriveAsync("true");

        Everything((await SentAsync()).ShouldHaveSingleItem()).ShouldNotContain(Who.Name);
    }

    /// <summary>The words passed; the file beside them did not.</summary>
    [Theory]
    [InlineData("name")]
    [InlineData("words")]
    public async Task No_file_of_an_answer_tells_who_wrote(string where)
    {
        var ticket = await ArriveAsync("true");
        var file = where == "name"
            ? new Attachment { Name = $"Jawaban untuk {Who.Name}.txt", MediaType = "text/plain", Content = "Sudah kami periksa."u8.ToArray() }
            : new Attachment { Name = "jawaban.txt", MediaType = "text/plain", Content = Encoding.UTF8.GetBytes(Telling) };

        var refused = await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(ticket, new TicketChange.Answer("Terlampir.") { Files = [file], Wording = Wording.Blotted }));

        refused.Message.ShouldContain("menunjukkan siapa");
        (await SentAsync()).ShouldBeEmpty();
        await hub.ChangeAsync(ticket, new TicketChange.Answer("Terlampir.") { Files = [file], Wording = Wording.AsTheyAre });
        (await SentAsync()).ShouldNotBeEmpty();
    }

    /// <summary>LAPOR! got an answer without a word in it.</summary>
    [Fact]
    public async Task An_answer_whose_words_were_erased_while_it_waited_does_not_leave_empty()
    {
        var number = await ArriveAsync("true");
        await hub.ChangeAsync(number, new TicketChange.Answer("Jalan itu kami periksa."));
        await using var db = hub.Database.Open();
        (await hub.Get<Erasure>().EraseAsync(db, (await db.Tickets.AsNoTracking().SingleAsync(Token)).Id, Token)).ShouldBeTrue();

        (await SentAsync()).ShouldBeEmpty();

        var row = await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, Token);
        (row.State, row.Answer?.Code).ShouldBe((OutboxState.Held, "HeldTexts.Erased"));
    }

    /// <summary>Nobody was known when it was written, so no key was there to seal it.</summary>
    [Fact]
    public async Task Words_that_were_written_before_anybody_was_known_go_with_who_is_known_since()
    {
        var raw = System.Text.RegularExpressions.Regex.Replace(Who.ToLapor(), "\"reporter\": \\{[^}]*\\}", "\"reporter\": null").Replace("\"is_anonymous\": true", "\"is_anonymous\": false", StringComparison.Ordinal).Replace("Loket meminta uang", "Jalan rusak", StringComparison.Ordinal);
        await hub.ArriveAsync("lapor", Who.Id, "application/json", Encoding.UTF8.GetBytes(raw), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        ticket.Key.ShouldBeNull();
        await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", null, null));
        await hub.ChangeAsync(ticket.Number, new TicketChange.Answer($"Ibu {Who.Name} ({Who.Phone}) sudah kami temui."));
        await ArriveAsync("false");

        (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();

        foreach (var row in await db.Outbox.AsNoTracking().ToListAsync(Token))
        {
            row.Payload.ShouldNotContain(Who.Name);
            row.Payload.ShouldNotContain(Who.Phone);
        }
    }

    private async Task<string> ArriveAsync(string anonymous)
    {
        // What leaves of an answer and what the report itself says are two things.
        var raw = Who.ToLapor().Replace("\"is_anonymous\": true", $"\"is_anonymous\": {anonymous}", StringComparison.Ordinal).Replace("Loket meminta uang", "Jalan rusak", StringComparison.Ordinal);
        await hub.ArriveAsync("lapor", Who.Id, "application/json", Encoding.UTF8.GetBytes(raw), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        (ticket.Anonymous, ticket.Protection).ShouldBe((anonymous == "true", null));
        if (ticket.Bureau is null)
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", null, null));
        }

        return ticket.Number;
    }

    private async Task<string?> BureauAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.Select(t => t.Bureau).SingleAsync(Token);
    }

    private async Task<IReadOnlyList<LaporEffect>> SentAsync()
    {
        await using (var db = hub.Database.Open())
        {
            // What may still be undone waits for half a minute.
            await db.Outbox.Where(m => m.Channel == OutboxChannel.Source).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, TimeProvider.System.GetUtcNow().AddMinutes(-1)), Token);
        }

        await hub.Get<DispatchWorker>().ReplyAllAsync(Token);
        return [.. lapor.Effects.Where(e => e.Kind == "followup")];
    }

    private static string Everything(LaporEffect sent) => string.Join('\n', sent.Fields.Values.Append(sent.Text));

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        lapor.Dispose();
    }
}
