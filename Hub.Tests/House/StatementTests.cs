using System.Text.RegularExpressions;

namespace Hub.Tests.House;

/// <summary>Who writes goes by the context and its asynchronous ways, where writers of a SQLite store stand in line; a statement beside it would wait for a lock that it may never get.</summary>
public sealed partial class StatementTests
{
    /// <summary>The store's own hands, who only reads, who fills a store that nobody serves, who writes in a transaction of the context, and the benches.</summary>
    private static readonly string[] WithStatementsOfTheirOwn =
    [
        "Hub.Host/Storage/", "Hub.Host/Foundation/Backups/StoreCopy.cs", "Hub.Host/Foundation/Backups/StoreMove.cs", "Hub.Host/Work/Deadlines/RunningTickets.cs", "Hub.Host/Work/Sameness/SamenessStore.cs", "Hub.Host/Verbs/Bench/",
    ];

    [Fact]
    public void Nobody_writes_beside_the_line() =>
        Tree.Files("Hub.Host", "*.cs").Where(path => !WithStatementsOfTheirOwn.Any(own => path.StartsWith(own, StringComparison.Ordinal)))
            .Where(path => Beside().IsMatch(Tree.Read(path))).ShouldBeEmpty("ask the context, asynchronously");

    [Theory]
    [InlineData("await using var command = db.Database.GetDbConnection().CreateCommand();", true)]
    [InlineData("db.SaveChanges();", true)]
    [InlineData("db.Leases.ExecuteDelete();", true)]
    [InlineData("db.Database.ExecuteSqlRaw(sql);", true)]
    [InlineData("db.Database.BeginTransaction();", true)]
    [InlineData("await db.SaveChangesAsync(token);", false)]
    [InlineData("await db.Database.ExecuteSqlRawAsync(sql, token);", false)]
    public void What_goes_beside_it_is_seen(string code, bool beside) => Beside().IsMatch(code).ShouldBe(beside);

    [GeneratedRegex(@"\.(CreateCommand|SaveChanges|ExecuteUpdate|ExecuteDelete|ExecuteSql|ExecuteSqlRaw|BeginTransaction)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Beside();
}
