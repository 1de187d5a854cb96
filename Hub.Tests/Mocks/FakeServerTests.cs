using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hub.Mocks;
using Hub.Mocks.Lapor;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Mocks;

/// <summary>What a tester does to a fake by hand.</summary>
public sealed class FakeServerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Now);
    private readonly LaporFake fake;
    private readonly HttpClient client;

    public FakeServerTests()
    {
        fake = LaporFake.Start(new FakeOptions { Now = Now, Clock = clock });
        client = new HttpClient { BaseAddress = fake.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("token", LaporFake.Token);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {LaporFake.AccessKey}");
    }

    public void Dispose()
    {
        client.Dispose();
        fake.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_report_made_by_hand_gets_a_number_beyond_those_that_arrive_later()
    {
        var state = new LaporState(new FakeOptions { Now = Now, Clock = clock });
        state.Add(9_999_999, "Datang besok", Now.AddDays(1));

        new LaporItems(state, clock).Add([]).ShouldBe("10000000");
        new LaporItems(state, clock).Add([]).ShouldBe("10000001");
    }

    [Fact]
    public async Task A_fault_is_switched_on_for_some_answers_and_then_gone()
    {
        (await client.PostAsJsonAsync("/__faults", new { fault = "Unavailable", answers = 2 }, Token)).EnsureSuccessStatusCode();

        (await StatusAsync(), await StatusAsync(), await StatusAsync())
            .ShouldBe((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_lasting_fault_is_shown_and_taken_away()
    {
        await client.PostAsJsonAsync("/__faults", new { fault = "TooManyRequests" }, Token);
        (await client.GetStringAsync("/__faults", Token)).ShouldContain("\"fault\":\"TooManyRequests\"");
        using var refused = await client.GetAsync("/complaints", Token);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));

        await client.DeleteAsync("/__faults", Token);

        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_fault_is_refused_with_the_list_of_those_that_exist()
    {
        using var answer = await client.PostAsJsonAsync("/__faults", new { fault = "Gempa" }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("HalfAnswer");
    }

    [Fact]
    public async Task A_mapping_added_over_the_admin_interface_wins_over_the_fake()
    {
        const string mapping = """{"Priority":-1,"Request":{"Path":"/complaints","Methods":["GET"]},"Response":{"StatusCode":418}}""";
        using var body = new StringContent(mapping, Encoding.UTF8, "application/json");
        (await client.PostAsync("/__admin/mappings", body, Token)).EnsureSuccessStatusCode();

        (await StatusAsync()).ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task What_was_added_over_the_admin_interface_is_gone_after_a_reset()
    {
        const string mapping = """{"Priority":-1,"Request":{"Path":"/complaints","Methods":["GET"]},"Response":{"StatusCode":418}}""";
        using var body = new StringContent(mapping, Encoding.UTF8, "application/json");
        (await client.PostAsync("/__admin/mappings", body, Token)).EnsureSuccessStatusCode();
        (await client.PostAsJsonAsync("/__faults", new { fault = "Empty" }, Token)).EnsureSuccessStatusCode();

        fake.Server.Reset();

        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
        fake.Faults.Current.ShouldBe(Fault.None);
        (await client.GetAsync("/masters/templates", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_reset_leaves_what_belongs_to_the_start_and_takes_what_a_tester_added()
    {
        fake.Keep(70_001, "Bantuan tahun lalu", "Mohon bantuan.", Now.AddDays(-1));
        fake.Add(70_002, "Uji", Now.AddDays(-1));

        fake.Items.Reset();

        fake.Ids.ShouldContain(70_001);
        fake.Ids.ShouldNotContain(70_002);
    }

    /// <summary>A reset that took an answer of the hub away made LAPOR! open again what had been finished there.</summary>
    [Fact]
    public async Task A_reset_undoes_testers_and_not_the_hub()
    {
        fake.Keep(70_003, "Bantuan tahun lalu", "Mohon bantuan.", Now.AddDays(-1));
        using var refusal = new StringContent("""{"reason":1,"reason_description":"Wewenang PLN."}""", Encoding.UTF8, "application/json");
        (await client.PostAsync("/complaints/process/70003/reject", refusal, Token)).EnsureSuccessStatusCode();
        var written = await DetailAsync();
        fake.Change(70_003, data => data["title"] = "Diubah penguji");
        fake.Faults.Stand(Fault.Slow);
        fake.Faults.Clear();

        fake.Items.Reset();
        fake.Server.Reset();

        fake.Faults.Current.ShouldBe(Fault.Slow, "the world stood so before testers came");
        fake.Faults.Clear();
        (await DetailAsync()).ShouldBe(written);
        written.ShouldContain("Ditolak");
        fake.Effects.ShouldHaveSingleItem().Kind.ShouldBe("reject");

        async Task<string> DetailAsync() => await (await client.GetAsync("/complaints/70003/complaint", Token)).Content.ReadAsStringAsync(Token);
    }

    [Fact]
    public async Task An_edited_mapping_file_is_the_next_answer()
    {
        using var folder = new Hub.Tests.Support.TemporaryFolder();
        await WriteAsync(200);
        using var server = FakeServer.Start(new FakeOptions { Now = Now, Watches = true }, folder.Path);
        using var plain = new HttpClient { BaseAddress = server.Address };
        (await plain.GetAsync("/plain", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await WriteAsync(410);

        for (var turn = 0; turn < 100 && (await plain.GetAsync("/plain", Token)).StatusCode != HttpStatusCode.Gone; turn++)
        {
            await Task.Delay(100, Token);
        }

        (await plain.GetAsync("/plain", Token)).StatusCode.ShouldBe(HttpStatusCode.Gone);

        Task WriteAsync(int status) => File.WriteAllTextAsync(folder.File("plain.json"),
            $$"""{"Guid":"6f1c0d4e-0b7a-4a5d-9c11-5d2f00a1ffff","Request":{"Path":"/plain","Methods":["GET"]},"Response":{"StatusCode":{{status}} } }""", Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"fault":"Html","answers":0}""")]
    public async Task A_wrong_order_gets_a_sentence(string order)
    {
        using var answer = await client.PostAsync("/__faults", new StringContent(order, Encoding.UTF8, "application/json"), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("Kirim JSON");
    }

    [Fact]
    public async Task What_is_dated_later_arrives_later()
    {
        var before = fake.Ids.Count;

        clock.Advance(TimeSpan.FromHours(1));

        fake.Ids.Count.ShouldBeGreaterThan(before);
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_both_credentials_nothing_is_given()
    {
        client.DefaultRequestHeaders.Remove("token");

        (await StatusAsync()).ShouldBe(HttpStatusCode.Unauthorized);
        using var institutions = await client.GetAsync("/masters/institutions/external", Token);
        institutions.IsSuccessStatusCode.ShouldBeFalse();
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var answer = await client.GetAsync("/complaints", Token);
        return answer.StatusCode;
    }
}
