using Hub.Domain.Privacy;

namespace Hub.Tests.Domain.Privacy;

/// <summary>Own labelled lines: pleas and accusations, and what only sounds like them.</summary>
public sealed class ProtectionReaderTests
{
    public static TheoryData<string, string> Lines()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Domain", "Privacy", "protection.tsv")))
        {
            var (label, text) = line.Split('\t') is [var first, var second] ? (first, second) : throw new InvalidDataException(line);
            data.Add(label, text);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Pleas_and_accusations_are_heard_and_what_only_sounds_like_them_is_not(string label, string text) =>
        (ProtectionReader.Read(text)?.ToString() ?? "-").ShouldBe(label);

    [Fact]
    public void Sixty_of_each_at_least() =>
        Lines().Select(l => l.Data.Item1 == "-").GroupBy(near => near).ShouldAllBe(g => g.Count() >= 60);

    [Fact]
    public void A_letter_of_the_greatest_length_is_read_in_bounded_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        ProtectionReader.Read(string.Concat(Enumerable.Repeat("saya jangan kepala biro minta mohon nama dari takut ", 4_000)));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), "a fraction of a second on a quiet machine");
    }
}
