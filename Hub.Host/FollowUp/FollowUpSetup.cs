namespace Hub.Host.FollowUp;

/// <summary>Registration of reminders and of erasing what is due.</summary>
internal static class FollowUpSetup
{
    public static void AddFollowUp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReminderSearch>();
        builder.Services.AddSingleton<ReminderRun>();
        builder.Services.AddSingleton<ClosingRun>();
        builder.Services.AddSingleton<DebtRun>();
        builder.Services.AddSingleton<WaitingRun>();
        builder.Services.AddSingleton<RetentionKeeper>();
    }
}

/// <summary>Marks the texts of reminders: <c>ReminderTexts.resx</c> (Indonesian) and <c>ReminderTexts.en.resx</c>.</summary>
public sealed class ReminderTexts;
