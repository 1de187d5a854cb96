using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Hub.Host.Verbs.Bench;

/// <summary><c>bench mail</c>: what a mail costs from its box to the notices that a server took, intake and sending at once, beside fetching and parsing the very same mails and keeping nothing (the floor) in the same run.</summary>
/// <remarks>The program has no mail server of its own: it is given the addresses of one that reads and one that takes.</remarks>
public static class MailBench
{
    private const string Source = "surat";
    private const int Rounds = 3;

    /// <summary>Between two looks at what waits; the hub itself is told.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = BenchTexts.Say("ObjectPerLine") };
        var mails = new Option<int>("--mails") { Description = BenchTexts.Say("MailMails"), DefaultValueFactory = _ => 300 };
        var imap = new Option<string>("--imap") { Description = BenchTexts.Say("MailImap"), Required = true };
        var smtp = new Option<string>("--smtp") { Description = BenchTexts.Say("MailSmtp"), Required = true };
        var user = new Option<string>("--user") { Description = BenchTexts.Say("MailUser"), DefaultValueFactory = _ => "ukur@hub.invalid" };
        var password = new Option<string>("--password") { Description = BenchTexts.Say("MailPassword"), Required = true };
        var certificate = new Option<string?>("--certificate") { Description = BenchTexts.Say("MailCertificate") };
        var postgres = new Option<string?>("--postgres") { Description = BenchTexts.Say("IntakePostgres") };
        var command = new Command("mail", BenchTexts.Say("Mail")) { json, mails, imap, smtp, user, password, certificate, postgres };
        command.SetAction((parsed, token) => RunAsync(
            TimeProvider.System,
            new MailServers(parsed.GetValue(imap)!, parsed.GetValue(smtp)!, parsed.GetValue(user)!, parsed.GetValue(password)!, parsed.GetValue(certificate)),
            parsed.GetValue(mails), parsed.GetValue(postgres), parsed.GetValue(json), Console.Out, token));
        return command;
    }

    internal static async Task<int> RunAsync(TimeProvider time, MailServers servers, int mails, string? postgres, bool json, TextWriter output, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            await using var app = HubApp.Build([], builder =>
            {
                builder.Configuration.AddInMemoryCollection(Settings(folder.FullName, postgres, servers));
                builder.Services.AddSingleton(time);
            });
            await app.PrepareAsync(TextWriter.Null, token);
            var database = app.Services.GetRequiredService<Database>();
            await using (var db = database.Open())
            {
                if (await db.Tickets.AnyAsync(token))
                {
                    throw new StartupRefusal(Said.Of<BenchTexts>("IntakeNotEmpty"));
                }
            }

            var rounds = new List<Round>();
            for (var i = 0; i <= Rounds; i++)
            {
                rounds.Add(await RoundAsync(app.Services, database, time, servers, mails, token));
            }

            Tell(output, json, database.Kind, mails, [.. rounds.Skip(1)]);
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Nothing of what the hub writes is put off: each mail is told to the bureau and to its sender.</summary>
    private static Dictionary<string, string?> Settings(string folder, string? postgres, MailServers servers)
    {
        var ((imapHost, imapPort), (smtpHost, smtpPort)) = (Split(servers.Imap), Split(servers.Smtp));
        var options = $"Hub:Sources:{Source}:Options";
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Hub:Data"] = folder,
            ["Hub:Work"] = "false",
            ["Hub:AllowPrivateNetworks"] = "true",
            ["Hub:Contacts:kesra:Staff:0"] = "staf.kesra@hub.invalid",
            ["Hub:Contacts:organisasi:Staff:0"] = "staf.organisasi@hub.invalid",
            ["Hub:Sending:DailyBudget"] = "0",
            ["Hub:Sending:HourlyPerAddress"] = "0",
            [$"Hub:Sources:{Source}:Kind"] = EmailKind.Kind.Name,
            [$"{options}:Host"] = imapHost,
            [$"{options}:Port"] = imapPort,
            [$"{options}:Security"] = SecurityOf(servers).ToString(),
            [$"{options}:CertificateSha256"] = servers.Certificate,
            [$"{options}:User"] = servers.User,
            [$"{options}:Password"] = servers.Password,
            [$"{options}:Address"] = "kesra@hub.invalid",
            ["Hub:Mail:Host"] = smtpHost,
            ["Hub:Mail:Port"] = smtpPort,
            ["Hub:Mail:Security"] = nameof(ConnectionSecurity.None),
            ["Hub:Mail:Auth"] = nameof(MailAuth.Anonymous),
            ["Hub:Mail:From"] = "hub@hub.invalid",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
        };
        if (postgres is not null)
        {
            (settings["Hub:Store"], settings["Hub:Connection"]) = (nameof(StoreKind.Postgres), postgres);
        }

        return settings;
    }

    private static ConnectionSecurity SecurityOf(MailServers servers) => servers.Certificate is null ? ConnectionSecurity.None : ConnectionSecurity.Implicit;

    private static async Task<Round> RoundAsync(IServiceProvider hub, Database database, TimeProvider time, MailServers servers, int mails, CancellationToken token)
    {
        var after = await FillAsync(servers, mails, token);
        var floor = await MeasureAsync(time, mails, () => ReadAsync(servers, after, mails, token));
        var (tickets, sent) = await CountAsync(database, token);
        var cost = await MeasureAsync(time, mails, () => CarryAsync(hub, database, time, token));
        var (ticketsAfter, sentAfter) = await CountAsync(database, token);
        return ticketsAfter - tickets == mails
            ? new Round(cost, floor, (double)(sentAfter - sent) / mails)
            : throw new InvalidOperationException($"{ticketsAfter - tickets} of {mails}");
    }

    private static async Task<Cost> MeasureAsync(TimeProvider time, int mails, Func<Task> work)
    {
        var (begun, worked) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        return new Cost((Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / mails, mails / time.GetElapsedTime(begun).TotalSeconds);
    }

    private static async Task<(int Tickets, int Sent)> CountAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        return (await db.Tickets.CountAsync(token), await db.Outbox.CountAsync(m => m.State == OutboxState.Sent, token));
    }

    /// <summary>Fetching, storing and sending go on beside one another until nothing waits.</summary>
    private static async Task CarryAsync(IServiceProvider hub, Database database, TimeProvider time, CancellationToken token)
    {
        var fetching = hub.GetRequiredService<PollRun>().RunAsync(Source, time.GetUtcNow(), "bench", token);
        var storing = RepeatAsync(time, hub.GetRequiredService<ProcessWorker>().DrainAllAsync, async () => fetching.IsCompleted && !await IsWaitingAsync(database, token), token);
        await Task.WhenAll(storing, RepeatAsync(time, hub.GetRequiredService<DispatchWorker>().SendAllAsync, async () => storing.IsCompleted && !await IsLeavingAsync(database, time, token), token));
        if (await fetching is not RunOutcome.Succeeded and var outcome)
        {
            await using var db = database.Open();
            throw new InvalidOperationException($"{outcome}: {await db.Runs.OrderByDescending(r => r.Id).Select(r => r.Cause).FirstAsync(token)}");
        }
    }

    private static async Task RepeatAsync(TimeProvider time, Func<CancellationToken, Task> work, Func<Task<bool>> isDone, CancellationToken token)
    {
        while (!await isDone())
        {
            await work(token);
            await Task.Delay(Look, time, token);
        }
    }

    private static async Task<bool> IsWaitingAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Envelopes.AnyAsync(e => e.Status == EnvelopeStatus.Received, token);
    }

    private static async Task<bool> IsLeavingAsync(Database database, TimeProvider time, CancellationToken token)
    {
        await using var db = database.Open();
        var now = time.GetUtcNow();
        return await db.Outbox.AnyAsync(m => m.State == OutboxState.Pending && m.DueAt <= now, token);
    }

    /// <returns>The UID after which the new mails stand.</returns>
    private static async Task<uint> FillAsync(MailServers servers, int mails, CancellationToken token)
    {
        using var client = await OpenAsync(servers, FolderAccess.ReadWrite, token);
        var after = (client.Inbox!.UidNext?.Id ?? 1) - 1;
        for (var i = 0; i < mails; i++)
        {
            await client.Inbox.AppendAsync(new AppendRequest(Letter((int)after + i)), token);
        }

        await client.DisconnectAsync(quit: true, token);
        return after;
    }

    private static async Task ReadAsync(MailServers servers, uint after, int mails, CancellationToken token)
    {
        using var client = await OpenAsync(servers, FolderAccess.ReadOnly, token);
        var ids = await client.Inbox!.SearchAsync(SearchQuery.Uids(new UniqueIdRange(new UniqueId(after + 1), UniqueId.MaxValue)), token);
        var read = 0;
        foreach (var id in ids)
        {
            using var mail = await client.Inbox.GetMessageAsync(id, token);
            read += mail.TextBody is { Length: > 0 } ? 1 : 0;
        }

        await client.DisconnectAsync(quit: true, token);
        if (read != mails)
        {
            throw new InvalidOperationException($"{read} of {mails}");
        }
    }

    private static async Task<ImapClient> OpenAsync(MailServers servers, FolderAccess access, CancellationToken token)
    {
        var (host, port) = Split(servers.Imap);
        var client = new ImapClient { CheckCertificateRevocation = false };
        if (servers.Certificate is { } pinned)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && string.Equals(
                certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), pinned.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }

        await client.ConnectAsync(host, int.Parse(port, CultureInfo.InvariantCulture), servers.Certificate is null ? SecureSocketOptions.None : SecureSocketOptions.SslOnConnect, token);
        await client.AuthenticateAsync(servers.User, servers.Password, token);
        await client.Inbox!.OpenAsync(access, token);
        return client;
    }

    private static MimeMessage Letter(int i)
    {
        var random = new Random(i);
        var mark = Guid.NewGuid().ToString("n");
        return new MimeMessage(
            [new MailboxAddress("", $"panitia-{mark}@hub.invalid")], [new MailboxAddress("", "kesra@hub.invalid")], SeedTexts.Title(random, "bantuan hibah"), new TextPart("plain") { Text = SeedTexts.Body(random) })
        {
            MessageId = $"{mark}@hub.invalid",
        };
    }

    /// <exception cref="StartupRefusal">It is no <c>host:port</c>.</exception>
    private static (string Host, string Port) Split(string address) =>
        address.LastIndexOf(':') is > 0 and var at && int.TryParse(address.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? (address[..at], address[(at + 1)..])
            : throw new StartupRefusal(Said.Of<BenchTexts>("MailAddress", address));

    private static void Tell(TextWriter output, bool json, StoreKind store, int mails, List<Round> rounds)
    {
        double Median(Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        var (cpu, rate, floorCpu, floor, sent) = (Median(static r => r.Hub.CpuMs), Median(static r => r.Hub.PerSecond), Median(static r => r.Floor.CpuMs), Median(static r => r.Floor.PerSecond), Median(static r => r.Sent));
        output.WriteLine(json
            ? JsonSerializer.Serialize(
                new
                {
                    what = "mail", store = store.ToString(), mails, cpuMs = Math.Round(cpu, 3), perSecond = Math.Round(rate, 1), noticesEach = Math.Round(sent, 2),
                    floorCpuMs = Math.Round(floorCpu, 3), floorPerSecond = Math.Round(floor, 1), ofFloor = Math.Round(rate / floor, 3),
                }, JsonSerializerOptions.Web)
            : BenchTexts.Say("MailShown", store, cpu, rate, sent, floorCpu, floor, rate / floor));
    }

    /// <summary>For each mail.</summary>
    private sealed record Cost(double CpuMs, double PerSecond);

    /// <param name="Sent">Notices that were taken, for each mail.</param>
    private sealed record Round(Cost Hub, Cost Floor, double Sent);
}

/// <summary>Where the mails are read, and where the notices go.</summary>
/// <param name="Certificate">SHA-256 of the reading server's certificate; null: no TLS.</param>
internal sealed record MailServers(string Imap, string Smtp, string User, string Password, string? Certificate);
