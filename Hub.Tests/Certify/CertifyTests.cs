using System.Globalization;
using Hub.Mocks;
using Hub.Mocks.Certify;

namespace Hub.Tests.Certify;

/// <summary>The certificate: real processes of the hub are killed by the system at every step, and every item has exactly one effect.</summary>
public sealed class CertifyTests
{
    /// <summary>One scene, every point once, fits a quick suite; HUB_TESTS_LONG=1 plays the whole book with the number that the certificate asks for.</summary>
    private static readonly int Runs = Environment.GetEnvironmentVariable("HUB_TESTS_LONG") == "1" ? 2000 : 23;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_twice_however_often_the_hub_is_killed()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);

        var code = await CertifyVerb.RunAsync("all", Runs, Book, seed: 1, output, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        code.ShouldBe(0, output.ToString());
    }

    [Fact]
    public async Task A_connector_that_does_not_exist_is_wrong_usage()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);

        (await CertifyVerb.RunAsync("tidak-ada", 1, Book, seed: 1, output, TestContext.Current.CancellationToken)).ShouldBe(2);
        output.ToString().ShouldContain("sihab");
    }

    [Fact]
    public void The_book_names_every_fault_that_the_certificate_promises()
    {
        var faults = FaultBook.Read(Book).Scenes.Select(s => s.Fault).ToHashSet();

        Fault[] promised =
        [
            Fault.Twins, Fault.Reordered, Fault.PageDrift, Fault.RepeatedCursor, Fault.TooManyRequests, Fault.Unavailable,
            Fault.HalfAnswer, Fault.WrongCharset, Fault.SkewedClock, Fault.DropAfterAcceptance, Fault.Html, Fault.MalformedItem,
        ];
        promised.ShouldBeSubsetOf(faults);
        FaultBook.Read(Book).Scenes.ShouldContain(s => s.SameInstant);
        FaultBook.Read(Book).Scenes.ShouldContain(s => s.LateMinutes > 0);
    }

    private static string Book => Path.Combine(AppContext.BaseDirectory, "faults.json");
}
