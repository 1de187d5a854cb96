using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Postgres;

/// <summary>The store of a large office: several hubs on one PostgreSQL.</summary>
public sealed class PostgresHubDbContext(DbContextOptions<PostgresHubDbContext> options) : HubDbContext(options);
