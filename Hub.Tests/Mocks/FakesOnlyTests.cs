using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Hub.Mocks.Demo;
using Hub.Tests.Support;

namespace Hub.Tests.Mocks;

/// <summary>The demo program as a tester starts it: a process of its own.</summary>
public sealed class FakesOnlyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fakes_only_prints_addresses_that_answer_and_settings_that_parse()
    {
        using var program = Start("id", "--fakes-only", "--port", "0", "--data", folder.File("demo"));
        try
        {
            var said = await UntilAsync(program, "Gangguan dinyalakan");
            using var settings = JsonDocument.Parse(said[said.IndexOf('{')..(said.LastIndexOf("\n}", StringComparison.Ordinal) + 2)]);
            var sihab = settings.RootElement.GetProperty("Hub").GetProperty("Sources").GetProperty("sihab").GetProperty("Options");
            using var http = new HttpClient();
            var address = sihab.GetProperty("Address").GetString() + "api/v1/proposal";

            (await http.GetAsync(address, Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            http.DefaultRequestHeaders.Add("X-API-Key", sihab.GetProperty("ApiKey").GetString());
            (await http.GetAsync(address, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
            settings.RootElement.GetProperty("Hub").GetProperty("Sources").EnumerateObject().Count(s => s.Name.StartsWith("email-", StringComparison.Ordinal)).ShouldBe(10);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("id", "Folder {0} bukan folder demo (tidak ada demo.json); tidak dihapus.")]
    [InlineData("en", "The folder {0} is none of the demo (it has no demo.json); it is not deleted.")]
    public async Task A_folder_that_is_no_demo_is_not_emptied(string language, string told)
    {
        await File.WriteAllTextAsync(folder.File("penting.txt"), "jangan dihapus", Token);
        using var program = Start(language, "--fakes-only", "--port", "0", "--fresh", "--data", folder.Path);

        var words = await program.StandardError.ReadToEndAsync(Token);
        await program.WaitForExitAsync(Token);

        program.ExitCode.ShouldBe(1);
        words.Trim().ShouldBe(string.Format(CultureInfo.InvariantCulture, told, folder.Path));
        File.Exists(folder.File("penting.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_taken_port_is_told_in_one_sentence()
    {
        var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            var port = ((IPEndPoint)taken.LocalEndpoint).Port;
            using var program = Start("id", "--fakes-only", "--port", $"{port - 1}", "--data", folder.File("demo"));

            var words = await program.StandardError.ReadToEndAsync(Token);
            await program.WaitForExitAsync(Token);

            program.ExitCode.ShouldBe(1);
            words.Trim().ShouldBe($"Port {port} (untuk LAPOR!) sudah dipakai program lain. Hentikan program itu, atau pilih deret port lain, misalnya --port 6080.");
        }
        finally
        {
            taken.Stop();
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Process Start(string language, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["HUB_LANGUAGE"] = language },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mocks.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    private static async Task<string> UntilAsync(Process program, string words)
    {
        var said = new System.Text.StringBuilder();
        while (await program.StandardOutput.ReadLineAsync(Token) is string line)
        {
            said.AppendLine(line);
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return said.ToString();
            }
        }

        throw new InvalidOperationException($"The program ended early: {said} {await program.StandardError.ReadToEndAsync(Token)}");
    }
}
