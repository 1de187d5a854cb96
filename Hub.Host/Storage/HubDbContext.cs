using System.Data;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Mappings;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage;

/// <summary>Everything the hub remembers. The thin contexts beside it carry the migrations of SQLite and PostgreSQL.</summary>
public abstract class HubDbContext(DbContextOptions options) : IdentityDbContext<User>(options)
{
    /// <summary>More than any unit opens its connection within itself.</summary>
    private const int MostOpenings = 8;

    private (DbContextId Unit, Remembered Answers) remembered;
    private DbContextId ended;

    public DbSet<Source> Sources => Set<Source>();
    public DbSet<SourceHealth> SourceHealth => Set<SourceHealth>();
    public DbSet<DriftSample> Drifts => Set<DriftSample>();
    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();
    public DbSet<Lease> Leases => Set<Lease>();
    public DbSet<Run> Runs => Set<Run>();
    public DbSet<Statement> Statements => Set<Statement>();
    public DbSet<UnseenItem> UnseenItems => Set<UnseenItem>();
    public DbSet<StoredEnvelope> Envelopes => Set<StoredEnvelope>();
    public DbSet<EnvelopePiece> EnvelopePieces => Set<EnvelopePiece>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
    /// <summary>Rows of the outbox that failed or are held. Asked for by their state alone first: with any other condition beside it SQLite, which knows that nearly all left, reads through all of them.</summary>
    internal IQueryable<OutboxMessage> Stuck => Outbox.Where(m => Outbox.Where(s => s.State == OutboxState.Failed || s.State == OutboxState.Held).Select(s => s.Id).Contains(m.Id));

    public DbSet<TicketEvent> TicketEvents => Set<TicketEvent>();
    public DbSet<TicketClock> Clocks => Set<TicketClock>();
    public DbSet<TicketAttachment> Attachments => Set<TicketAttachment>();
    public DbSet<Blob> Blobs => Set<Blob>();
    public DbSet<BlobPiece> BlobPieces => Set<BlobPiece>();
    public DbSet<ReporterRecord> Reporters => Set<ReporterRecord>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<StoredOffice> Offices => Set<StoredOffice>();
    public DbSet<StoredDuty> Duties => Set<StoredDuty>();
    public DbSet<StoredDebt> Debts => Set<StoredDebt>();
    public DbSet<Alarm> Alarms => Set<Alarm>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<StoredMark> Marks => Set<StoredMark>();
    public DbSet<OwnWording> OwnWordings => Set<OwnWording>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();
    public DbSet<CannedAnswer> CannedAnswers => Set<CannedAnswer>();
    public DbSet<KeptForm> KeptForms => Set<KeptForm>();
    public DbSet<StoredAct> Acts => Set<StoredAct>();
    public DbSet<StoredReading> Readings => Set<StoredReading>();
    public DbSet<StoredDraft> AmendmentDrafts => Set<StoredDraft>();
    public DbSet<StoredBackfill> Backfills => Set<StoredBackfill>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<StoredAppointment> Appointments => Set<StoredAppointment>();
    public DbSet<StoredRuleSet> RuleSets => Set<StoredRuleSet>();
    public DbSet<StoredRuleMatch> RuleMatches => Set<StoredRuleMatch>();
    public DbSet<StoredProposal> RuleProposals => Set<StoredProposal>();
    public DbSet<StoredLesson> Lessons => Set<StoredLesson>();
    public DbSet<StoredProfile> SamenessProfiles => Set<StoredProfile>();
    public DbSet<StoredBand> SamenessBands => Set<StoredBand>();
    public DbSet<SamePair> SamePairs => Set<SamePair>();

    /// <summary>What this unit of work has asked already; the context may have been another one's before.</summary>
    public Remembered Remembered
    {
        get
        {
            if (remembered.Unit != ContextId)
            {
                remembered = (ContextId, new Remembered());
            }

            return remembered.Answers;
        }
    }

    /// <summary>The row is not stored yet, so nothing that belongs to it is.</summary>
    public bool IsNew(object row) => Entry(row).State is EntityState.Added or EntityState.Detached;

    /// <summary>Stores a mark under its name, new or not, in one statement: at once, or with the caller's transaction.</summary>
    public Task KeepAsync(string name, string value, CancellationToken token) => Database.ExecuteSqlAsync(
        $"INSERT INTO marks (name, value) VALUES ({name}, {value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", token);

    /// <summary>Stores a mark that is not there yet; one that is stays.</summary>
    public Task KeepFirstAsync(string name, string value, CancellationToken token) => Database.ExecuteSqlAsync(
        $"INSERT INTO marks (name, value) VALUES ({name}, {value}) ON CONFLICT (name) DO NOTHING", token);

    /// <summary>Waits until nobody is at that work, and keeps it for the rest of the caller's transaction: whoever comes next looks when this one's rows are there.</summary>
    /// <remarks>Where a store has one writer at a time, a transaction is a turn already.</remarks>
    public virtual Task TakeTurnAsync(string work, CancellationToken token) => Task.CompletedTask;

    /// <summary>Leaves no trace of deleted words on the disk: not in the text index, not in the log of changes.</summary>
    public virtual Task WipeAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Writes anew what a store keeps beside its rows of words that stand in none of them any more.</summary>
    public virtual Task WriteAnewAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Rolls back what was not committed and closes the connection. EF closes neither of a unit that it keeps to be used again, nor of one that it lets go because enough are kept: that one would hold it for good.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (EndsNow())
        {
            await (Database.CurrentTransaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            for (var openings = 0; openings < MostOpenings && IsConnected; openings++)
            {
                await Database.CloseConnectionAsync();
            }
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public override void Dispose()
    {
        if (EndsNow())
        {
            Database.CurrentTransaction?.Dispose();
            for (var openings = 0; openings < MostOpenings && IsConnected; openings++)
            {
                Database.CloseConnection();
            }
        }

        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Once for each use; EF disposes a unit that it lets go a second time.</summary>
    private bool EndsNow()
    {
        var isFirst = ended != ContextId;
        ended = ContextId;
        return isFirst;
    }

    private bool IsConnected => Database.GetDbConnection().State != ConnectionState.Closed;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
        TableNames.Apply(builder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order DateTimeOffset; UTC DateTime sorts on both stores.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        configurationBuilder.Properties<Said>().HaveConversion<SaidText>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }
}
