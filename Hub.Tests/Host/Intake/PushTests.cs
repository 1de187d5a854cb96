using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Sources;
using Hub.Host.Web.Hooks;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

public sealed class PushTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Now);
    private readonly HttpClient client = new();
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Scenes.Sihab();
        foreach (var (key, value) in HubFixture.Mailbox("email-kesra", "kesra@setda.contoh"))
        {
            settings[key] = value;
        }

        settings["Hub:Sources:email-kesra:HookSecret"] = Scenes.HookSecret;
        hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
    }

    [Fact]
    public async Task A_signed_push_is_in_the_ledger_before_it_is_answered()
    {
        var (status, answer) = await PushAsync($"[{Scenes.Proposal(1)},{Scenes.Proposal(2)}]");

        status.ShouldBe(HttpStatusCode.Accepted, answer);
        answer.ShouldContain("\"taken\":2");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync(e => e.Source == "sihab" && e.Status == EnvelopeStatus.Received)).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_packed_or_nested_too_deep_is_called_so_and_a_byte_order_mark_is_passed_over()
    {
        var (status, answer) = await PushAsync(Scenes.Proposal(1), encoding: "gzip");
        (status, Code(answer)).ShouldBe((HttpStatusCode.UnsupportedMediaType, "content-encoding"));
        (await PushAsync(Scenes.Proposal(1), encoding: "identity")).Status.ShouldBe(HttpStatusCode.Accepted);

        (status, answer) = await PushAsync(Deep(2, 200));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.ShouldContain("64 tingkat");
        (await PushAsync(Deep(2, 200)[..^1])).Answer.ShouldContain("bukan JSON");

        (await PushAsync("\uFEFF" + Scenes.Proposal(3))).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_push_sent_twice_has_one_effect()
    {
        await PushAsync(Scenes.Proposal(1));
        var (status, answer) = await PushAsync(Scenes.Proposal(1));
        await hub.Get<ProcessWorker>().DrainAllAsync(CancellationToken.None);

        status.ShouldBe(HttpStatusCode.Accepted);
        answer.ShouldContain("\"taken\":0");
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_body_a_wrong_secret_and_no_signature_are_refused()
    {
        (await PushAsync(Scenes.Proposal(1), signed: Scenes.Proposal(2))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PushAsync(Scenes.Proposal(1), secret: "rahasia-yang-lain-sekali")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PushAsync(Scenes.Proposal(1), signature: "")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PushAsync(Scenes.Proposal(1), signature: "sha256=zz")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_push_is_taken_only_within_five_minutes_of_its_signature(int seconds, bool taken)
    {
        var (status, answer) = await PushAsync(Scenes.Proposal(1), at: Now.AddSeconds(seconds));

        status.ShouldBe(taken ? HttpStatusCode.Accepted : HttpStatusCode.Unauthorized);
        answer.Contains("timestamp-old", StringComparison.Ordinal).ShouldBe(!taken);
    }

    [Fact]
    public async Task An_unknown_source_and_one_without_a_secret_answer_alike()
    {
        var (status, answer) = await PushAsync("{}", source: "tidak-ada");

        status.ShouldBe(HttpStatusCode.NotFound);
        Code(answer).ShouldBe("no-receiver");
    }

    [Fact]
    public async Task A_source_that_takes_no_pushes_says_so_in_one_sentence()
    {
        var (status, answer) = await PushAsync("{}", source: "email-kesra");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Code(answer).ShouldBe("not-a-receiver");
    }

    [Fact]
    public async Task A_body_of_the_cap_is_taken_and_one_byte_more_is_refused()
    {
        var (status, answer) = await PushAsync(Scenes.Proposal(1).PadRight(1024 * 1024));
        status.ShouldBe(HttpStatusCode.Accepted, answer);

        (status, answer) = await PushAsync(Scenes.Proposal(2).PadRight((1024 * 1024) + 1));
        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        Code(answer).ShouldBe("too-large");
    }

    /// <summary>Such an item used to be an error page, and nothing of its push was kept.</summary>
    [Fact]
    public async Task An_item_that_cannot_be_read_is_taken_and_set_aside_beside_the_others()
    {
        var (status, answer) = await PushAsync($"[{Scenes.Proposal(1).Replace("Bantuan", "\\ud800", StringComparison.Ordinal)},{Scenes.Proposal(2)}]");
        await hub.Get<ProcessWorker>().DrainAllAsync(CancellationToken.None);

        status.ShouldBe(HttpStatusCode.Accepted, answer);
        await using var db = hub.Database.Open();
        (await db.Envelopes.Select(e => e.Status).OrderBy(s => s).ToListAsync()).ShouldBe([EnvelopeStatus.Done, EnvelopeStatus.Quarantined], ignoreOrder: true);
        (await PushAsync("""{"\ud800":1}""")).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_secret_made_in_the_browser_counts_is_shown_once_and_is_in_the_trail()
    {
        using var administrator = await Visitor.SignedInAsync(hub, "adi", null, Roles.Administrator);
        using var made = await administrator.SubmitAsync("/sources/sihab/settings", "push-secret");
        var secret = Regex.Match(await made.Content.ReadAsStringAsync(), "<pre>([A-Za-z0-9_-]{40,})</pre>").Groups[1].Value;

        secret.ShouldNotBeEmpty();
        (await administrator.ReadAsync("/sources/sihab/settings")).ShouldNotContain(secret);
        (await PushAsync(Scenes.Proposal(1))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PushAsync(Scenes.Proposal(1), secret: secret)).Status.ShouldBe(HttpStatusCode.Accepted);
        await using var db = hub.Database.Open();
        (await db.Sources.Select(s => s.HookSecret).ToListAsync()).ShouldAllBe(s => s == null || !s.Contains(secret));
        (await db.Audit.SingleAsync(a => a.Action == "source.push-secret")).Subject.ShouldBe("sihab");
    }

    [Fact]
    public async Task A_secret_of_the_settings_counts_for_a_source_that_is_there_and_what_they_cannot_do_is_said()
    {
        using var folder = new TemporaryFolder();
        var settings = Scenes.Sihab();
        settings.Remove("Hub:Sources:sihab:HookSecret");
        await (await HubFixture.StartAsync(settings, folder: folder)).DisposeAsync();

        var section = new ConfigurationBuilder().AddInMemoryCollection(Scenes.Sihab(address: "http://127.0.0.1:19")).Build().GetSection("Hub:Sources");
        await using var again = await HubFixture.StartAsync(folder: folder);
        var unused = await again.Get<SourceSeeding>().SeedAsync(section, CancellationToken.None);

        unused.ShouldHaveSingleItem().ToString().ShouldStartWith("Hub:Sources:sihab: sumber ini sudah ada");
        await using var db = again.Database.Open();
        var source = await db.Sources.SingleAsync(s => s.Name == "sihab");
        again.Get<ConfiguredConnectors>().HookSecretOf(source).ShouldBe(Scenes.HookSecret);
        source.Options.ShouldNotContain("127.0.0.1:19");

        const string Other = "rahasia-kiriman-lain-5678";
        var alone = new ConfigurationBuilder().AddInMemoryCollection([new("Hub:Sources:sihab:HookSecret", Other)]).Build().GetSection("Hub:Sources");
        (await again.Get<SourceSeeding>().SeedAsync(alone, CancellationToken.None)).ShouldBeEmpty("the docs say that the secret alone is enough");
        db.ChangeTracker.Clear();
        again.Get<ConfiguredConnectors>().HookSecretOf(await db.Sources.SingleAsync(s => s.Name == "sihab")).ShouldBe(Other);
    }

    /// <summary>Sixty thousand unknown fields of one item asked the store as often, and nobody else came to it.</summary>
    [Fact]
    public async Task Of_very_many_new_fields_some_are_noted()
    {
        var fields = string.Concat(Enumerable.Range(0, 5_000).Select(i => $",\"baru_{i}\":{i}"));
        var (status, answer) = await PushAsync(Scenes.Proposal(1)[..^1] + fields + "}");
        await hub.Get<ProcessWorker>().DrainAllAsync(CancellationToken.None);

        status.ShouldBe(HttpStatusCode.Accepted, answer);
        await using var db = hub.Database.Open();
        (await db.Drifts.CountAsync()).ShouldBe(50);
        (await db.Tickets.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_push_of_more_items_than_a_sender_waits_for_is_refused()
    {
        var (status, answer) = await PushAsync($"[{string.Join(',', Enumerable.Repeat("{}", 5_001))}]");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.ShouldContain("5001");
    }

    [Fact]
    public async Task Json_of_64_levels_is_taken_and_one_level_more_is_refused()
    {
        var (status, answer) = await PushAsync(Deep(1, 64));
        status.ShouldBe(HttpStatusCode.Accepted, answer);

        (status, answer) = await PushAsync(Deep(2, 65));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Code(answer).ShouldBe("not-understood");
    }

    [Fact]
    public async Task Broken_json_is_refused_and_a_form_is_taken()
    {
        (await PushAsync("{\"id\":")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PushAsync("<a/>", type: "text/xml")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        var (status, answer) = await PushAsync("nomor_registrasi=SIHAB%2F2026%2F000009&judul=Hibah+balai&status=Diajukan", type: "application/x-www-form-urlencoded");

        status.ShouldBe(HttpStatusCode.Accepted, answer);
        await using var db = hub.Database.Open();
        (await db.Envelopes.SingleAsync()).ExternalId.ShouldBe("SIHAB/2026/000009");
    }

    /// <summary>What <c>curl -d</c> makes of JSON: taken as a form it would be one field that nobody reads.</summary>
    [Theory]
    [InlineData("{0}")]
    [InlineData("\n [{0}]")]
    public async Task Json_that_is_called_a_form_is_refused_and_nothing_is_stored(string body)
    {
        var (status, answer) = await PushAsync(body.Replace("{0}", Scenes.Proposal(1), StringComparison.Ordinal), type: "application/x-www-form-urlencoded");

        (status, Code(answer)).ShouldBe((HttpStatusCode.UnsupportedMediaType, "media-type"));
        answer.ShouldContain("Isinya JSON");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(0);
    }

    /// <summary>A program has no switch of languages; who reads its log may not speak Indonesian.</summary>
    [Theory]
    [InlineData("en-GB, id;q=0.5", "does not match")]
    [InlineData("de, en;q=0.4, id;q=0.3", "does not match")]
    [InlineData("id, en;q=0.9", "tidak cocok")]
    [InlineData("en;q=0, de", "tidak cocok")]
    [InlineData("?, ;;", "tidak cocok")]
    [InlineData(null, "tidak cocok")]
    public async Task A_refusal_is_said_in_the_language_that_the_sender_asks_for(string? language, string words)
    {
        (await PushAsync(Scenes.Proposal(1), secret: "bukan-rahasia-ini-1234", language: language)).Answer.ShouldContain(words);

        // What the reader of the kind says is said so too.
        (await PushAsync("5", language: language)).Answer.ShouldContain(words == "tidak cocok" ? "bukan objek" : "no JSON object");
    }

    private async Task<(HttpStatusCode Status, string Answer)> PushAsync(
        string body, string source = "sihab", string? signed = null, string secret = Scenes.HookSecret, string? signature = null, DateTimeOffset? at = null, string type = "application/json", string? encoding = null, string? language = null)
    {
        var timestamp = (at ?? Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, $"/hooks/{source}")) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add(PushSignature.TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(PushSignature.SignatureHeader, signature ?? PushSignature.Sign(secret, timestamp, Encoding.UTF8.GetBytes(signed ?? body)));
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The proposal is the first level; the others lie in a field that nobody knows.</summary>
    private static string Deep(int number, int levels) => Scenes.Proposal(number).TrimEnd()[..^1] + $",\"lain\":{new string('[', levels - 1)}{new string(']', levels - 1)}}}";

    private static string? Code(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("code").GetString();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await hub.DisposeAsync();
    }
}
