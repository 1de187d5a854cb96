using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>A real Postfix of its own, beside the machine's: own settings, queue and port on loopback. It asks a Dovecot who may log in, and delivers into its mailboxes.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PostfixServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _folder;
    private Process? _process;

    private PostfixServer(string program, string folder) => (_program, _folder) = (program, folder);

    /// <summary>With STARTTLS and login.</summary>
    public int Port { get; } = Ports.Free();

    /// <param name="dovecot">Its users' mailboxes at <c>contoh.id</c> take the mail.</param>
    /// <param name="boxes">Users that exist; any other is refused, but <c>pindah</c>: its mail is taken, goes on to nowhere, and comes back.</param>
    public static async Task<PostfixServer> StartAsync(DovecotServer dovecot, params string[] boxes)
    {
        var program = Need.Program("postfix", "/usr/sbin/postfix");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "postfix starts as root only.");
        var server = new PostfixServer(program, Directory.CreateTempSubdirectory("hub-postfix-").FullName);
        server.WriteSettings(dovecot, boxes);
        await server.RunAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } running)
        {
            await CommandAsync("stop");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await running.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                running.Kill(entireProcessTree: true);
            }

            running.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Lets the greylisted address through, as a server does after some minutes.</summary>
    public async Task ForgetGreylistAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "etc", "access"), "");
        await CommandAsync("reload");
    }

    private async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_program, ["-c", Path.Combine(_folder, "etc"), "start-fg"]) { UseShellExecute = false })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await AnswersAsync(limit.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException("postfix: " + await File.ReadAllTextAsync(Path.Combine(_folder, "log"), limit.Token));
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken token)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, token);
            using var reader = new StreamReader(client.GetStream());
            return (await reader.ReadLineAsync(token))?.StartsWith("220", StringComparison.Ordinal) == true;
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task CommandAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, ["-c", Path.Combine(_folder, "etc"), command]) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
    }

    private void WriteSettings(DovecotServer dovecot, string[] boxes)
    {
        var settings = Directory.CreateDirectory(Path.Combine(_folder, "etc")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "queue"));
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        using (var chown = Process.Start(new ProcessStartInfo("chown", ["postfix", data]) { UseShellExecute = false })!)
        {
            chown.WaitForExit();
        }

        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Write("boxes", string.Concat(boxes.Select(b => $"{b}@contoh.id {b}/Maildir/\n")));
        Write("aliases", "pindah@contoh.id tiada@luar.contoh\n");
        Write("access", "abu@contoh.id 450 4.7.1 greylisted, try again later\n");
        Write("main.cf", $$"""
            compatibility_level = 3.6
            queue_directory = {{_folder}}/queue
            data_directory = {{_folder}}/data
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = uji.contoh.id
            mydestination =
            local_recipient_maps =
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            mynetworks = 192.0.2.0/24
            maillog_file = {{_folder}}/log
            maillog_file_prefixes = {{Path.GetTempPath()}}
            virtual_mailbox_domains = contoh.id
            virtual_mailbox_base = {{dovecot.MailFolder}}
            virtual_mailbox_maps = texthash:{{settings}}/boxes
            virtual_alias_maps = texthash:{{settings}}/aliases
            virtual_minimum_uid = 1
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            smtpd_tls_security_level = may
            smtpd_tls_cert_file = {{dovecot.CertificateFile}}
            smtpd_tls_key_file = {{dovecot.KeyFile}}
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = {{dovecot.AuthSocket}}
            smtpd_recipient_restrictions = check_recipient_access texthash:{{settings}}/access, reject_unlisted_recipient, permit_sasl_authenticated, reject
            always_bcc = terkirim@contoh.id
            default_transport = error:5.1.2 no outside world
            relay_transport = error:5.1.2 no outside world
            """);
        Write("master.cf", $$"""
            127.0.0.1:{{Port.ToString(CultureInfo.InvariantCulture)}} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            tlsmgr unix - - n 1000? 1 tlsmgr
            postlog unix-dgram n - n - 1 postlogd
            showq unix n - n - - showq
            """);

        void Write(string name, string content) => File.WriteAllText(Path.Combine(settings, name), content + "\n", new UTF8Encoding(false));
    }
}
