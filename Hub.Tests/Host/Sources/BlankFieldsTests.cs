using Hub.Connectors;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Sources;

/// <summary>A source in the making: whatever is blank has its default or is named as missing; nothing breaks on it.</summary>
public sealed class BlankFieldsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. ConnectorCatalog.Shipped.Kinds.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Blank_takes_the_default_and_no_value_that_must_be_there_becomes_null(string name)
    {
        var type = ConnectorCatalog.Shipped.Find(name)!.Options;
        var blank = OptionsForm.Fields(Activator.CreateInstance(type)!).ToDictionary(f => f.Name, _ => "");

        var (options, faults) = OptionsForm.Read(Activator.CreateInstance(type)!, blank);

        faults.ShouldBeEmpty();
        var nullability = new System.Reflection.NullabilityInfoContext();
        type.GetProperties().Where(p => p.CanWrite && nullability.Create(p).WriteState == System.Reflection.NullabilityState.NotNull)
            .ShouldAllBe(p => p.GetValue(options) != null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_source_of_any_kind_that_is_not_filled_in_says_what_is_missing(string kind)
    {
        await using var hub = await HubFixture.StartAsync();
        var desk = hub.Get<SourceDesk>();
        (await desk.AddAsync("baru", kind, "", "uji", Token)).ShouldBeEmpty();
        var missing = SourceSettings.Faults(Activator.CreateInstance(ConnectorCatalog.Shipped.Find(kind)!.Options)!);

        var probe = await desk.ProbeAsync("baru", Token);
        var tried = await desk.TryAsync("baru", Token);

        foreach (var fault in missing)
        {
            probe.Detail.ToString().ShouldContain(fault.Sentence);
            tried.Fault.ShouldNotBeNull().ShouldContain(fault.Sentence);
        }

        if (missing.Count > 0)
        {
            probe.Ok.ShouldBeFalse();
            (await Should.ThrowAsync<SourceUnusable>(() => desk.ResumeAsync("baru", "uji", Token))).Message.ShouldContain(missing[0].Sentence);
        }
    }

    [Fact]
    public async Task Lapor_with_every_optional_field_blank_is_complete()
    {
        await using var hub = await HubFixture.StartAsync();
        var desk = hub.Get<SourceDesk>();
        await desk.AddAsync("lapor", "lapor", "LAPOR!", "uji", Token);
        await using var db = hub.Database.Open();
        var typed = OptionsForm.Fields(hub.Get<ConfiguredConnectors>().OptionsOf(await db.Sources.SingleAsync(Token))).ToDictionary(f => f.Name, _ => "");
        (typed["Address"], typed["AccessKey"], typed["Token"], typed["InstitutionId"], typed["UserId"]) = ("http://127.0.0.1:9/lapor", "kunci", "token", "7", "8");

        (await desk.SaveAsync("lapor", "LAPOR!", null, OldItems.Leave, null, typed, "uji", Token)).ShouldBeEmpty();

        (await desk.ProbeAsync("lapor", Token)).Ok.ShouldBeFalse();
        await desk.ResumeAsync("lapor", "uji", Token);
        typed["AccessKey"] = typed["Token"] = "";
        (await desk.SaveAsync("lapor", "LAPOR!", null, OldItems.Leave, null, typed, "uji", Token)).ShouldBeEmpty();
        typed["Address"] = "http://127.0.0.1:10/lapor";
        (await desk.SaveAsync("lapor", "LAPOR!", null, OldItems.Leave, null, typed, "uji", Token)).ShouldContain(f => f.ToString().StartsWith("AccessKey", StringComparison.Ordinal));
    }
}
