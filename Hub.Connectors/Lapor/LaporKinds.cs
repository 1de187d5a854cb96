using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>How LAPOR! SP4N can be connected.</summary>
public static class LaporKinds
{
    /// <summary>Clients of other offices poll every three hours; the five working days of a first answer allow an hour.</summary>
    public static ConnectorKind Rest { get; } = new()
    {
        Name = "lapor",
        System = "lapor",
        Brings = SubmissionKind.Complaint,
        Disposes = true,
        TakesFiles = true,
        Title = "LAPOR! SP4N (SPLP)",
        Options = typeof(LaporOptions),
        Cron = "0 5 6-21 ? * *",
        Create = (context, options) => new LaporConnector(context, (LaporOptions)options),
    };

    /// <summary>Fed by files: no schedule.</summary>
    public static ConnectorKind Export { get; } = new()
    {
        Name = "lapor-export",
        System = "lapor",
        Brings = SubmissionKind.Complaint,
        Answers = AnswerWay.ByPerson,
        Title = "LAPOR! SP4N (berkas ekspor)",
        Options = typeof(LaporExportOptions),
        Cron = null,
        Create = (context, options) => new LaporExportConnector(context, (LaporExportOptions)options),
    };
}
