using Hub.Domain;

namespace Hub.Host.Storage.Rows;

/// <summary>A configured instance of a connector kind, edited in the browser.</summary>
public sealed class Source
{
    /// <summary>The name of the source that reads the sending account's mailbox.</summary>
    public const string HubMailbox = "surel-hub";

    /// <summary>Kebab-case, for ever the first part of its envelope keys.</summary>
    public required string Name { get; set; }
    public required string Kind { get; set; }
    public required string Title { get; set; }

    /// <summary>Quartz cron in WITA; null for sources that are only fed by files or pushes.</summary>
    public string? Cron { get; set; }

    /// <summary>The options without secrets, as JSON.</summary>
    public required string Options { get; set; }

    /// <summary>The secret options, encrypted with Data Protection; null when the kind has none.</summary>
    public string? Secrets { get; set; }

    /// <summary>The sealed secret with which pushes to <c>/hooks/{source}</c> are signed; null takes none.</summary>
    public string? HookSecret { get; set; }

    /// <summary>Paused by a person; the hub itself never pauses intake.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Kept in configuration files: the browser shows it and does not edit it.</summary>
    public bool Locked { get; set; }

    /// <summary>What becomes of items that the source received before it was connected (<see cref="CreatedAt"/>).</summary>
    public OldItems OldItems { get; set; }

    /// <summary>After so many nights unseen an open ticket is closed as withdrawn at the source; null: it stays open.</summary>
    public int? ClosesUnseenAfter { get; set; }

    /// <summary>Grows with every edit; running instances are rebuilt when it moves.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Whether something was at the source before the hub was; a minute between two servers' clocks makes nothing old.</summary>
    public static bool IsOld(DateTimeOffset receivedAt, DateTimeOffset createdAt) => receivedAt < createdAt - TimeSpan.FromMinutes(1);
}

/// <summary>What becomes of what was at a source before the hub.</summary>
public enum OldItems
{
    /// <summary>Tickets, notices and receipts as for any other.</summary>
    Tell,

    /// <summary>Tickets; nobody is written to.</summary>
    Quiet,

    /// <summary>Kept and set aside; can be taken up later.</summary>
    Leave,
}

/// <summary>How a source is doing.</summary>
public sealed class SourceHealth
{
    public required string Source { get; set; }
    public DateTimeOffset? LastRunAt { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>Start of the present trouble; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public int Failures { get; set; }
    public Said? Cause { get; set; }

    /// <summary>The kind of failure; decides the next step shown.</summary>
    public string? FailureKind { get; set; }

    /// <summary>Back-off: no run before this instant.</summary>
    public DateTimeOffset? RetryAt { get; set; }
}

/// <summary>Something new at a source: a field or value that its reader does not know.</summary>
public sealed class DriftSample
{
    public long Id { get; set; }
    public required string Source { get; set; }
    public required string Field { get; set; }
    public required string Value { get; set; }
    public int Count { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When a person said it is known now.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }
}
