using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A source names no reporter, as LAPOR! does of anonymous ones, and the words do: time goes over them too.</summary>
public sealed class UnnamedErasingTests : IAsyncLifetime
{
    private static readonly Planted Who = Planted.All[0];

    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(new Dictionary<string, string?>
    {
        ["Hub:Sources:lapor:Kind"] = "lapor",
        ["Hub:Sources:lapor:Options:Address"] = "http://127.0.0.1:9",
        ["Hub:Sources:lapor:Options:Token"] = "x",
        ["Hub:Sources:lapor:Options:AccessKey"] = "x",
        ["Hub:Sources:lapor:Options:InstitutionId"] = "151000",
        ["Hub:Sources:lapor:Options:UserId"] = "88001",
    });

    [Theory]
    [InlineData("true", "false")]
    [InlineData("false", "true")]
    [InlineData("null", "null")]
    [InlineData("false", "false")]
    public async Task What_a_report_without_a_reporter_says_of_who_wrote_it_goes_when_its_time_is_over(string anonymous, string secret)
    {
        var raw = Regex.Replace(Who.ToLapor(), "\"reporter\": \\{[^}]*\\}", "\"reporter\": null", RegexOptions.None, TimeSpan.FromSeconds(5))
            .Replace("\"is_anonymous\": true, \"is_secret\": false", $"\"is_anonymous\": {anonymous}, \"is_secret\": {secret}", StringComparison.Ordinal)
            .Replace("Loket meminta uang", "Jalan rusak", StringComparison.Ordinal);
        await hub.ArriveAsync("lapor", Who.Id, "application/json", Encoding.UTF8.GetBytes(raw), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        (await db.Reporters.AnyAsync(Token)).ShouldBeFalse();
        await hub.ChangeAsync(ticket.Number, new TicketChange.Withdraw(null));
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.ClosedAt, TimeProvider.System.GetUtcNow().AddDays(-100)), Token);
        await hub.Get<Retention>().ChangeAsync(new RetentionRules(1, new Dictionary<string, int>(StringComparer.Ordinal)), "siti", Token);
        var key = (await db.Tickets.AsNoTracking().SingleAsync(Token)).Key;

        (await hub.Get<Retention>().EraseDueAsync(Token)).ShouldBe(1);
        (await hub.Get<Retention>().EraseDueAsync(Token)).ShouldBe(0, "once is enough");

        var left = await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(Token);
        if (left.Sealed is not null)
        {
            hub.Get<TicketSeal>().Whole(left).Body.ShouldNotContain("Quraisyin", customMessage: "what is sealed anew is what was left");
        }

        (key is not null && hub.Get<TicketKeys>().Has(key)).ShouldBeFalse();
        (await db.Envelopes.AnyAsync(e => e.RawLength > 0 || e.RawKey != null, Token)).ShouldBeFalse();
        var open = left.Title + left.Body + left.OriginalBody + string.Join('\n', left.Events.Select(e => e.Text + e.Data));
        foreach (var mark in Who.Who)
        {
            open.ShouldNotContain(mark);
        }
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
