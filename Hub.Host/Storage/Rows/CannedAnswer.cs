using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Rows;

/// <summary>An answer that a bureau gives again and again, with places that a ticket fills.</summary>
public sealed class CannedAnswer
{
    public long Id { get; set; }

    /// <summary>The code of the bureau whose people use it.</summary>
    public required string Bureau { get; set; }

    /// <summary>The service it is for; null for all of the bureau.</summary>
    public int? Service { get; set; }
    public required string Name { get; set; }
    public required string Text { get; set; }
}

internal sealed class CannedAnswerMapping : IEntityTypeConfiguration<CannedAnswer>
{
    public void Configure(EntityTypeBuilder<CannedAnswer> entity)
    {
        entity.ToTable("CannedAnswers");
        entity.HasIndex(a => new { a.Bureau, a.Name }).IsUnique();
    }
}
