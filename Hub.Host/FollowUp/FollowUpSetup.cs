namespace Hub.Host.FollowUp;

/// <summary>Registration of reminders, of closing and of erasing what is due.</summary>
internal static class FollowUpSetup
{
    public static void AddFollowUp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReminderSearch>();
        builder.Services.AddSingleton<ReminderRun>();
        builder.Services.AddSingleton<ReminderWatch>();
        builder.Services.AddSingleton<ClosingRun>();
        builder.Services.AddHostedService<RetentionKeeper>();
    }
}

/// <summary>Marks the texts of reminders: <c>ReminderTexts.resx</c> (Indonesian) and <c>ReminderTexts.en.resx</c>.</summary>
public sealed class ReminderTexts;
