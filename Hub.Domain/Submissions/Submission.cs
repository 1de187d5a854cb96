using System.Text.Json.Serialization;
using Hub.Domain.Letters;
using Hub.Domain.Privacy;

namespace Hub.Domain.Submissions;

/// <summary>What an envelope says, in our words. Made by a connector's reader, purely: the same envelope always gives the same submission.</summary>
public sealed record Submission
{
    /// <summary>Null where the source does not say: the router decides.</summary>
    public SubmissionKind? Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Plain text.</summary>
    public required string Body { get; init; }

    /// <summary>The reporter's own text where the source rewrote it.</summary>
    public string? OriginalBody { get; init; }

    public Reporter Reporter { get; init; } = Reporter.Unknown;

    /// <summary>What in the source's own marks puts it on the protected road; null where they say nothing of the kind.</summary>
    public ProtectionGround? Protection { get; init; }

    /// <summary>An earlier form of it, which a person mended, accused the bureau that verifies.</summary>
    [JsonIgnore]
    public bool AccusedVerifier { get; init; }

    /// <summary>The start of our clocks (R3).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The source's status, as it wrote it.</summary>
    public string? SourceStatus { get; init; }

    public SourceState SourceState { get; init; } = SourceState.Open;

    /// <summary>Complaint class code where the source says it (<c>berkadar-pengawasan</c> …).</summary>
    public string? Class { get; init; }

    /// <summary>The service where the source itself leaves no doubt; else null.</summary>
    public int? Service { get; init; }

    public string? Category { get; init; }

    /// <summary>Where it is about: village, district, regency as the source names them.</summary>
    public string? Area { get; init; }

    /// <summary>The letter's number, where one is given.</summary>
    public string? LetterNumber { get; init; }

    /// <summary>What its letter says about itself; null when it brings none.</summary>
    public Letter? Letter { get; init; }

    /// <summary>What the files say that came along, under the name of the file; null when none can be read.</summary>
    public string? LetterText { get; init; }

    /// <summary>Everything that it says, in its own text and in its letter.</summary>
    [JsonIgnore]
    public string WholeBody => With(Body);

    /// <summary>What the sender wrote this time, with the letter.</summary>
    [JsonIgnore]
    public string NewBody => With(Mail?.NewText ?? Body);

    /// <summary>The inbox or desk that took it; lower case for mail.</summary>
    public string? To { get; init; }

    /// <summary>The day of the event that a request is for; the start of H-n terms (R12).</summary>
    public DateOnly? EventOn { get; init; }

    /// <summary>When our own side answered, according to the source; oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Answers { get; init; } = [];

    /// <summary>When the item ended, according to the source; null while it goes on and where the source does not say.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the reporter sent it, where it came to us later than that.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The day and hour at which the source itself ends the stage that waits for us; null when it is no such stage.</summary>
    public DateTimeOffset? StageEndsAt { get; init; }

    /// <summary>What the reporter gave the handling at the source: 1 (worst) to 5 stars; null where none was given or the source has none.</summary>
    public int? Rating { get; init; }

    /// <summary>The item's page at its source.</summary>
    public Uri? Link { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Facts worth a line on the ticket, label to value, in the order to show.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    public Mail? Mail { get; init; }

    /// <summary>Fields and values the reader does not know: kept, shown as source drift, never guessed.</summary>
    public IReadOnlyList<Drift> Drifts { get; init; } = [];

    private string With(string text) => LetterText is null ? text : $"{text}\n\n{LetterText}".TrimStart('\n');
}

/// <summary>Something new at a source.</summary>
/// <param name="Field">The field's path at the source.</param>
/// <param name="Value">A sample; at most 200 characters.</param>
public sealed record Drift(string Field, string Value);
