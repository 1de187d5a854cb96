using Hub.Connectors;
using Hub.Host.Foundation.Loops;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Intake;

/// <summary>What a run says about its source, and when to try again after trouble.</summary>
internal static class HealthRules
{
    /// <summary>Pauses between tries while a source fails; the schedule goes on in between only when it is slower.</summary>
    private static readonly BackOff Waits = new(
        TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));

    public static void Note(SourceHealth health, RunResult result, DateTimeOffset now)
    {
        health.LastRunAt = now;
        switch (result.Outcome)
        {
            case RunOutcome.Succeeded:
                (health.LastSuccessAt, health.FailingSince, health.Failures, health.Cause, health.FailureKind, health.RetryAt) = (now, null, 0, null, null, null);
                break;
            case RunOutcome.Warned:
                (health.LastSuccessAt, health.Failures, health.RetryAt) = (now, 0, null);
                (health.FailingSince, health.Cause, health.FailureKind) = (health.FailingSince ?? now, result.Cause, "Warning");
                break;
            case RunOutcome.Failed:
                health.Failures++;
                health.FailingSince ??= now;
                health.Cause = result.Cause;
                health.FailureKind = (result.Failure?.Kind ?? FailureKind.Transient).ToString();
                health.RetryAt = now + Wait(health.Failures, result.Failure);
                break;
        }
    }

    private static TimeSpan Wait(int failures, ConnectorFailure? failure)
    {
        var own = Waits.After(failures);
        return failure?.RetryAfter is { } asked && asked > own ? asked : own;
    }
}
