using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Tests.Host.Storage;

/// <summary>The mappings are compiled, so that no start works them out; what was compiled is what they say today.</summary>
public sealed class CompiledModelTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite, "Data Source=:memory:")]
    [InlineData(StoreKind.Postgres, "Host=localhost")]
    public void What_was_compiled_is_what_the_mappings_say(StoreKind kind, string connection)
    {
        using var compiled = new Database(kind, connection).Open();
        using var said = new Said(kind == StoreKind.Sqlite ? new DbContextOptionsBuilder().UseSqlite(connection).Options : new DbContextOptionsBuilder().UseNpgsql(connection).Options);

        compiled.Model.GetType().Name.ShouldBe($"{kind}HubDbContextModel", "the compiled model is in use");
        var (stored, mapped) = (Lines(compiled.Model).ToList(), Lines(said.Model).ToList());
        stored.Except(mapped, StringComparer.Ordinal).ShouldBeEmpty("see CONTRIBUTING: a change of a mapping is compiled");
        mapped.Except(stored, StringComparer.Ordinal).ShouldBeEmpty("see CONTRIBUTING: a change of a mapping is compiled");
        stored.Count.ShouldBe(mapped.Count);
    }

    /// <summary>All that a start works with: types, keys, columns, and how values are stored and compared.</summary>
    private static IEnumerable<string> Lines(IModel model) =>
    [
        .. Mapped(model.ToDebugString(MetadataDebugStringOptions.LongDefault).Split('\n').Select(static l => l.TrimEnd())),
        .. model.GetEntityTypes().SelectMany(static t => t.GetProperties()).Select(static p =>
            $"{p.DeclaringType.DisplayName()}.{p.Name}: {p.GetValueConverter()?.ConvertToProviderExpression} {p.GetValueConverter()?.ConvertFromProviderExpression} {p.GetValueComparer().EqualsExpression} {p.GetTypeMapping()}"),
    ];

    /// <summary>Questions in SQL bring types of their own into a model that is in use.</summary>
    private static IEnumerable<string> Mapped(IEnumerable<string> lines)
    {
        var isAsked = false;
        foreach (var line in lines)
        {
            isAsked = line.Contains("Ad-hoc", StringComparison.Ordinal) || (isAsked && line.StartsWith("    ", StringComparison.Ordinal));
            if (!isAsked)
            {
                yield return line;
            }
        }
    }

    /// <summary>Another type than the one that was compiled: it asks the mappings.</summary>
    private sealed class Said(DbContextOptions options) : HubDbContext(options);
}
