using Hub.Host.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hub.Tests.Host.Storage;

/// <summary>What is bound by its place lies in the file as the driver itself would have written it.</summary>
public sealed class PlacedStatementTests
{
    public static TheoryData<object> Values =>
    [
        new DateTime(2026, 3, 12, 2, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 12, 31, 23, 59, 59, 999, DateTimeKind.Utc),
        new DateTime(2026, 3, 12, 2, 0, 10, 500, DateTimeKind.Utc),
        new DateTime(639_000_000_000_000_001, DateTimeKind.Utc),
        new DateTime(638_999_999_999_999_990, DateTimeKind.Utc),
        DateTime.MinValue,
        DateTime.MaxValue,
        new DateOnly(2026, 3, 2),
        "Permohonan",
        "",
        7L,
        true,
        0.25,
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_lies_as_the_driver_writes_it(object value)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE given (value); INSERT INTO given VALUES ($value);";
        command.Parameters.AddWithValue("$value", value);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using (var placed = new PlacedStatement(connection, "INSERT INTO given VALUES (?)"))
        {
            await placed.RunAsync([[value]], TestContext.Current.CancellationToken);
        }

        command.CommandText = "SELECT count(*) FROM given GROUP BY value, typeof(value)";
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(2L);
    }
}
