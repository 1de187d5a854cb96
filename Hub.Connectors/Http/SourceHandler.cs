using System.Net;
using Hub.Domain;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Hub.Connectors.Http;

/// <summary>Sends a request to a source: in its pace, within its time, again where that is worth it. Throws <see cref="ConnectorFailure"/> for everything that is no good answer.</summary>
internal sealed class SourceHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("hub.request");

    private readonly string origin;
    private readonly WireTraits traits;
    private readonly TimeProvider clock;
    private readonly Pace pace;
    private readonly long largest;
    private readonly int timeout;
    private readonly ResiliencePipeline<HttpResponseMessage> stubborn;
    private readonly ResiliencePipeline<HttpResponseMessage> timed;

    /// <param name="address">Whatever a path says, a request with the source's key goes nowhere else.</param>
    public SourceHandler(HttpMessageHandler inner, Uri address, WireOptions options, WireTraits traits, TimeProvider clock)
        : base(inner)
    {
        origin = address.GetLeftPart(UriPartial.Authority);
        this.traits = traits;
        this.clock = clock;
        pace = new Pace(clock, TimeSpan.FromMilliseconds(options.SpacingMs));
        largest = options.LargestAnswerMb * 1024L * 1024L;
        timeout = options.TimeoutSeconds;
        stubborn = Stubborn(options);
        timed = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddTimeout(TimeSpan.FromSeconds(timeout))
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.GetLeftPart(UriPartial.Authority) is var asked && asked != origin)
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<WireTexts>("OtherHost", asked, origin));
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Request, request);
        try
        {
            return await stubborn.ExecuteAsync(AttemptAsync, context);
        }
        catch (BrokenCircuitException e)
        {
            throw new ConnectorFailure(
                FailureKind.Transient, Said.Of<WireTexts>(WireTexts.RestingName, Host(request)), e, e.RetryAfter);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> Stubborn(WireOptions options)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.Attempts > 1)
        {
            builder.AddRetry(Retry(options));
        }

        return builder.AddCircuitBreaker(Breaker(options)).Build();
    }

    private RetryStrategyOptions<HttpResponseMessage> Retry(WireOptions options) => new()
    {
        MaxRetryAttempts = options.Attempts - 1,
        Delay = TimeSpan.FromMilliseconds(options.RetryDelayMs),
        MaxDelay = TimeSpan.FromSeconds(options.LongestWaitSeconds),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is ConnectorFailure { Kind: FailureKind.Transient } failure
            && (failure.RetryAfter ?? TimeSpan.Zero) <= TimeSpan.FromSeconds(options.LongestWaitSeconds)
            && (failure.NotTaken || MayRepeat(args.Context))),
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as ConnectorFailure)?.RetryAfter),
    };

    // A 429 is a request for patience, not a sign of illness: it never opens the breaker.
    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(WireOptions options) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = options.BreakAfter,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is ConnectorFailure { Kind: FailureKind.Transient, Status: not (int)HttpStatusCode.TooManyRequests }),
    };

    private bool MayRepeat(ResilienceContext context) =>
        context.Properties.TryGetValue(Request, out var request)
        && (request.Method != HttpMethod.Post || traits.ReadsByPost)
        && request.Method != HttpMethod.Patch;

    private async ValueTask<HttpResponseMessage> AttemptAsync(ResilienceContext context)
    {
        context.Properties.TryGetValue(Request, out var request);
        await pace.TurnAsync(context.CancellationToken);
        try
        {
            return await timed.ExecuteAsync(token => SendOnceAsync(request!, token), context.CancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<WireTexts>("NoAnswer", Host(request!), timeout), e);
        }
        catch (HttpRequestException e)
        {
            throw NetworkVerdict.Of(Host(request!), largest, e);
        }
        catch (IOException e)
        {
            throw NetworkVerdict.Cut(Host(request!), e);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = await base.SendAsync(request, token);
        try
        {
            using var packed = response.Content;
            var answer = Utf8Body.Of(await AnswerContent.ReadAsync(packed, Host(request), largest, token));
            response.Content = answer;
            if ((StatusVerdict.Of(response, answer.Body.Span, Host(request), clock) ?? AnswerBounds.Of(answer.Json.Span, Host(request), largest) ?? traits.Judge(request, answer.Body)) is ConnectorFailure failure)
            {
                throw failure;
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static string Host(HttpRequestMessage request) => request.RequestUri!.Authority;
}
