using System.Text.RegularExpressions;

namespace Hub.Tests.House;

/// <summary>An event of the log is known by its number.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void No_two_events_of_the_log_have_one_number()
    {
        var events = new[] { "Hub.Domain", "Hub.Connectors", "Hub.Host" }.SelectMany(part => Tree.Files(part, "*.cs"))
            .SelectMany(file => Event().Matches(Tree.Read(file)).Select(m => (Number: int.Parse(m.Groups["id"].Value.Replace("_", "", StringComparison.Ordinal)), File: file))).ToList();

        events.Count.ShouldBeGreaterThan(20);
        events.GroupBy(e => e.Number).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.File))}").ShouldBeEmpty();
    }

    [GeneratedRegex(@"\[LoggerMessage\((EventId = )?(?<id>[\d_]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Event();
}
