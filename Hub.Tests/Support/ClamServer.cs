using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Hub.Tests.Support;

/// <summary>A real clamd of its own: own folder, own port on loopback, one signature of our own and no other; ended by its process id.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClamServer : IAsyncDisposable
{
    /// <summary>The only file that it calls infected.</summary>
    public static readonly byte[] Virus = MadeFiles.Bytes("contoh berkas jahat untuk uji hub, tidak berbahaya");

    private readonly string folder = Directory.CreateTempSubdirectory("hub-clam-").FullName;
    private Process? process;

    public int Port { get; } = Ports.Free();

    public static async Task<ClamServer> StartAsync()
    {
        var program = Need.Program("clamd", "/usr/sbin/clamd");
        var server = new ClamServer();
        var database = Directory.CreateDirectory(Path.Combine(server.folder, "db")).FullName;
        await File.WriteAllTextAsync(Path.Combine(database, "uji.hsb"), $"{Convert.ToHexStringLower(SHA256.HashData(Virus))}:{Virus.Length}:Uji.Hub:73\n");
        var settings = Path.Combine(server.folder, "clamd.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"Foreground yes\nTCPSocket {server.Port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {database}\nTemporaryDirectory {server.folder}\nStreamMaxLength 2M\nLogFile {server.folder}/clamd.log\n"));
        server.process = Process.Start(new ProcessStartInfo(program, ["--config-file", settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        for (var tries = 0; !await server.AnswersAsync(); tries++)
        {
            (tries < 300 && !server.process.HasExited).ShouldBeTrue(File.Exists(server.folder + "/clamd.log") ? await File.ReadAllTextAsync(server.folder + "/clamd.log") : "clamd does not start");
            await Task.Delay(100);
        }

        return server;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
