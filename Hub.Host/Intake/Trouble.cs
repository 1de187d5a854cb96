using Hub.Connectors;
using Hub.Domain.Deadlines;
using Hub.Host.Sources;

namespace Hub.Host.Intake;

/// <summary>Why an envelope was not processed, for people, and whether trying again can help.</summary>
/// <param name="Code">Groups equal causes.</param>
/// <param name="Cause">One sentence.</param>
internal sealed record Trouble(string Code, string Cause, bool ForGood)
{
    public static Trouble Of(Exception exception) => exception switch
    {
        ConnectorFailure failure => new(failure.Kind.ToString(), failure.Message, failure.Kind is FailureKind.Malformed or FailureKind.Refused),
        CalendarException => new("Calendar", exception.Message, ForGood: true),
        SourceUnusable => new("Settings", exception.Message, ForGood: false),
        TimeoutException => new("Timeout", "Pembacaan memakan waktu lebih dari 30 detik.", ForGood: true),
        InvalidDataException => new("Damaged", "Data mentah yang tersimpan rusak.", ForGood: true),
        _ => new(exception.GetType().Name, $"Kesalahan yang tidak terduga: {exception.Message}", ForGood: false),
    };
}
