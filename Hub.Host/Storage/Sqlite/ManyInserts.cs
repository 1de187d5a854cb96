using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Writes the new rows of a transaction many at a time; SQLite's provider writes each by a statement of its own. It stands last before the store, after whoever covers words.</summary>
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

    private static async Task WriteAsync(HubDbContext db, RowPlan plan, List<EntityEntry> rows, CancellationToken token)
    {
        await using var insert = new ManyRows(db, plan.Table, plan.Columns);
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
        await using var insert = new ManyRows(db, plan.Table, plan.ColumnsWithoutKey)
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
    private readonly IProperty[] others;

    public RowPlan(IEntityType type)
    {
        properties = [.. type.GetProperties()];
        Table = $"\"{type.GetTableName()}\"";
        GivenKey = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && (key.ClrType == typeof(long) || key.ClrType == typeof(int)) ? key : null;
        others = [.. properties.Where(p => p != GivenKey)];
        (Columns, ColumnsWithoutKey) = (Named(properties), Named(others));
        IsPlain = type.BaseType is null && !type.GetDirectlyDerivedTypes().Any() && !type.IsOwned() && !type.GetComplexProperties().Any()
            && Array.TrueForAll(properties, p => p.ValueGenerated == ValueGenerated.Never || p == GivenKey);
        Depth = DepthOf(type);
    }

    /// <summary>A row of its own in a table of its own, with nothing that the store computes but the id.</summary>
    public bool IsPlain { get; }

    public string Table { get; }

    public string[] Columns { get; }

    public string[] ColumnsWithoutKey { get; }

    /// <summary>The id that the store gives; null where the key is the row's own.</summary>
    public IProperty? GivenKey { get; }

    /// <summary>How many rows stand in line before it, each needed by the next.</summary>
    public int Depth { get; }

    public object?[] ValuesOf(EntityEntry entry) => Values(entry, properties);

    public object?[] ValuesWithoutKey(EntityEntry entry) => Values(entry, others);

    private static object?[] Values(EntityEntry entry, IProperty[] of) => Array.ConvertAll(of, property =>
        entry.CurrentValues[property] is { } value ? property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value : null);

    private static string[] Named(IProperty[] of) => Array.ConvertAll(of, static p => $"\"{p.GetColumnName()}\"");

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys().Where(k => k.PrincipalEntityType != type).Select(static k => DepthOf(k.PrincipalEntityType) + 1).DefaultIfEmpty().Max();
}
