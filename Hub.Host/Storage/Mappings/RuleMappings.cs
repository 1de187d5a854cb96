using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Mappings;

internal sealed class RuleSetMapping : IEntityTypeConfiguration<StoredRuleSet>
{
    public void Configure(EntityTypeBuilder<StoredRuleSet> entity)
    {
        entity.ToTable("RuleSets");
        entity.HasKey(s => s.Version);
        entity.Property(s => s.Version).ValueGeneratedNever();
        entity.Property(s => s.Revision).IsConcurrencyToken();
    }
}

internal sealed class RuleMatchMapping : IEntityTypeConfiguration<StoredRuleMatch>
{
    public void Configure(EntityTypeBuilder<StoredRuleMatch> entity)
    {
        entity.ToTable("RuleMatches");
        entity.HasKey(m => new { m.TicketId, m.Rule });
        entity.HasOne<Ticket>().WithMany().HasForeignKey(m => m.TicketId).OnDelete(DeleteBehavior.Cascade);
        entity.HasIndex(m => new { m.Rule, m.At });
        entity.HasIndex(m => new { m.At, m.Rule, m.Decided });
    }
}

internal sealed class ProposalMapping : IEntityTypeConfiguration<StoredProposal>
{
    public void Configure(EntityTypeBuilder<StoredProposal> entity)
    {
        entity.ToTable("RuleProposals");
        entity.HasIndex(p => p.TicketId);
        entity.HasIndex(p => new { p.Bureau, p.Condition }).IsUnique();
    }
}

internal sealed class LessonMapping : IEntityTypeConfiguration<StoredLesson>
{
    public void Configure(EntityTypeBuilder<StoredLesson> entity)
    {
        entity.ToTable("Lessons");
        entity.Property(l => l.State).IsConcurrencyToken();
    }
}
