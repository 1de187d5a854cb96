using System.Diagnostics;
using Hub.Connectors;
using Hub.Connectors.Http;
using Microsoft.Extensions.Time.Testing;
using static Hub.Tests.Connectors.Http.ScriptedNetwork;

namespace Hub.Tests.Connectors.Http;

public class WireTests
{
    private const string Good = """{"data":[1]}""";
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_failing_server_is_asked_again(int status)
    {
        var network = new ScriptedNetwork(Answer("", status), Answer("", status), Answer(Good));

        (await GetAsync(network)).ShouldBe(Good);

        network.Attempts.ShouldBe(3);
    }

    [Theory]
    [InlineData("<!doctype html><html><body>Pemeliharaan</body></html>", "halaman web")]
    [InlineData("""{"data":[{"id":1},{"id":""", "sebagian")]
    [InlineData("", "kosong")]
    [InlineData("""{"success":true,"errors":{"db":["gone away"]}}""", "db: gone away")]
    [InlineData("""{"success":false,"message":"Sedang sibuk"}""", "Sedang sibuk")]
    [InlineData("""{"success":false,"error":{"code":"Too Many","message":"Pelan-pelan","details":"x"}}""", "Pelan-pelan")]
    [InlineData("""{"code":"error","message":"Gagal memuat","error":"x"}""", "Gagal memuat")]
    public async Task An_answer_that_is_no_answer_is_asked_for_again_and_explained(string body, string words)
    {
        var network = new ScriptedNetwork(Answer(body));

        var failure = await FailAsync(network);

        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain(words);
        network.Attempts.ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"success":true,"errors":[],"data":[1]}""")]
    [InlineData("""{"success":true,"errors":{},"data":[1]}""")]
    [InlineData("""{"success":true,"errors":null,"error":"","data":[1]}""")]
    [InlineData("""{"data":[{"error":"kata pelapor","success":false}]}""")]
    [InlineData("\uFEFF[1,2]")]
    public async Task An_answer_without_real_errors_is_believed(string body)
    {
        var network = new ScriptedNetwork(Answer(body));

        await GetAsync(network);

        network.Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData("halo {\"data\":1}")]
    [InlineData("""{"data":[1,,2]}""")]
    public async Task Something_that_is_no_JSON_is_malformed_and_not_asked_for_again(string body)
    {
        var network = new ScriptedNetwork(Answer(body));

        (await FailAsync(network)).Kind.ShouldBe(FailureKind.Malformed);

        network.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_key_is_a_matter_of_credentials_and_asked_once()
    {
        var network = new ScriptedNetwork(Answer("""{"message":"Unauthenticated."}""", 401));

        var failure = await FailAsync(network);

        failure.Kind.ShouldBe(FailureKind.Credentials);
        failure.Message.ShouldBe("sumber.example menolak kunci atau sandi (401): Unauthenticated.");
        network.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_web_page_with_403_is_told_apart_from_a_refused_key()
    {
        var failure = await FailAsync(new ScriptedNetwork(Answer("<html>Attention Required! | Cloudflare</html>", 403)));

        failure.Kind.ShouldBe(FailureKind.Credentials);
        failure.Message.ShouldContain("daftarkan IP publik hub");
    }

    [Fact]
    public async Task A_refusal_carries_the_words_of_the_source()
    {
        var failure = await FailAsync(new ScriptedNetwork(Answer("""{"message":"The given data was invalid.","errors":{"tahun":["wajib"]}}""", 422)));

        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Status.ShouldBe(422);
        failure.Message.ShouldContain("The given data was invalid.");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Mon, 02 Mar 2026 01:00:20 GMT", 20)]
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date(string retryAfter, int seconds)
    {
        var network = new ScriptedNetwork(Answer("", 429, retryAfter), Answer(Good));
        var start = clock.GetUtcNow();

        await GetAsync(network);

        var waited = clock.GetUtcNow() - start;
        waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds));
        waited.ShouldBeLessThan(TimeSpan.FromSeconds(seconds + 2));
    }

    [Fact]
    public async Task A_long_Retry_After_is_handed_to_the_schedule()
    {
        var network = new ScriptedNetwork(Answer("", 429, "3600"), Answer(Good));

        var failure = await FailAsync(network);

        failure.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        network.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_connection_is_transient()
    {
        var network = new ScriptedNetwork(Throw(new HttpIOException(HttpRequestError.ResponseEnded)));

        var failure = await FailAsync(network);

        failure.Kind.ShouldBe(FailureKind.Transient);
        network.Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_write_is_not_repeated_when_the_source_may_have_taken_it()
    {
        var network = new ScriptedNetwork(Answer("", 500));

        await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(Client(network).PostAsync("x", new StringContent("isi"))));

        network.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_is_repeated_when_the_source_certainly_did_not_take_it()
    {
        var network = new ScriptedNetwork(Answer("", 429, "1"), Answer(Good));

        await PumpAsync(Client(network).PostAsync("x", new StringContent("isi")));

        network.Bodies.ShouldBe(["isi", "isi"]);
    }

    [Fact]
    public async Task A_write_that_reports_errors_with_status_200_is_refused()
    {
        var network = new ScriptedNetwork(Answer("""{"success":true,"errors":{"content":["terlalu pendek"]}}"""));

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(Client(network).PostAsync("x", new StringContent("isi"))));

        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Message.ShouldContain("content: terlalu pendek");
    }

    [Fact]
    public async Task A_source_that_keeps_failing_is_left_alone_for_a_while()
    {
        var network = new ScriptedNetwork(Answer("", 500));
        var client = Client(network, o => o.BreakAfter = 4);
        await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(client.GetAsync("x")));

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(client.GetAsync("x")));

        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain("sementara tidak dihubungi");
        network.Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task Calls_keep_their_distance()
    {
        var times = new List<DateTimeOffset>();
        var network = new ScriptedNetwork(_ =>
        {
            times.Add(clock.GetUtcNow());
            return Answer(Good)(_);
        });
        var client = Client(network, o => o.SpacingMs = 1000);

        await PumpAsync(Task.WhenAll(client.GetAsync("a"), client.GetAsync("b"), client.GetAsync("c")));

        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_silent_source_is_given_up_after_its_time()
    {
        using var handler = new Silence();

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(Client(handler, o => o.TimeoutSeconds = 5).GetAsync("x")));

        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldBe("sumber.example tidak menjawab dalam 5 detik.");
    }

    [Fact]
    public async Task An_answer_beyond_the_cap_is_not_swallowed()
    {
        var network = new ScriptedNetwork(Answer('"' + new string('x', 2 * 1024 * 1024) + '"'));

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(Client(network, o => o.LargestAnswerMb = 1).GetAsync("x")));

        failure.Kind.ShouldBe(FailureKind.Malformed);
        failure.Message.ShouldContain("1 MB");
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure_of_the_source()
    {
        using var source = new CancellationTokenSource();
        using var handler = new Silence();
        var call = Client(handler).GetAsync("x", source.Token);

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new UnreachableException();
        }
    }

    private sealed class TestOptions : WireOptions;

    private HttpClient Client(HttpMessageHandler network, Action<WireOptions>? change = null)
    {
        var options = new TestOptions { SpacingMs = 0, RetryDelayMs = 100 };
        change?.Invoke(options);
        return Wire.Client(new SourceContext("uji", clock, network), new Uri("https://sumber.example/"), options);
    }

    private async Task<string> GetAsync(ScriptedNetwork network)
    {
        using var response = await PumpAsync(Client(network).GetAsync("x"));
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<ConnectorFailure> FailAsync(ScriptedNetwork network) =>
        await Should.ThrowAsync<ConnectorFailure>(() => PumpAsync(Client(network).GetAsync("x")));

    /// <summary>Moves the clock on until the task is done.</summary>
    private async Task<T> PumpAsync<T>(Task<T> task)
    {
        for (var i = 0; i < 5000 && !task.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(task, Task.Delay(1));
        }

        return await task;
    }
}
