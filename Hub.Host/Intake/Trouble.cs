using System.Text.RegularExpressions;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Sources;

namespace Hub.Host.Intake;

/// <summary>Why an envelope was not processed, for people, and whether trying again can help.</summary>
/// <param name="Code">Groups equal causes.</param>
internal sealed record Trouble(string Code, Said Cause, bool ForGood)
{
    /// <summary>The code of what no calendar reaches to.</summary>
    public const string NoCalendar = "Calendar";

    public static Trouble Of(Exception exception) => exception switch
    {
        ConnectorFailure failure => new(failure.Kind.ToString(), failure.Said, failure.Kind is FailureKind.Malformed or FailureKind.Refused),
        CalendarException => new(NoCalendar, Said.Of(exception), ForGood: true),
        SourceUnusable => new("Settings", Said.Of(exception), ForGood: false),
        // Its limit counts the clock: a crowded machine passes it without the item's fault.
        RegexMatchTimeoutException => new("Slow", Said.Of<FetchTexts>("ReadingTooSlow"), ForGood: false),
        TimeoutException => new("Timeout", Said.Of<FetchTexts>("ReadingTooLong", 30), ForGood: true),
        InvalidDataException => new("Damaged", Said.Of<FetchTexts>("Damaged"), ForGood: true),
        _ when IsOfContent(exception) => new(nameof(FailureKind.Malformed), Said.Of<FetchTexts>("NotReadable"), ForGood: true),
        _ => new(exception.GetType().Name, Said.Of<FetchTexts>("Unforeseen", exception.Message), ForGood: false),
    };

    /// <summary>What readers meet in half a character or a number out of range: the same at every try.</summary>
    public static bool IsOfContent(Exception exception) => exception is OverflowException or InvalidOperationException { Source: "System.Text.Json" };
}
