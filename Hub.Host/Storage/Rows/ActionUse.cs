using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Rows;

/// <summary>An action link that has been used; the key lets nobody use it twice.</summary>
public sealed class ActionUse
{
    public required string Hash { get; set; }
    public required DateTimeOffset UsedAt { get; set; }
}

internal sealed class ActionUseMapping : IEntityTypeConfiguration<ActionUse>
{
    public void Configure(EntityTypeBuilder<ActionUse> entity)
    {
        entity.ToTable("ActionUses");
        entity.HasKey(u => u.Hash);
    }
}
