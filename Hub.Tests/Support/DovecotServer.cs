using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Runtime.Versioning;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>A real Dovecot of its own: own folder, own ports on loopback, ended by its process id. Every user name exists; the password is <see cref="Password"/>.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string Password = "rahasia-uji";
    private readonly string _program;
    private readonly string _folder;
    private Process? _process;

    private DovecotServer(string program, string folder)
    {
        _program = program;
        _folder = folder;
        (Port, TlsPort) = (Ports.Free(), Ports.Free());
    }

    /// <summary>Plain, with STARTTLS.</summary>
    public int Port { get; }

    /// <summary>TLS from the first byte.</summary>
    public int TlsPort { get; }

    public string CertificateSha256 { get; private set; } = "";

    public string CertificateFile => Path.Combine(_folder, "cert.pem");

    public string KeyFile => Path.Combine(_folder, "key.pem");

    /// <summary>Where every user's Maildir is.</summary>
    public string MailFolder => Path.Combine(_folder, "mail");

    /// <summary>Where an SMTP server may ask whether a login is right.</summary>
    public string AuthSocket => Path.Combine(_folder, "auth");

    public static async Task<DovecotServer> StartAsync()
    {
        var program = Need.Program("dovecot", "/usr/sbin/dovecot");
        var folder = Directory.CreateTempSubdirectory("hub-dovecot-").FullName;
        var server = new DovecotServer(program, folder);
        server.WriteCertificate();
        server.WriteSettings();
        await server.RunAsync();
        return server;
    }

    /// <summary>Makes empty mailboxes into which others may deliver.</summary>
    public void Create(params string[] users)
    {
        foreach (var folder in users.Select(Maildir).Where(f => !Directory.Exists(f)))
        {
            foreach (var part in new[] { "cur", "new", "tmp" })
            {
                Open(Directory.CreateDirectory(Path.Combine(folder, part)).FullName);
            }

            Open(folder);
            Open(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>Puts a mail into the user's inbox as a delivery agent would.</summary>
    public void Deliver(string user, string name, ReadOnlySpan<byte> mail, DateTimeOffset receivedAt, string flags = "")
    {
        Create(user);
        var folder = Maildir(user);
        var file = Path.Combine(folder, "cur", string.Create(CultureInfo.InvariantCulture, $"{receivedAt.ToUnixTimeSeconds()}.{name}.uji:2,{flags}"));
        File.WriteAllBytes(file, mail);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        File.SetLastWriteTimeUtc(file, receivedAt.UtcDateTime);
    }

    /// <summary>The names of all mails of a user, in which Maildir keeps the flags.</summary>
    public IReadOnlyList<string> FilesOf(string user) =>
        [.. new[] { "cur", "new" }.SelectMany(part => Directory.GetFiles(Path.Combine(Maildir(user), part))).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Ends the server and starts it again on the same ports.</summary>
    /// <param name="forgetUids">Users whose UIDVALIDITY is lost on the way.</param>
    public async Task RestartAsync(params string[] forgetUids)
    {
        await StopAsync();
        foreach (var user in forgetUids)
        {
            foreach (var index in Directory.GetFiles(Maildir(user), "dovecot*"))
            {
                File.Delete(index);
            }
        }

        await RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(File.ReadAllText(Path.Combine(_folder, "log")));
        Directory.Delete(_folder, recursive: true);
    }

    private string Maildir(string user) => Path.Combine(_folder, "mail", user, "Maildir");

    private async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_program, ["-F", "-c", Path.Combine(_folder, "dovecot.conf")])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await AnswersAsync(limit.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException("dovecot: " + await _process.StandardError.ReadToEndAsync(limit.Token));
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken token)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, token);
            using var reader = new StreamReader(client.GetStream());
            return (await reader.ReadLineAsync(token))?.StartsWith("* OK", StringComparison.Ordinal) == true;
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        if (_process is not { HasExited: false } running)
        {
            return;
        }

        using (Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)])!)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await running.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                running.Kill(entireProcessTree: true);
                await running.WaitForExitAsync();
            }
        }

        running.Dispose();
        _process = null;
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        CertificateSha256 = Convert.ToHexString(SHA256.HashData(certificate.RawData));
    }

    private void WriteSettings()
    {
        // As root the server steps down to nobody; as anybody else it stays that user.
        var user = Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;
        var group = GroupOf(user);
        Open(_folder);
        Open(Directory.CreateDirectory(MailFolder).FullName);
        File.WriteAllText(Path.Combine(_folder, "dovecot.conf"), $$"""
            protocols = imap
            listen = 127.0.0.1
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            log_path = {{_folder}}/log
            default_internal_user = {{user}}
            default_login_user = {{user}}
            default_internal_group = {{group}}
            disable_plaintext_auth = no
            mail_max_userip_connections = 100
            mail_fsync = never
            ssl = yes
            ssl_cert = <{{_folder}}/cert.pem
            ssl_key = <{{_folder}}/key.pem
            mail_location = maildir:~/Maildir
            first_valid_uid = 1
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{user}} gid={{group}} home={{_folder}}/mail/%u
            }
            namespace inbox {
              inbox = yes
              mailbox Sent {
                auto = create
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{TlsPort}}
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            service auth {
              unix_listener {{_folder}}/auth {
                mode = 0666
              }
            }
            """, new UTF8Encoding(false));
    }

    private static string GroupOf(string user)
    {
        using var id = Process.Start(new ProcessStartInfo("id", ["-gn", user]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return id.StandardOutput.ReadToEnd().Trim();
    }

    private static void Open(string folder) => File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
}
