using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage;

/// <summary>The statements of a store, kept as files in its folder: the tables as EF makes them, then what EF cannot say.</summary>
internal static class RawSql
{
    /// <param name="builder">Of the first migration.</param>
    /// <param name="store">The folder: <c>Sqlite</c> or <c>Postgres</c>.</param>
    public static void Run(MigrationBuilder builder, string store)
    {
        builder.Sql(Read($"{store}.tables.sql"));
        builder.Sql(Read($"{store}.raw.sql"));
    }

    internal static string Read(string file)
    {
        var name = $"{typeof(RawSql).Namespace}.{file}";
        using var stream = typeof(RawSql).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
