using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Mocks;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Connectors;

/// <summary>What every HTTP connector must survive, played against its fake.</summary>
public abstract class ConnectorContract : IDisposable
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private readonly Lazy<IFake> fake;
    private readonly List<IDisposable> made = [];

    protected ConnectorContract() => fake = new Lazy<IFake>(() => Start(new FakeOptions { Now = Now, Clock = new FakeTimeProvider(Now) }));

    protected IFake Fake => fake.Value;

    /// <summary>Starts the fake of this kind.</summary>
    protected abstract IFake Start(FakeOptions options);

    /// <summary>A connector to <see cref="Fake"/>; the options of the wire are set by <paramref name="wire"/>.</summary>
    protected abstract IConnector Connect(SourceContext context, Action<WireOptions> wire);

    /// <summary>How many items the fake shows at its start, at least.</summary>
    protected virtual int AtLeast => 40;

    /// <summary>What no failure may name.</summary>
    protected virtual IReadOnlyList<string> Secrets => [];

    /// <summary>False where nothing has a status.</summary>
    protected virtual bool HasStatus => true;

    /// <summary>False where there are no pages: the whole answer comes at once.</summary>
    protected virtual bool HasPages => true;

    public void Dispose()
    {
        made.ForEach(d => d.Dispose());
        if (fake.IsValueCreated)
        {
            fake.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Everything_is_taken_and_a_second_run_brings_nothing_new()
    {
        var first = await RunAsync(Connect(), null);

        var second = await RunAsync(Connect(), first.Cursor);

        first.Ids.Count.ShouldBeGreaterThanOrEqualTo(AtLeast);
        first.Keys.Count.ShouldBe(first.Envelopes.Count, "no key twice in one run");
        second.Keys.Except(first.Keys).ShouldBeEmpty();
        first.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_item_reads_the_same_each_time()
    {
        var connector = Connect();
        var run = await RunAsync(connector, null);

        foreach (var envelope in run.Envelopes)
        {
            var submission = connector.Read(envelope);
            submission.Title.ShouldNotBeNullOrWhiteSpace();
            JsonSerializer.Serialize(Connect().Read(envelope)).ShouldBe(JsonSerializer.Serialize(submission));
        }
    }

    [Fact]
    public async Task A_stop_after_any_batch_loses_nothing()
    {
        var whole = await RunAsync(Connect(), null);
        var keys = new HashSet<EnvelopeKey>();
        string? cursor = null;
        for (var i = 0; i < 200; i++)
        {
            var batch = await Connect().FetchAsync(cursor, Token);
            keys.UnionWith(batch.Envelopes.Select(e => e.Key));
            cursor = batch.Cursor;
            if (!batch.More)
            {
                break;
            }
        }

        keys.ShouldBe(whole.Keys, ignoreOrder: true);
    }

    [Theory]
    [InlineData(Fault.TooManyRequests, FailureKind.Transient)]
    [InlineData(Fault.Unavailable, FailureKind.Transient)]
    [InlineData(Fault.Html, FailureKind.Transient)]
    [InlineData(Fault.SuccessWithErrors, FailureKind.Transient)]
    [InlineData(Fault.HalfAnswer, FailureKind.Transient)]
    [InlineData(Fault.CutConnection, FailureKind.Transient)]
    [InlineData(Fault.Unauthorized, FailureKind.Credentials)]
    [InlineData(Fault.Forbidden, FailureKind.Credentials)]
    public async Task A_lasting_fault_is_named_and_afterwards_everything_comes(Fault fault, FailureKind kind)
    {
        Fake.Faults.Play(fault);
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => RunAsync(Connect(o => o.Attempts = 2), null));
        failure.Kind.ShouldBe(kind);
        failure.Message.ShouldNotBeNullOrWhiteSpace();
        Secrets.ShouldAllBe(secret => !failure.ToString().Contains(secret, StringComparison.Ordinal));

        Fake.Faults.Clear();
        (await RunAsync(Connect(), null)).Ids.Count.ShouldBeGreaterThanOrEqualTo(AtLeast);
    }

    [Theory]
    [InlineData(Fault.TooManyRequests)]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.Html)]
    [InlineData(Fault.HalfAnswer)]
    [InlineData(Fault.CutConnection)]
    public async Task A_passing_fault_is_ridden_out(Fault fault)
    {
        Fake.Faults.Play(fault, answers: 2);

        (await RunAsync(Connect(), null)).Ids.Count.ShouldBeGreaterThanOrEqualTo(AtLeast);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_transient()
    {
        Fake.Faults.Delay = TimeSpan.FromSeconds(30);
        Fake.Faults.Play(Fault.Slow);

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => RunAsync(Connect(o => (o.TimeoutSeconds, o.Attempts) = (1, 1)), null));

        failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task An_unknown_status_stays_unknown_and_is_noted()
    {
        Assert.SkipUnless(HasStatus, "no status");
        Fake.Faults.Play(Fault.UnknownStatus);
        var connector = Connect();

        var read = (await RunAsync(connector, null)).Envelopes.Select(connector.Read).ToArray();

        read.Length.ShouldBeGreaterThanOrEqualTo(AtLeast);
        read.ShouldContain(s => s.SourceState == SourceState.Unknown && s.SourceStatus != null && s.Drifts.Any(d => d.Value == s.SourceStatus));
    }

    [Fact]
    public async Task A_malformed_item_does_not_hold_up_the_good_ones()
    {
        Fake.Faults.Play(Fault.MalformedItem);
        var connector = Connect();

        var run = await RunAsync(connector, null);

        var failures = run.Envelopes.Select(e => Record.Exception(() => connector.Read(e))).OfType<ConnectorFailure>().ToArray();
        failures.ShouldNotBeEmpty();
        failures.ShouldAllBe(f => f.Kind == FailureKind.Malformed);
        (run.Envelopes.Count - failures.Length).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_answer_in_an_old_charset_is_read_all_the_same()
    {
        Fake.Faults.Play(Fault.WrongCharset);
        var connector = Connect();

        var run = await RunAsync(connector, null);

        run.Ids.Count.ShouldBeGreaterThanOrEqualTo(AtLeast);
        run.Envelopes.Select(connector.Read).ShouldContain(s => s.Title.Contains('ñ') || s.Body.Contains('ñ'), "one byte of Windows-1252 is one letter");
    }

    [Fact]
    public async Task A_repeated_page_ends_the_reading_with_a_warning()
    {
        Fake.Faults.Play(Fault.RepeatedCursor);

        var run = await RunAsync(Connect(), null);

        (HasPages ? run.Warnings.Select(w => w.ToString()) : ["tanpa halaman, tak ada yang berulang"]).ShouldContain(w => w.Contains("berulang", StringComparison.Ordinal));
        Fake.Faults.Clear();
        var later = await RunAsync(Connect(), run.Cursor);
        run.Ids.Union(later.Ids).Count().ShouldBeGreaterThanOrEqualTo(AtLeast);
    }

    [Fact]
    public async Task A_source_with_nothing_gives_nothing()
    {
        Fake.Faults.Play(Fault.Empty);

        var run = await RunAsync(Connect(), null);

        run.Envelopes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_stops_at_once()
    {
        Fake.Faults.Delay = TimeSpan.FromSeconds(30);
        Fake.Faults.Play(Fault.Slow);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => Connect().FetchAsync(null, source.Token));
    }

    [Fact]
    public async Task A_probe_says_in_one_sentence_what_it_saw()
    {
        (await Connect().ProbeAsync(Token)).Ok.ShouldBeTrue();

        Fake.Faults.Play(Fault.Unauthorized);
        var refused = await Connect().ProbeAsync(Token);

        refused.Ok.ShouldBeFalse();
        refused.Detail.ToString().ShouldContain("401");
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A quick connector: no pauses, four attempts.</summary>
    protected IConnector Connect(Action<WireOptions>? change = null)
    {
        _ = Fake;
        var connector = Connect(new SourceContext("uji", TimeProvider.System), o =>
        {
            (o.SpacingMs, o.RetryDelayMs, o.TimeoutSeconds, o.BreakAfter) = (0, 1, 20, 1000);
            change?.Invoke(o);
        });
        if (connector is IDisposable disposable)
        {
            made.Add(disposable);
        }

        return connector;
    }

    /// <summary>One whole run, as the host does it.</summary>
    protected static async Task<FetchRun> RunAsync(IConnector connector, string? cursor)
    {
        var envelopes = new List<Envelope>();
        var warnings = new List<Said>();
        for (var i = 0; i < 500; i++)
        {
            var batch = await connector.FetchAsync(cursor, Token);
            envelopes.AddRange(batch.Envelopes);
            warnings.AddRange(batch.Warnings);
            cursor = batch.Cursor;
            if (!batch.More)
            {
                return new FetchRun(envelopes, warnings, cursor, batch.TotalAtSource);
            }
        }

        throw new InvalidOperationException("The connector never said that it was done.");
    }

    protected sealed record FetchRun(IReadOnlyList<Envelope> Envelopes, IReadOnlyList<Said> Warnings, string? Cursor, int? Total)
    {
        public IReadOnlySet<EnvelopeKey> Keys { get; } = Envelopes.Select(e => e.Key).ToHashSet();

        public IReadOnlySet<string> Ids { get; } = Envelopes.Select(e => e.Key.ExternalId).ToHashSet();
    }
}
