using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Mappings;

/// <summary>Entries number themselves, so that a gap shows; the migration adds triggers that refuse change and removal.</summary>
internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.Property(e => e.Id).ValueGeneratedNever();
        entity.Property(e => e.Actor).HasMaxLength(256);
        entity.Property(e => e.Action).HasMaxLength(60);
        entity.Property(e => e.Hash).HasMaxLength(64);
        entity.HasIndex(e => new { e.Subject, e.Id });
        entity.HasIndex(e => e.At);
    }
}
