using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Mocks.Demo.Year;

/// <summary>While the year is played nothing waits for the disk: whoever is cut off in it begins anew, so there is nothing to keep.</summary>
internal sealed class HastyStore : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Hurry(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Hurry(connection);
        return Task.CompletedTask;
    }

    /// <summary>The hub tells each new connection to write through, after this; so it is told anew each time it is taken from the pool.</summary>
    private static void Hurry(DbConnection connection)
    {
        if (connection is SqliteConnection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=OFF;";
            command.ExecuteNonQuery();
        }
    }
}
