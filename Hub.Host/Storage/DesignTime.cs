using Hub.Host.Storage.Postgres;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Hub.Host.Storage;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteHubDbContext --output-dir Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteHubDbContext>
{
    public SqliteHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>The same for <c>PostgresHubDbContext</c>.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresHubDbContext>
{
    public PostgresHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresHubDbContext>().UseNpgsql("Host=localhost").Options);
}
