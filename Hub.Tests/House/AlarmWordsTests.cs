using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Host.Storage.Rows;
using Hub.Host.Web.Overview;

namespace Hub.Tests.House;

/// <summary>Each kind of alarm has a name on the first page, and leads to a room that there is.</summary>
public sealed partial class AlarmWordsTests
{
    [Fact]
    public void Each_kind_of_alarm_has_a_name()
    {
        var codes = Tree.Files("Hub.Host/Watch", "*.cs").Select(Tree.Read).SelectMany(text => Made().Matches(text).SelectMany(m => Code().Matches(m.Value))).Select(m => m.Groups[1].Value).Distinct().ToList();
        codes.Count.ShouldBeGreaterThan(20);
        codes.ShouldContain("credentials-expire-7");
        var names = Tree.Read("Hub.Host/People/Visits/PagesTexts.resx");

        codes.Where(code => !names.Contains($"\"alarm.{code}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("audit-broken", "99", "/settings/audit")]
    [InlineData("audit-unguarded", "start", "/settings/audit")]
    [InlineData("mail-refused", "KU-2026-000001", "/tickets/KU-2026-000001")]
    [InlineData("loop-failing", "retention", "/settings/setup")]
    [InlineData("silence", "lapor", "/sources/lapor")]
    [InlineData("unsent", "hub", "/settings/outbox")]
    public void An_alarm_leads_to_where_more_is_said_of_it(string code, string subject, string place) => AlarmPlace.Of(new Alarm
    {
        Family = "watchdog", Key = $"{code}:{subject}", Code = code, Subject = subject, Cause = Said.Quote("."), NextStep = Said.Quote("."), FirstSeenAt = DateTimeOffset.UnixEpoch, LastSeenAt = DateTimeOffset.UnixEpoch,
    }).ShouldBe(place);

    [GeneratedRegex("new Finding\\(\"[a-z0-9-]+\"|var code = [^;]+;", RegexOptions.None, 1000)]
    private static partial Regex Made();

    [GeneratedRegex("\"([a-z0-9-]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
