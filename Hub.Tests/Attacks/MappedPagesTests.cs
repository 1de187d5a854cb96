using System.Globalization;
using System.Security.Cryptography;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Host.Foundation;

namespace Hub.Tests.Attacks;

/// <summary>What the hub looked at in its own file is let go with what it no longer needs, and is there again at the next look.</summary>
public sealed class MappedPagesTests
{
    [Fact]
    public void The_model_of_routes_is_let_go_and_found_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The pages of a process are told by Linux.");
        var model = ResourceMemory.Of(typeof(RoutingModel).Assembly, "routing-model.bin");
        var bytes = SHA256.HashData(model.Span);
        var before = Resident();

        MappedPages.LetGo();

        before.ShouldBeGreaterThanOrEqualTo(model.Length / 1024);
        Resident().ShouldBeLessThan(before / 2);
        SHA256.HashData(model.Span).ShouldBe(bytes);
    }

    /// <returns>Kilobytes of the mapping in which the model lies.</returns>
    private static long Resident()
    {
        var place = ResourceMemory.Places.Single(static p => p.Value > 16 * 1024 * 1024).Key;
        var isIn = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Split(' ')[0].Split('-') is [var from, var to])
            {
                isIn = nint.Parse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture) <= place && place < nint.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (isIn && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(4).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("No mapping holds the model.");
    }
}
