using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Tests.Attacks;

/// <summary>How well the gate sees, measured on labelled lines: what staff write, who people are, how they hide it, and what only looks like it. The second lines are of another hand, who had not seen the gate; the fourth, the fifth and the sixth are of the kinds that 800, 320 and 300 lines of three more such hands showed it to miss, or to stop.</summary>
public sealed class GateMeasureTests
{
    private static readonly Reporter[] Reporters =
    [
        new() { Name = "Rusmiati Lawing, S.Pd", Anonymous = true },
        new() { Name = "Bambang Sutrisno", Anonymous = true },
        new() { Name = "Siti Nur-Aini", Anonymous = true },
        new() { Name = "Budi Santosa", Anonymous = true },
        new() { Name = "Yohana Marlinawati", Anonymous = true },
    ];

    [Theory]
    [InlineData("plain.txt", 99)]
    [InlineData("disguised.txt", 95)]
    [InlineData("second-plain.txt", 99)]
    [InlineData("second-disguised.txt", 95)]
    [InlineData("third-disguised.txt", 95)]
    [InlineData("fourth-disguised.txt", 95)]
    [InlineData("fifth-disguised.txt", 95)]
    [InlineData("sixth-disguised.txt", 95)]
    public void What_leads_to_a_person_is_seen(string file, int least)
    {
        var lines = Lines(file);
        var missed = lines.Where(line => !IsSeen(line)).ToList();

        (missed.Count * 100).ShouldBeLessThanOrEqualTo((100 - least) * lines.Length, string.Join('\n', missed));
    }

    [Theory]
    [InlineData("official.txt")]
    [InlineData("near.txt")]
    [InlineData("second-clean.txt")]
    [InlineData("third-clean.txt")]
    [InlineData("fourth-clean.txt")]
    [InlineData("fifth-clean.txt")]
    [InlineData("sixth-clean.txt")]
    public void What_an_office_writes_passes(string file)
    {
        var stopped = Lines(file).Where(IsSeen).ToList();

        stopped.Count.ShouldBeLessThanOrEqualTo(1, string.Join('\n', stopped));
    }

    private static bool IsSeen(string line) => Array.Exists(Reporters, r => LeakGate.Check([new OutgoingPart("text", line)], new Guarded(r)).Count > 0);

    private static string[] Lines(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Domain", "Privacy", "gate", file));
        lines.Length.ShouldBe(file switch { "second-plain.txt" or "second-disguised.txt" => 50, "third-disguised.txt" => 60, "third-clean.txt" => 20, "fourth-disguised.txt" => 40, "fourth-clean.txt" => 30, "fifth-disguised.txt" => 22, "fifth-clean.txt" => 12, "sixth-disguised.txt" => 19, "sixth-clean.txt" => 18, _ => 100 });
        return lines;
    }
}
