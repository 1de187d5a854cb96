using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Writes the new rows of a transaction many at a time; SQLite's provider writes each by a statement of its own. It stands last before the store, after whoever covers words.</summary>
/// <remarks>Ids that the store would give are counted on from its own sequence: the transaction is the only writer (BEGIN IMMEDIATE).</remarks>
internal sealed class ManyInserts : SaveChangesInterceptor
{
    /// <summary>Fewer are not worth a look at the sequence.</summary>
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
            var last = await LastIdsAsync(db, token);
            foreach (var rows in added.GroupBy(PlanOf).OrderBy(static rows => rows.Key.Depth))
            {
                await WriteAsync(db, rows.Key, rows, last, token);
            }
        }
        catch (SqliteException e)
        {
            throw new DbUpdateException(e.Message, e, added);
        }
    }

    private static async Task WriteAsync(HubDbContext db, RowPlan plan, IEnumerable<EntityEntry> rows, Dictionary<string, long> last, CancellationToken token)
    {
        await using var insert = new ManyRows(db, plan.Table, plan.Columns);
        foreach (var entry in rows)
        {
            if (plan.GivenKey is { } key && entry.Property(key) is { IsTemporary: true } given)
            {
                var id = last[plan.Sequence] = last.GetValueOrDefault(plan.Sequence) + 1;
                given.CurrentValue = key.ClrType == typeof(int) ? checked((int)id) : id;
                given.IsTemporary = false;
            }

            await insert.AddAsync(plan.ValuesOf(entry), token);
        }

        await insert.FlushAsync(token);
        foreach (var entry in rows)
        {
            entry.State = EntityState.Unchanged;
        }
    }

    private static async Task<Dictionary<string, long>> LastIdsAsync(HubDbContext db, CancellationToken token)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = "SELECT name, seq FROM sqlite_sequence";
        await using var reader = await command.ExecuteReaderAsync(token);
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(token))
        {
            last[reader.GetString(0)] = reader.GetInt64(1);
        }

        return last;
    }
}

/// <summary>How the rows of a type are written.</summary>
internal sealed class RowPlan
{
    private readonly IProperty[] properties;
    private readonly Func<object?, object?>?[] conversions;

    public RowPlan(IEntityType type)
    {
        properties = [.. type.GetProperties()];
        conversions = [.. properties.Select(static p => p.GetTypeMapping().Converter?.ConvertToProvider)];
        Sequence = type.GetTableName()!;
        Table = $"\"{Sequence}\"";
        Columns = [.. properties.Select(static p => $"\"{p.GetColumnName()}\"")];
        GivenKey = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && (key.ClrType == typeof(long) || key.ClrType == typeof(int)) ? key : null;
        IsPlain = type.BaseType is null && !type.GetDirectlyDerivedTypes().Any() && !type.IsOwned() && !type.GetComplexProperties().Any()
            && Array.TrueForAll(properties, p => p.ValueGenerated == ValueGenerated.Never || p == GivenKey);
        Depth = DepthOf(type);
    }

    /// <summary>A row of its own in a table of its own, with nothing that the store computes but the id.</summary>
    public bool IsPlain { get; }

    public string Table { get; }

    public string[] Columns { get; }

    /// <summary>The name under which the store counts the ids.</summary>
    public string Sequence { get; }

    /// <summary>The id that the store gives; null where the key is the row's own.</summary>
    public IProperty? GivenKey { get; }

    /// <summary>How many rows stand in line before it, each needed by the next.</summary>
    public int Depth { get; }

    public object?[] ValuesOf(EntityEntry entry)
    {
        var values = new object?[properties.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = entry.CurrentValues[properties[i]];
            values[i] = value is not null && conversions[i] is { } convert ? convert(value) : value;
        }

        return values;
    }

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys().Where(k => k.PrincipalEntityType != type).Select(static k => DepthOf(k.PrincipalEntityType) + 1).DefaultIfEmpty().Max();
}
