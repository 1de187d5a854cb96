using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Lives of tickets in the domain alone; on the road and in the stores they are lived by <see cref="Hub.Tests.Host.Work.LivesOnTheRoadTests"/>.</summary>
public sealed partial class TicketLifeTests
{
    [Fact]
    public void Every_life_ends_as_its_line_says() =>
        TicketLives.Live().Select(l => (l.Row.Expected, Lived: TicketLives.Tell(l.Row, l.Ticket), l.Cite)).Where(r => r.Expected != r.Lived).ShouldBeEmpty();

    [Fact]
    public void All_services_and_at_least_120_lives_are_told()
    {
        TicketLives.Rows.Count.ShouldBeGreaterThanOrEqualTo(120);
        TicketLives.Catalogue.Services.Select(s => s.Number).Except(TicketLives.Rows.Select(r => r.Service).OfType<int>()).ShouldBeEmpty();
    }

    [Fact]
    public void The_clocks_beside_the_headline_and_the_marks_stand_as_the_line_says()
    {
        string[] marks = [TicketLives.LateRequest, TicketLives.Provisional];
        var lived = TicketLives.Live().Select(l => (l.Cite, l.Row.Beside, Lived: TicketLives.Beside(l.Row, l.Ticket))).ToList();

        lived.Where(l => l.Beside.Except(l.Lived).Any()).Select(l => $"{l.Cite}: {string.Join(", ", l.Beside.Except(l.Lived))} in {string.Join(", ", l.Lived)}").ShouldBeEmpty();
        lived.Where(l => l.Lived.Intersect(marks).Except(l.Beside).Any()).Select(l => l.Cite).ShouldBeEmpty("no mark without a line that says so");
    }

    [Fact]
    public void The_reminders_of_the_headline_stand_as_the_line_says() =>
        TicketLives.Live().Where(l => l.Row.Reminders.Length > 0).ShouldAllBe(l => TicketLives.Reminders(l.Ticket).SequenceEqual(l.Row.Reminders));

    [Fact]
    public void Each_service_has_a_line_that_fails_when_its_term_is_another()
    {
        foreach (var service in TicketLives.Catalogue.Services.Select(s => s.Number))
        {
            var law = Longer(service);

            TicketLives.Rows.Where(r => r.Service == service && Cites(r, service)).Any(r => TicketLives.Tell(r, TicketLives.Live(r, law)) != r.Expected).ShouldBeTrue($"service {service}");
        }
    }

    private static bool Cites(LifeRow row, int service) => Regex.IsMatch(row.Cite, $@"\bdecree {service}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The law with every term of one service longer by one.</summary>
    private static Basis Longer(int service)
    {
        using var shipped = typeof(Standards).Assembly.GetManifestResourceStream(typeof(Standards).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("standards.json", StringComparison.Ordinal)))!;
        var file = JsonNode.Parse(shipped)!;
        foreach (var line in file["standards"]!.AsArray().Where(l => (int?)l!["service"] == service))
        {
            line!["amount"] = (int)line["amount"]! + 1;
        }

        using var altered = new MemoryStream(Encoding.UTF8.GetBytes(file.ToJsonString()));
        return new Basis(Standards.Load(altered, "longer.json"), WorkingCalendar.Embedded());
    }

    [Fact]
    public void Every_rule_is_lived_and_every_line_cites_what_it_rests_on()
    {
        var cited = TicketLives.Rows.SelectMany(r => Rule().Matches(r.Cite).Select(m => int.Parse(m.ValueSpan[1..], CultureInfo.InvariantCulture))).ToHashSet();

        Enumerable.Range(1, 28).Except(cited).ShouldBeEmpty();
        TicketLives.Rows.Select(r => r.Cite).Where(cite => !Basis().IsMatch(cite)).ShouldBeEmpty();
        TicketLives.Catalogue.Services.Select(s => s.Number).Except(TicketLives.Rows.Where(r => r.Cite.Contains($"decree {r.Service}", StringComparison.Ordinal)).Select(r => r.Service!.Value)).ShouldBeEmpty("each service by its line of the decree");
    }

    [GeneratedRegex(@"\bR\d{1,2}\b", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    /// <summary>A service of the decree, an act with its article or class, a rule, or a worked example of the rules.</summary>
    [GeneratedRegex(@"\bdecree \d|\bUU \d+/\d{4}|\bPANRB \d|\bPeraturan KPK \d|\bR\d|^E\d\d\b", RegexOptions.None, 1000)]
    private static partial Regex Basis();
}
