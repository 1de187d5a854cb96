using System.Text;
using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A system repeats in its answers whose item it is about: a REST interface gives the whole item back, a refusal names its applicant. None of it is kept.</summary>
public sealed class SourceEchoTests
{
    private static readonly Planted Who = Planted.All[4];
    private static readonly string Words = $"Pemohon {Who.Name} (NIK {Who.NationalId}, {Who.Phone}, {Who.Email}) sudah diproses";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, OutboxState.Sent)]
    [InlineData(422, OutboxState.Failed)]
    [InlineData(503, OutboxState.Pending)]
    public async Task What_a_source_answers_to_an_answer_names_nobody(int status, OutboxState state)
    {
        using var fake = FakeServer.Start(new FakeOptions { Now = TimeProvider.System.GetUtcNow() });
        var item = JsonNode.Parse(Who.ToPush())!.AsObject();
        item["is_anonymous"] = true;
        fake.Answer("GET", "/api/v1/proposal", _ => FakeAnswer.Json(new JsonObject { ["data"] = new JsonArray(item.DeepClone()) }));
        fake.Answer("PATCH", "/api/v1/proposal/.*", _ => FakeAnswer.Json(new JsonObject { ["message"] = Words, ["data"] = item.DeepClone() }, status));
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()));
        await hub.ArriveAsync("sihab", $"SIHAB/2026/{Who.Id}", "application/json", Encoding.UTF8.GetBytes(item.ToJsonString()), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        await hub.ChangeAsync(await db.Tickets.Select(t => t.Number).SingleAsync(Token), new TicketChange.Answer("Proposal sedang kami periksa."));

        await hub.Get<DispatchWorker>().ReplyAllAsync(Token);

        var row = await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, Token);
        row.State.ShouldBe(state, row.Answer?.ToString());
        var kept = row.Answer.ShouldNotBeNull().Stored + string.Join('\n', await db.TicketEvents.Select(e => e.Text + e.Data).ToListAsync(Token));
        foreach (var mark in Who.Who)
        {
            kept.ShouldNotContain(mark);
        }

        if (status == 422)
        {
            row.Answer.ToString().ShouldContain(fake.Address.Authority, customMessage: "where it was refused is told");
            row.Answer.ToString().ShouldContain("sudah diproses");
        }
    }

    /// <summary>Whom a refused reading is about nobody knows; numbers and addresses are seen all the same.</summary>
    [Fact]
    public async Task Why_a_source_cannot_be_read_is_kept_without_numbers_and_addresses()
    {
        using var fake = FakeServer.Start(new FakeOptions { Now = TimeProvider.System.GetUtcNow() });
        fake.Answer("GET", "/api/v1/proposal", _ => FakeAnswer.Json(new JsonObject { ["message"] = Words }, 422));
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()));

        await hub.Get<PollRun>().RunAsync("sihab", TimeProvider.System.GetUtcNow(), "schedule", Token);

        await using var db = hub.Database.Open();
        var cause = (await db.Runs.SingleAsync(Token)).Cause.ShouldNotBeNull().ToString();
        cause.ShouldContain(fake.Address.Authority);
        cause.ShouldContain("sudah diproses");
        foreach (var mark in (string[])[Who.NationalId, Who.Phone, Who.Email])
        {
            cause.ShouldNotContain(mark);
        }
    }

    /// <summary>What was kept before the gate stood there goes with the identity.</summary>
    [Fact]
    public async Task An_old_answer_goes_with_who_is_erased()
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        await hub.ArriveAsync("sihab", $"SIHAB/2026/{Who.Id}", "application/json", Encoding.UTF8.GetBytes(Who.ToPush()), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Proposal sedang kami periksa."));
        await db.Outbox.Where(m => m.Channel == OutboxChannel.Source).ExecuteUpdateAsync(set => set.SetProperty(m => m.Answer, Said.Quote(Words)), Token);

        (await hub.Get<Erasure>().EraseAsync(db, ticket.Id, Token)).ShouldBeTrue();

        (await db.Outbox.AsNoTracking().SingleAsync(m => m.Channel == OutboxChannel.Source, Token)).Answer.ShouldBeNull();
    }
}
