using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Start;

/// <summary>A wrong setting stops the real program with one sentence that names it, without a stack trace and before anything listens.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string[], string[]> Wrong => new()
    {
        { ["--Hub:Store=Oracle"], ["Hub", "Store", "Oracle"] },
        { ["--Hub:Store=Postgres"], ["Hub:Connection"] },
        { ["--Hub:Sources:kotak:Kind=emial"], ["Hub:Sources:kotak:Kind", "emial", "email"] },
        { ["--Hub:Sources:kotak:Kind=email", "--Hub:Sources:kotak:Cron=0 25 * * *"], ["Hub:Sources:kotak:Cron", "0 25 * * *", "Contoh"] },
        { ["--Hub:Sources:lapor:Kind=lapor", "--Hub:Sources:lapor:Options:Address=http://localhost:1"], ["Hub:Sources:lapor:Options", "Token"] },
        { ["--Hub:Sources:lapor:Kind=lapor", "--Hub:Sources:lapor:Options:Tokn=x"], ["Hub:Sources:lapor:Options", "Tokn"] },
        { ["--Hub:Sources:Kotak:Kind=email"], ["Hub:Sources:Kotak", "huruf kecil"] },
        { ["--Hub:Contacts:kesar:Staff:0=a@b.id"], ["Hub:Contacts:kesar", "kesra"] },
        { ["--Hub:Mail:Host=smtp.contoh.id"], ["Hub:Mail", "From"] },
        { ["--Hub:Mial:Host=smtp.contoh.id"], ["Hub:Mial", "Mail"] },
        { ["--Hub:Mail:Hots=smtp.contoh.id"], ["Hub:Mail:Hots", "Host"] },
        { ["--Hub:Contacts:kesra:Staf:0=a@b.id"], ["Hub:Contacts:kesra:Staf", "Staff"] },
        { ["--Hub:Sources:kotak:Kidn=email"], ["Hub:Sources:kotak:Kidn", "Kind"] },
        { ["--Hub:Catalogue=tidak-ada.json"], ["Hub:Catalogue", "tidak-ada.json"] },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_setting_is_named_in_one_sentence(string[] settings, string[] named)
    {
        var (status, output, errors) = await RunAsync(settings);

        status.ShouldBe(78, errors);
        named.ShouldAllBe(part => errors.Contains(part), errors);
        errors.ShouldNotContain("   at ", Case.Sensitive);
        errors.ShouldNotContain("Unhandled", Case.Sensitive);
        output.ShouldNotContain("Now listening", Case.Sensitive);
    }

    [Fact]
    public async Task An_unreadable_catalogue_line_is_named()
    {
        await File.WriteAllTextAsync(folder.File("katalog.json"), "{ \"decree\": ");

        var (status, _, errors) = await RunAsync([$"--Hub:Catalogue={folder.File("katalog.json")}"]);

        status.ShouldBe(78);
        errors.ShouldContain("katalog.json, baris 1");
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (status, _, errors) = await RunAsync([$"--urls=http://127.0.0.1:{port}"]);

        status.ShouldBe(75);
        errors.ShouldContain($"{port}");
        errors.ShouldContain("sudah dipakai");
    }

    private async Task<(int Status, string Output, string Errors)> RunAsync(string[] settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        string[] common = [Path.Combine(AppContext.BaseDirectory, "hub.dll"), $"--Hub:Data={folder.File("data")}", "--Hub:Work=false"];
        string[] urls = settings.Any(s => s.StartsWith("--urls", StringComparison.Ordinal)) ? [] : ["--urls=http://127.0.0.1:0"];
        foreach (var argument in (string[])[.. common, .. urls, .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"The hub started with {string.Join(' ', settings)}.");
        }

        return (process.ExitCode, await output, await errors);
    }

    public void Dispose() => folder.Dispose();
}
