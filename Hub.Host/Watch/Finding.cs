using Hub.Domain;

namespace Hub.Host.Watch;

/// <summary>Something wrong that two independent signs agree on.</summary>
/// <param name="Code">The kind of trouble: <c>source-failing</c>, <c>credentials</c>, <c>runs-missing</c>, <c>silence</c>, <c>credentials-expire</c>, <c>unsent</c>, <c>unhandled</c>, <c>mail-loop</c>, <c>bounce</c>, <c>attachments</c>.</param>
/// <param name="Subject">What it concerns: a source's name, or <c>hub</c>.</param>
/// <param name="NextStep">What to do.</param>
/// <param name="Since">When it began, as far as known.</param>
public sealed record Finding(string Code, string Subject, Said Cause, Said NextStep, DateTimeOffset Since)
{
    public string Key => $"{Code}:{Subject}";
}
