using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Quartz;

namespace Hub.Host.Foundation.Backups;

/// <summary>Backups that the hub makes by itself (<c>Hub:Backup</c>); <c>hub backup</c> makes one at any time.</summary>
public sealed class BackupOptions : IValidatableObject
{
    /// <summary>Where they lie, on another disk than the data; default none. Without it and without <see cref="S3"/> none are made.</summary>
    public string? Folder { get; set; }

    /// <summary>Where the copy of the keys lies (one, always the newest): whoever has both opens everything. Default: beside the backups.</summary>
    public string? KeysFolder { get; set; }

    /// <summary>A bucket for them, beside the folder or instead of it; default none.</summary>
    public BucketOptions? S3 { get; set; }

    /// <summary>Quartz cron in WITA; default <c>0 30 1 * * ?</c>, each night at 01:30.</summary>
    public string Cron { get; set; } = "0 30 1 * * ?";

    /// <summary>The newest so many stay; default 14.</summary>
    [Range(1, 1000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Keep { get; set; } = 14;

    /// <summary>What is older goes, the newest never; default 90 days.</summary>
    [Range(1, 3650, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int KeepDays { get; set; } = 90;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!CronExpression.TryParse(Cron, out _))
        {
            yield return new(StartTexts.Say("BackupCronWrong", Cron), [nameof(Cron)]);
        }

        if (S3 is not null && Folder is null && KeysFolder is null)
        {
            yield return new(StartTexts.Say("BackupKeysNeeded"), [nameof(KeysFolder)]);
        }

        var faults = new List<ValidationResult>();
        if (S3 is not null)
        {
            Validator.TryValidateObject(S3, new ValidationContext(S3), faults, validateAllProperties: true);
        }

        foreach (var fault in faults)
        {
            yield return new(fault.ErrorMessage, [.. fault.MemberNames.Select(static m => $"{nameof(S3)}:{m}")]);
        }
    }
}
