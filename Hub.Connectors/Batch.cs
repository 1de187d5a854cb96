using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors;

/// <summary>One portion of a fetch.</summary>
public sealed record Batch
{
    /// <summary>Oldest first; repeats of what was seen are welcome (the ledger drops them).</summary>
    public required IReadOnlyList<Envelope> Envelopes { get; init; }

    /// <summary>Where the next fetch continues; stored together with the envelopes.</summary>
    public required string? Cursor { get; init; }

    /// <summary>True: call again at once with <see cref="Cursor"/>.</summary>
    public bool More { get; init; }

    /// <summary>How many items the source still has behind <see cref="Cursor"/>; null where it does not say.</summary>
    public int? Left { get; init; }

    /// <summary>Something in it stands for an item that the source lists and did not hand over.</summary>
    public bool HasStandIns { get; init; }

    /// <summary>How many items the source says it has, where it says so truly.</summary>
    public int? TotalAtSource { get; init; }

    /// <summary>What an administrator should know although the batch is good, for example a page that repeats.</summary>
    public IReadOnlyList<Said> Warnings { get; init; } = [];
}

/// <summary>The outcome of a connection test.</summary>
/// <param name="Ok">True when the source answered as expected.</param>
/// <param name="Detail">One sentence: what was seen, or what to do.</param>
public sealed record Probe(bool Ok, Said Detail);

/// <summary>A row of a file, or a mail in it.</summary>
/// <param name="Envelope">Null where nothing of it is taken.</param>
public sealed record FileRow(Envelope? Envelope, RowReport Report);

/// <summary>What became of one row.</summary>
/// <param name="Row">1-based, as a spreadsheet shows it.</param>
/// <param name="Outcome">Taken, skipped (not an item) or refused (an item that cannot be used).</param>
/// <param name="Reason">Why, when not taken; names the column.</param>
public sealed record RowReport(int Row, RowOutcome Outcome, Said? Reason = null)
{
    /// <summary>What stands in a refused row, so that it can be mended without the file; empty where it cannot be told row by row.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];
}

/// <summary>See <see cref="RowReport"/>.</summary>
public enum RowOutcome
{
    Taken,
    Skipped,
    Refused,
}

/// <summary>What the hub tells a source about one of its items.</summary>
public sealed record Reply
{
    public required string ExternalId { get; init; }
    public required ReplyKind Kind { get; init; }

    /// <summary>Text for the reporter or the source's staff; checked by the leak gate before.</summary>
    public required string Text { get; init; }

    /// <summary>The matter is closed to the public, whatever the source itself says of it.</summary>
    public bool Secret { get; init; }

    /// <summary>The words were looked through as those to somebody whose identity is closed. Where they were not, and the source by now says that it is, they do not leave (<see cref="Heed"/>).</summary>
    public bool Guarded { get; init; }

    /// <summary>Asked right before words leave, because a source may be asked for minutes before it takes any; throws when they have to be looked through again.</summary>
    public Func<CancellationToken, Task> BeforeWriting { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Sent along so that the source can recognise a repeat.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>For <see cref="ReplyKind.NotOurs"/> and <see cref="ReplyKind.Disposition"/>: the target institution as the source calls or numbers it.</summary>
    public string? Target { get; init; }
    public IReadOnlyList<Hub.Domain.Submissions.Attachment> Attachments { get; init; } = [];

    /// <summary>Why words that were looked through without a flag wait: the source has raised one since its item was read.</summary>
    /// <param name="isRaised">The source's item clearly has a flag.</param>
    /// <exception cref="ConnectorFailure">Transient: once the newer version is read the words leave as it wants.</exception>
    internal void Heed(bool isRaised)
    {
        if (isRaised && !Guarded)
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<Http.WireTexts>("FlagAtSource"));
        }
    }
}

/// <summary>What a <see cref="Reply"/> means.</summary>
public enum ReplyKind
{
    FirstResponse,
    FollowUp,
    Finished,
    NotOurs,

    /// <summary>Passed on within the province: the item stays ours, another office answers.</summary>
    Disposition,
}
