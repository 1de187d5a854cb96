using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Host.Storage.Rows;

/// <summary>A row of the ledger: everything ever seen at a source, with what became of it.</summary>
public sealed class StoredEnvelope
{
    public long Id { get; set; }
    public required string Source { get; set; }
    public required string ExternalId { get; set; }

    /// <summary>As the source names it; with <c>~2</c> and so on behind it when it stands again after others.</summary>
    public required string ItemVersion { get; set; }

    /// <summary>The source's own count of the item's versions; null where it has none.</summary>
    public int? Sequence { get; set; }

    /// <summary>When the source changed the item; null where it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; set; }
    public required string MediaType { get; set; }

    /// <summary>The packed raw bytes (<see cref="Packed"/>), encrypted under a key of their own; empty where they lie in pieces (<see cref="EnvelopePiece"/>), and when they were erased.</summary>
    public required byte[] Raw { get; set; }

    /// <summary>The key of the raw bytes, itself sealed: under <see cref="Key"/>, or under the installation's while no ticket has it. Null in rows of versions that did not encrypt.</summary>
    public byte[]? RawKey { get; set; }

    /// <summary>The key of its ticket; null while it has none.</summary>
    public string? Key { get; set; }

    /// <summary>Length of the raw bytes before packing; 0 when they were erased.</summary>
    public required int RawLength { get; set; }

    /// <summary>Where it lay at its source; null where a source has no places.</summary>
    public string? Place { get; set; }

    /// <summary>The source's or server's receipt (R3).</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>When the hub first saw it.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The run that brought it; null for pushes and files.</summary>
    public long? RunId { get; set; }

    public EnvelopeStatus Status { get; set; }
    public int Attempts { get; set; }

    /// <summary>Not before this instant is it tried again.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Why it is quarantined, ignored or failing.</summary>
    public Said? Cause { get; set; }

    /// <summary>Groups equal causes for "retry all"; null while nothing failed.</summary>
    public string? CauseCode { get; set; }

    /// <summary>Who looks after it while quarantined: a bureau code.</summary>
    public string? Owner { get; set; }
    public long? TicketId { get; set; }

    /// <summary>Of a mail that belongs to its ticket; asked for as <see cref="TicketMail"/>. Null where a ticket has it otherwise, or nobody.</summary>
    public string? MessageId { get; set; }

    /// <summary>Name, size and hash of the files it brought, as JSON; written when it is read, compared after storing. Null when it brought none.</summary>
    public string? Files { get; set; }

    /// <summary>Brought by a backfill or import without notices.</summary>
    public bool Quiet { get; set; }
}
