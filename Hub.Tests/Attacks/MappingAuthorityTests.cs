using Hub.Connectors.KaltaraApi;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>One administrator turned protection off by the mapping of a source, and read names.</summary>
public sealed class MappingAuthorityTests : IAsyncLifetime
{
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(Scenes.Sihab());

    [Fact]
    public async Task A_mapping_that_no_longer_reads_a_flag_waits_for_a_second_person()
    {
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        using var verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        var proposals = hub.Get<Proposals>();
        await SaveAsync(await FlaggedAsync());
        (await MappingAsync())!.ShouldContain("x2");

        await SaveAsync("");

        (await MappingAsync())!.ShouldContain("x2");
        (await administrator.ReadAsync("/sources/sihab/settings")).ShouldContain("Pemetaan menunggu orang kedua");
        var (name, waiting) = (await proposals.WaitingAsync(Token)).ShouldHaveSingleItem();
        waiting.Shown.ShouldContain("x2");
        (await proposals.ConfirmAsync(name, waiting.Print, Person("adi", Roles.Administrator), Token)).ShouldNotBeNull();
        (await MappingAsync())!.ShouldContain("x2");
        (await verifier.ReadAsync("/settings/appointments")).ShouldContain("x2");
        (await proposals.ConfirmAsync(name, waiting.Print, Person("siti", Roles.Verifier), Token)).ShouldBeNull();
        (await MappingAsync()).ShouldBeNull();
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "proposal.confirmed", Token)).Actor.ShouldBe("siti + adi");
    }

    /// <summary>There is nobody who could confirm it.</summary>
    [Fact]
    public async Task While_one_administrator_is_alone_a_mapping_counts_at_once()
    {
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        await SaveAsync(await FlaggedAsync());

        await SaveAsync("");

        (await MappingAsync()).ShouldBeNull();
    }

    private static async Task<string> FlaggedAsync()
    {
        using var reader = new StreamReader(typeof(MappingFile).Assembly.GetManifestResourceStream("Sihab/mapping.json")!);
        return (await reader.ReadToEndAsync(Token)).Replace("\"reporter\": {", "\"reporter\": { \"anonymous\": \"x2\",", StringComparison.Ordinal);
    }

    private async Task SaveAsync(string mapping) =>
        (await hub.Get<SourceDesk>().SaveAsync("sihab", "SIHAB", null, OldItems.Tell, null, new Dictionary<string, string> { ["Mapping"] = mapping }, "adi", Token)).ShouldBeEmpty();

    private async Task<string?> MappingAsync()
    {
        await using var db = hub.Database.Open();
        return ((MappedOptions)hub.Get<ConfiguredConnectors>().OptionsOf(await db.Sources.AsNoTracking().SingleAsync(s => s.Name == "sihab", Token))).Mapping;
    }

    private static CurrentUser Person(string name, params string[] roles) => new(name, roles.ToHashSet(StringComparer.Ordinal), null);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
