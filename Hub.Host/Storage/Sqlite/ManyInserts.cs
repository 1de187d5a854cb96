using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Writes the new and the changed rows of a transaction many at a time; SQLite's provider writes each by a statement of its own. It stands last before the store, after whoever covers words.</summary>
/// <remarks>Ids that the store gives are those before the last one it gave: the transaction is the only writer (BEGIN IMMEDIATE).</remarks>
internal sealed class ManyInserts : SaveChangesInterceptor
{
    /// <summary>Fewer go the provider's own way.</summary>
    private const int Few = 4;

    private static readonly ConcurrentDictionary<IEntityType, RowPlan> Plans = new();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is HubDbContext { Database.CurrentTransaction: not null } db)
        {
            var changed = db.ChangeTracker.Entries().Where(static e => e.State is EntityState.Added or EntityState.Deleted).ToList();
            if (changed.Count >= Few && changed.TrueForAll(static e => e.State == EntityState.Added && PlanOf(e).IsPlain))
            {
                await WriteAsync(db, changed, cancellationToken);
                await ChangeAsync(db, cancellationToken);
            }
        }

        return result;
    }

    private static RowPlan PlanOf(EntityEntry entry) => Plans.GetOrAdd(entry.Metadata, static type => new RowPlan(type));

    private static async Task WriteAsync(HubDbContext db, List<EntityEntry> added, CancellationToken token)
    {
        try
        {
            foreach (var rows in added.GroupBy(static e => (Plan: PlanOf(e), IsNumbered: PlanOf(e).GivenKey is { } key && e.Property(key).IsTemporary)).OrderBy(static rows => rows.Key.Plan.Depth))
            {
                await (rows.Key.IsNumbered ? WriteNumberedAsync(db, rows.Key.Plan, [.. rows], token) : WriteAsync(db, rows.Key.Plan, [.. rows], token));
            }
        }
        catch (SqliteException e)
        {
            throw new DbUpdateException(e.Message, e, added);
        }
    }

    /// <summary>After the new rows, which they may name. What the provider has to compare while it writes stays with it.</summary>
    private static async Task ChangeAsync(HubDbContext db, CancellationToken token)
    {
        var changed = db.ChangeTracker.Entries().Where(static e => e.State == EntityState.Modified && PlanOf(e) is { IsPlain: true, MayBeChanged: true })
            .Select(static e => (Entry: e, Changed: Array.FindAll(PlanOf(e).Others, p => e.Property(p).IsModified)))
            .GroupBy(static c => (PlanOf(c.Entry), Columns: string.Join(", ", RowPlan.Named(c.Changed))), static c => c).Where(static g => g.Count() >= Few).ToList();
        foreach (var rows in changed)
        {
            await ChangeAsync(db, rows.Key.Item1, [.. rows.Select(static r => r.Entry)], rows.First().Changed, token);
        }
    }

    private static async Task ChangeAsync(HubDbContext db, RowPlan plan, List<EntityEntry> rows, IProperty[] columns, CancellationToken token)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        using var update = ManyRows.Changing(db, plan.Table, RowPlan.Named([plan.GivenKey!])[0], RowPlan.Named(columns));
        update.Written = count =>
        {
            if (raw.sqlite3_changes(connection.Handle) != count)
            {
                throw new DbUpdateConcurrencyException(plan.Table);
            }
        };
        foreach (var entry in rows)
        {
            await update.AddAsync(RowPlan.Values(entry, [plan.GivenKey!, .. columns]), token);
        }

        await update.FlushAsync(token);
        foreach (var entry in rows)
        {
            Array.ForEach(columns, column => entry.Property(column).OriginalValue = entry.CurrentValues[column]);
            entry.State = EntityState.Unchanged;
        }
    }

    private static async Task WriteAsync(HubDbContext db, RowPlan plan, List<EntityEntry> rows, CancellationToken token)
    {
        using var insert = new ManyRows(db, plan.Table, plan.Columns);
        foreach (var entry in rows)
        {
            await insert.AddAsync(plan.ValuesOf(entry), token);
        }

        await insert.FlushAsync(token);
        rows.ForEach(static entry => entry.State = EntityState.Unchanged);
    }

    /// <summary>The store gives their ids, one after the other.</summary>
    private static async Task WriteNumberedAsync(HubDbContext db, RowPlan plan, List<EntityEntry> rows, CancellationToken token)
    {
        var (connection, key, at) = ((SqliteConnection)db.Database.GetDbConnection(), plan.GivenKey!, 0);
        using var insert = new ManyRows(db, plan.Table, plan.ColumnsWithoutKey)
        {
            Written = count =>
            {
                for (var id = raw.sqlite3_last_insert_rowid(connection.Handle) - count + 1; count > 0; id++, count--)
                {
                    var given = rows[at++].Property(key);
                    given.CurrentValue = key.ClrType == typeof(int) ? checked((int)id) : id;
                    given.IsTemporary = false;
                }
            },
        };
        foreach (var entry in rows)
        {
            await insert.AddAsync(plan.ValuesWithoutKey(entry), token);
        }

        await insert.FlushAsync(token);
        rows.ForEach(static entry => entry.State = EntityState.Unchanged);
    }
}

/// <summary>How the rows of a type are written.</summary>
internal sealed class RowPlan
{
    private readonly IProperty[] properties;

    public RowPlan(IEntityType type)
    {
        properties = [.. type.GetProperties()];
        Table = $"\"{type.GetTableName()}\"";
        GivenKey = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && (key.ClrType == typeof(long) || key.ClrType == typeof(int)) ? key : null;
        Others = [.. properties.Where(p => p != GivenKey)];
        (Columns, ColumnsWithoutKey) = (Named(properties), Named(Others));
        MayBeChanged = GivenKey is not null && !Array.Exists(properties, static p => p.IsConcurrencyToken);
        IsPlain = type.BaseType is null && !type.GetDirectlyDerivedTypes().Any() && !type.IsOwned() && !type.GetComplexProperties().Any()
            && Array.TrueForAll(properties, p => p.ValueGenerated == ValueGenerated.Never || p == GivenKey);
        Depth = DepthOf(type);
    }

    /// <summary>A row of its own in a table of its own, with nothing that the store computes but the id.</summary>
    public bool IsPlain { get; }

    /// <summary>Known by one number, and nothing has to be compared with what lies in the store.</summary>
    public bool MayBeChanged { get; }

    /// <summary>All but the id that the store gives.</summary>
    public IProperty[] Others { get; }

    public string Table { get; }

    public string[] Columns { get; }

    public string[] ColumnsWithoutKey { get; }

    /// <summary>The id that the store gives; null where the key is the row's own.</summary>
    public IProperty? GivenKey { get; }

    /// <summary>How many rows stand in line before it, each needed by the next.</summary>
    public int Depth { get; }

    public object?[] ValuesOf(EntityEntry entry) => Values(entry, properties);

    public object?[] ValuesWithoutKey(EntityEntry entry) => Values(entry, Others);

    public static object?[] Values(EntityEntry entry, IProperty[] of)
    {
        var current = entry.CurrentValues;
        return Array.ConvertAll(of, property => current[property] is { } value ? property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value : null);
    }

    public static string[] Named(IProperty[] of) => Array.ConvertAll(of, static p => $"\"{p.GetColumnName()}\"");

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys().Where(k => k.PrincipalEntityType != type).Select(static k => DepthOf(k.PrincipalEntityType) + 1).DefaultIfEmpty().Max();
}
