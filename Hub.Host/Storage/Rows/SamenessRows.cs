using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Rows;

/// <summary>What is needed of a ticket to compare it with others: hashes only, no text and no name.</summary>
public sealed class StoredProfile
{
    public required long TicketId { get; set; }

    /// <summary>As <see cref="Domain.Identity.SamenessProfile.Pack"/> writes it.</summary>
    public required byte[] Packed { get; set; }
}

/// <summary>One row of the candidate table: tickets that share a hash have a piece of text in common, or the telephone number of who sent them.</summary>
public sealed class StoredBand
{
    public required long Hash { get; set; }
    public required long TicketId { get; set; }
}

/// <summary>Two tickets that may be the same grievance, with the grounds; a person decides.</summary>
public sealed class SamePair
{
    /// <summary>The later one.</summary>
    public required long TicketId { get; set; }
    public required long OtherId { get; set; }

    /// <summary>0 to 1.</summary>
    public required double Score { get; set; }

    /// <summary>How much of the content words agree, 0 to 1.</summary>
    public required double Text { get; set; }

    /// <summary>Null when one of them is unknown or protected.</summary>
    public bool? SameReporter { get; set; }

    /// <summary>Null when one of them is unknown.</summary>
    public bool? SamePlace { get; set; }
    public required int DaysApart { get; set; }

    /// <summary>Both are the letter of one number.</summary>
    public bool SameLetter { get; set; }
    public required DateTimeOffset FoundAt { get; set; }
    public SamePairState State { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>What a person made of a suggestion.</summary>
public enum SamePairState
{
    Open,

    /// <summary>Both go on by themselves and know of each other.</summary>
    Linked,

    /// <summary>One follows the other; can be taken back.</summary>
    Merged,

    /// <summary>Not the same after all.</summary>
    Dismissed,
}

internal sealed class SamenessMapping : IEntityTypeConfiguration<StoredProfile>, IEntityTypeConfiguration<StoredBand>, IEntityTypeConfiguration<SamePair>
{
    public void Configure(EntityTypeBuilder<StoredProfile> entity)
    {
        entity.ToTable("SamenessProfiles");
        entity.HasKey(p => p.TicketId);
        entity.Property(p => p.TicketId).ValueGeneratedNever();
    }

    // On SQLite a table without row ids: the key is the index, and a ticket costs its bands once.
    public void Configure(EntityTypeBuilder<StoredBand> entity)
    {
        entity.ToTable("SamenessBands");
        entity.HasKey(b => new { b.Hash, b.TicketId });
    }

    public void Configure(EntityTypeBuilder<SamePair> entity)
    {
        entity.ToTable("SamePairs");
        entity.HasKey(p => new { p.TicketId, p.OtherId });
        entity.HasIndex(p => p.OtherId);
    }
}
