using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Hub.Domain;

namespace Hub.Host.Foundation;

/// <summary>How much and when staff hear from the hub (<c>Hub:Sending</c>). Reminders, escalations, alarms and mail to reporters are not held back by any of it.</summary>
public sealed class SendingOptions : IValidatableObject
{
    /// <summary>From this time of day (WITA) notices to staff wait; default none.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>Until this time of day; may be the next morning.</summary>
    public TimeOnly? QuietUntil { get; set; }

    /// <summary>Notices to the staff of one bureau on one WITA day; what comes on top goes out in one digest. Default 100; 0 sets no budget. Gmail takes 500 recipients a day from one account.</summary>
    [Range(0, 10_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int DailyBudget { get; set; } = 100;

    /// <summary>Another budget for some bureaus, by code.</summary>
    public IDictionary<string, int> Budgets { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Notices to one address of ours in an hour; even what presses goes into the digest beyond it, so that no robot among the contacts is fed for ever. Default 60; 0 sets no limit.</summary>
    [Range(0, 10_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int HourlyPerAddress { get; set; } = 60;

    /// <summary>When the digest leaves (WITA); default 07:30.</summary>
    public TimeOnly DigestAt { get; set; } = new(7, 30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (QuietFrom is null != QuietUntil is null)
        {
            yield return new(StartTexts.Say("QuietHalf"), [nameof(QuietFrom)]);
        }

        if (Budgets.FirstOrDefault(b => b.Value is < 0 or > 10_000) is { Key: not null } wrong)
        {
            yield return new(StartTexts.Say("BudgetRange", wrong.Key), [nameof(Budgets)]);
        }
    }
}
