using System.Text.Json;
using Hub.Domain.Letters;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Mappings;

internal sealed class TicketMapping : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> entity)
    {
        entity.HasIndex(t => t.Number).IsUnique();
        entity.HasIndex(t => new { t.Scope, t.ExternalId }).IsUnique();
        entity.HasIndex(t => new { t.Bureau, t.Status, t.LateAt });
        entity.HasIndex(t => new { t.Status, t.LateAt });
        entity.HasIndex(t => t.ReceivedAt);
        entity.HasIndex(t => new { t.System, t.ReceivedAt });
        entity.HasIndex(t => t.MergedInto).HasFilter("merged_into IS NOT NULL");
        entity.Property(t => t.Version).IsConcurrencyToken();
        entity.Property(t => t.Number).HasMaxLength(20);
        entity.Property(t => t.Route).HasConversion(
            route => JsonSerializer.Serialize(route, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<RoutingDecision>(json, JsonSerializerOptions.Web)!);
        entity.Property(t => t.Facts).HasConversion(
            facts => JsonSerializer.Serialize(facts, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<KeyValuePair<string, string>>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<KeyValuePair<string, string>>>((a, b) => a!.SequenceEqual(b!), f => f.Count, f => f));
        entity.Property(t => t.Letter).HasConversion(
            letter => JsonSerializer.Serialize(letter, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<Letter>(json, JsonSerializerOptions.Web));
        entity.Property(t => t.LetterKey).HasMaxLength(80);
        entity.HasIndex(t => t.LetterKey).HasFilter("letter_key IS NOT NULL");
        entity.HasIndex(t => t.ReceivedAt, "ix_tickets_letters").HasFilter("letter IS NOT NULL");
        entity.HasIndex(t => t.Bureau, "ix_tickets_accusing").HasFilter("accuses_verifier AND bureau IS NOT NULL");
        entity.HasIndex(t => new { t.Status, t.ReceivedAt }, "ix_tickets_unfinished").HasFilter("status NOT IN ('Resolved', 'Closed')");
        entity.HasIndex(t => new { t.System, t.Organisation }, "ix_tickets_organisation").HasFilter("organisation IS NOT NULL");
        entity.HasMany(t => t.Events).WithOne().HasForeignKey(e => e.TicketId).OnDelete(DeleteBehavior.Cascade);
        entity.HasMany(t => t.Clocks).WithOne().HasForeignKey(c => c.TicketId).OnDelete(DeleteBehavior.Cascade);
        entity.HasMany(t => t.Attachments).WithOne().HasForeignKey(a => a.TicketId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TicketEventMapping : IEntityTypeConfiguration<TicketEvent>
{
    public void Configure(EntityTypeBuilder<TicketEvent> entity)
    {
        entity.HasIndex(e => new { e.TicketId, e.Sequence }).IsUnique();
        entity.HasIndex(e => new { e.Kind, e.At });
    }
}

internal sealed class TicketClockMapping : IEntityTypeConfiguration<TicketClock>
{
    public void Configure(EntityTypeBuilder<TicketClock> entity)
    {
        entity.ToTable("TicketClocks");
        entity.HasIndex(c => new { c.TicketId, c.Rule }).IsUnique();
        entity.HasIndex(c => new { c.EndedAt, c.LateAt });
    }
}

internal sealed class TicketAttachmentMapping : IEntityTypeConfiguration<TicketAttachment>
{
    public void Configure(EntityTypeBuilder<TicketAttachment> entity)
    {
        entity.ToTable("TicketAttachments");
        entity.HasIndex(a => new { a.Name, a.TicketId });
    }
}

internal sealed class EnvelopeMapping : IEntityTypeConfiguration<StoredEnvelope>
{
    public void Configure(EntityTypeBuilder<StoredEnvelope> entity)
    {
        entity.HasIndex(e => new { e.Source, e.ExternalId, e.ItemVersion }).IsUnique();
        entity.HasIndex(e => new { e.Status, e.Source, e.NextAttemptAt });
        entity.HasIndex(e => e.TicketId);
        entity.HasIndex(e => e.MessageId).HasFilter("message_id IS NOT NULL");
        entity.HasIndex(e => new { e.Source, e.SeenAt });
        entity.Property(e => e.Raw).Metadata.SetValueComparer(KeptBytes.Comparer);
    }
}

internal sealed class PiecesMapping : IEntityTypeConfiguration<EnvelopePiece>, IEntityTypeConfiguration<BlobPiece>
{
    public void Configure(EntityTypeBuilder<EnvelopePiece> entity)
    {
        entity.HasKey(p => new { p.EnvelopeId, p.Number });
        entity.HasOne<StoredEnvelope>().WithMany().HasForeignKey(p => p.EnvelopeId);
    }

    public void Configure(EntityTypeBuilder<BlobPiece> entity)
    {
        entity.HasKey(p => new { p.Hash, p.Number });
        entity.HasOne<Blob>().WithMany().HasForeignKey(p => p.Hash);
    }
}

/// <summary>Bytes that are written once and never changed in place: the tracker need not keep a copy to compare with, which for a big mail is as much again.</summary>
internal static class KeptBytes
{
    public static ValueComparer<byte[]> Comparer { get; } = new((a, b) => ReferenceEquals(a, b), bytes => bytes.Length, bytes => bytes);
}

internal sealed class RunMapping : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> entity)
    {
        entity.HasIndex(r => new { r.Source, r.PlannedAt }).IsUnique();
        entity.HasIndex(r => r.Outcome);
    }
}

internal sealed class StatementMapping : IEntityTypeConfiguration<Statement>
{
    public void Configure(EntityTypeBuilder<Statement> entity) => entity.HasKey(s => new { s.Source, s.Day });
}

internal sealed class UnseenItemMapping : IEntityTypeConfiguration<UnseenItem>
{
    public void Configure(EntityTypeBuilder<UnseenItem> entity) => entity.HasKey(u => new { u.Source, u.ExternalId });
}

internal sealed class SmallKeysMapping :
    IEntityTypeConfiguration<Source>, IEntityTypeConfiguration<SourceHealth>, IEntityTypeConfiguration<Checkpoint>,
    IEntityTypeConfiguration<Lease>, IEntityTypeConfiguration<Counter>, IEntityTypeConfiguration<StoredMark>,
    IEntityTypeConfiguration<Blob>, IEntityTypeConfiguration<ReporterRecord>
{
    public void Configure(EntityTypeBuilder<Source> entity) => entity.HasKey(s => s.Name);

    public void Configure(EntityTypeBuilder<SourceHealth> entity) => entity.HasKey(s => s.Source);

    public void Configure(EntityTypeBuilder<Checkpoint> entity) => entity.HasKey(c => c.Source);

    public void Configure(EntityTypeBuilder<Lease> entity) => entity.HasKey(l => l.Name);

    public void Configure(EntityTypeBuilder<Counter> entity) => entity.HasKey(c => c.Name);

    public void Configure(EntityTypeBuilder<StoredMark> entity) => entity.HasKey(m => m.Name);

    public void Configure(EntityTypeBuilder<Blob> entity)
    {
        entity.HasKey(b => b.Hash);
        entity.Property(b => b.Content).Metadata.SetValueComparer(KeptBytes.Comparer);
    }

    public void Configure(EntityTypeBuilder<ReporterRecord> entity)
    {
        entity.HasKey(r => r.TicketId);
        entity.Property(r => r.TicketId).ValueGeneratedNever();
        entity.HasIndex(r => r.Lookup);
    }
}

internal sealed class DriftMapping : IEntityTypeConfiguration<DriftSample>
{
    public void Configure(EntityTypeBuilder<DriftSample> entity) => entity.HasIndex(d => new { d.Source, d.Field, d.Value }).IsUnique();
}

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> entity)
    {
        entity.HasIndex(m => m.Key).IsUnique();
        entity.HasIndex(m => new { m.State, m.DueAt });
        entity.HasIndex(m => m.TicketId);
        entity.HasIndex(m => m.MessageId);
    }
}

internal sealed class MailLinkMapping : IEntityTypeConfiguration<MailLink>
{
    public void Configure(EntityTypeBuilder<MailLink> entity)
    {
        entity.ToTable("MailLinks");
        entity.HasIndex(l => new { l.MessageId, l.TicketId }).IsUnique();
        entity.HasIndex(l => l.TicketId);
    }
}

internal sealed class ContactMapping : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> entity)
    {
        entity.HasIndex(c => new { c.Bureau, c.Role, c.Address }).IsUnique();
        entity.HasIndex(c => c.Address);
    }
}

internal sealed class OfficeMapping : IEntityTypeConfiguration<StoredOffice>
{
    public void Configure(EntityTypeBuilder<StoredOffice> entity) => entity.HasKey(o => o.Code);
}

internal sealed class DutyMapping : IEntityTypeConfiguration<StoredDuty>, IEntityTypeConfiguration<StoredDebt>
{
    public void Configure(EntityTypeBuilder<StoredDuty> entity) => entity.HasKey(d => d.Code);

    public void Configure(EntityTypeBuilder<StoredDebt> entity)
    {
        entity.HasIndex(d => new { d.Duty, d.Debtor, d.Period }).IsUnique();
        entity.HasIndex(d => new { d.EndedAt, d.DueOn });
    }
}

internal sealed class AlarmMapping : IEntityTypeConfiguration<Alarm>
{
    public void Configure(EntityTypeBuilder<Alarm> entity) => entity.HasIndex(a => new { a.EndedAt, a.Family, a.Key });
}

internal sealed class OwnMapping : IEntityTypeConfiguration<OwnWording>, IEntityTypeConfiguration<LegalHold>, IEntityTypeConfiguration<RetentionRule>, IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<OwnWording> entity) => entity.HasKey(w => w.Name);

    public void Configure(EntityTypeBuilder<LegalHold> entity) => entity.HasKey(h => h.Number);

    public void Configure(EntityTypeBuilder<RetentionRule> entity) => entity.HasKey(r => r.System);

    public void Configure(EntityTypeBuilder<SavedFilter> entity) => entity.HasIndex(f => new { f.UserName, f.Name }).IsUnique();
}

internal sealed class LawMapping : IEntityTypeConfiguration<StoredAct>, IEntityTypeConfiguration<StoredReading>, IEntityTypeConfiguration<StoredDraft>
{
    public void Configure(EntityTypeBuilder<StoredAct> entity) => entity.HasKey(a => a.Id);

    public void Configure(EntityTypeBuilder<StoredReading> entity)
    {
        entity.HasKey(r => r.Service);
        entity.Property(r => r.Service).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<StoredDraft> entity) => entity.HasKey(d => d.Id);
}

internal sealed class BackfillMapping : IEntityTypeConfiguration<StoredBackfill>
{
    public void Configure(EntityTypeBuilder<StoredBackfill> entity) => entity.HasKey(b => new { b.Source, b.Window });
}
