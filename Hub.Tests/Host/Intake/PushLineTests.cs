using System.Net;
using System.Text;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Intake;

/// <summary>Pushes that wait at the same time share a commit, and a limit of one touches no other.</summary>
public sealed class PushLineTests
{
    private const int Pushes = 20;

    [Fact]
    public async Task Pushes_that_wait_together_are_stored_with_one_commit()
    {
        Need.SqliteFile();
        var told = new List<string>();
        using var statements = new StatementCount(told.Add);
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(), builder => builder.Services.AddSingleton<IInterceptor>(statements));
        await using var writer = hub.Database.Open();
        await using var other = await writer.Database.BeginTransactionAsync(Token);
        told.Clear();

        var pushes = Enumerable.Range(0, Pushes).Select(i => hub.Get<PushLine>().StoreAsync("sihab", [Proposal(i), Proposal(0)], Token)).ToList();
        await Task.Delay(200, Token);
        pushes.ShouldAllBe(p => !p.IsCompleted);
        await other.RollbackAsync(Token);
        var taken = await Task.WhenAll(pushes);

        taken.Sum().ShouldBe(Pushes);
        told.Count(t => t.StartsWith("COMMIT", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2);
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync(Token)).ShouldBe(Pushes);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_is_answered_alone()
    {
        Need.SqliteFile();
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER bad BEFORE INSERT ON envelopes WHEN NEW.external_id = '7' BEGIN SELECT RAISE(ABORT, 'bad'); END", Token);
        }

        var pushes = Enumerable.Range(0, Pushes).Select(i => hub.Get<PushLine>().StoreAsync("sihab", [Proposal(i)], Token)).ToList();
        await Task.WhenAll(pushes).ContinueWith(static _ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        pushes.FindAll(static p => p.IsFaulted).ShouldBe([pushes[7]]);
        StoreTrouble.Is(pushes[7].Exception!.InnerException!).ShouldBeTrue();
        await using var after = hub.Database.Open();
        (await after.Envelopes.CountAsync(Token)).ShouldBe(Pushes - 1);
    }

    [Fact]
    public async Task A_large_push_is_stored_in_portions_and_brings_nothing_when_it_is_sent_again()
    {
        Need.SqliteFile();
        var told = new List<string>();
        using var statements = new StatementCount(told.Add);
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(), builder => builder.Services.AddSingleton<IInterceptor>(statements));
        told.Clear();

        (await hub.Get<PushLine>().StoreAsync("sihab", Large(), Token)).ShouldBe(450);
        told.Count(t => t.StartsWith("COMMIT", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
        (await hub.Get<PushLine>().StoreAsync("sihab", Large(), Token)).ShouldBe(0);

        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync(Token)).ShouldBe(450);
    }

    [Fact]
    public async Task A_large_push_that_fails_half_way_is_whole_when_it_is_sent_again()
    {
        Need.SqliteFile();
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        await using var db = hub.Database.Open();
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER bad BEFORE INSERT ON envelopes WHEN NEW.external_id = '300' BEGIN SELECT RAISE(ABORT, 'bad'); END", Token);

        StoreTrouble.Is((await Record.ExceptionAsync(() => hub.Get<PushLine>().StoreAsync("sihab", Large(), Token))).ShouldNotBeNull()).ShouldBeTrue();
        (await db.Envelopes.CountAsync(Token)).ShouldBe(200, "the portion before");
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER bad", Token);

        (await hub.Get<PushLine>().StoreAsync("sihab", Large(), Token)).ShouldBe(250);
        (await db.Envelopes.Select(e => new { e.ExternalId, e.ItemVersion }).Distinct().CountAsync(Token)).ShouldBe(450);
        (await db.Envelopes.CountAsync(Token)).ShouldBe(450);
    }

    /// <summary>Of the first item there is a second version at the end, in another portion.</summary>
    private static IReadOnlyList<Envelope> Large() => [.. Enumerable.Range(0, 449).Select(i => Proposal(i)), Proposal(0) with { Key = new EnvelopeKey("sihab", "0", "2") }];

    [Fact]
    public void Refused_pushes_use_up_their_own_address_and_no_source()
    {
        var limits = new PushLimits();
        var (stranger, sender) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        for (var i = 0; i < PushLimits.RefusedOfAddress; i++)
        {
            limits.ListensTo(stranger).ShouldBeTrue();
            limits.NoteRefused(stranger);
        }

        limits.ListensTo(stranger).ShouldBeFalse();
        limits.ListensTo(sender).ShouldBeTrue();
        limits.Takes("sihab").ShouldBeTrue();
    }

    [Fact]
    public void What_one_source_sends_is_counted_for_it_alone()
    {
        var limits = new PushLimits();

        var taken = Enumerable.Range(0, PushLimits.OfSource + 1).Count(_ => limits.Takes("sihab"));

        taken.ShouldBe(PushLimits.OfSource);
        limits.Takes("spse").ShouldBeTrue();
    }

    private static Envelope Proposal(int i) => new()
    {
        Key = new EnvelopeKey("sihab", $"{i}", "1"),
        MediaType = "application/json",
        Raw = Encoding.UTF8.GetBytes($"{i}"),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
