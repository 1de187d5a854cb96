using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Backups;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>Backup, destruction, restore of a store that is older than the world: the programs as people run them, the mail server unchanged.</summary>
public sealed class RestoredWorldTests
{
    private const string HubAddress = "hub@setda.contoh";
    private const string Inbox = "kesra@setda.contoh";
    private const string Staff = "staf.kesra@setda.contoh";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Nothing_is_sent_twice_no_number_is_given_twice_nothing_is_missing_and_what_cannot_be_known_is_listed()
    {
        using var folder = new TemporaryFolder();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        var data = folder.File("data");
        string[] settings = [.. Settings(data, post)];
        using var hub = new HubProcess(["serve", .. settings]);
        Write(post, 1, 2);
        hub.Start();
        await hub.UntilAsync(async () => await IsSettledAsync(data, 2), "the first two are told", Patience);
        using (var backup = new HubProcess(["backup", "--to", folder.File("kept"), .. settings]))
        {
            await backup.RunToEndAsync();
        }

        Write(post, 3, 4, 5);
        await hub.UntilAsync(async () => await IsSettledAsync(data, 5), "all five are told", Patience);
        var lost = (await NumbersAsync(data)).Skip(2).ToList();
        var told = Told(post);
        hub.Kill();
        Directory.Delete(data, recursive: true);

        using (var restore = new HubProcess(["restore", BackupFile.In(folder.File("kept")).Single().Path, .. settings]))
        {
            await restore.RunToEndAsync();
        }

        Answer(post, to: lost[0]);
        hub.Start();
        try
        {
            await hub.UntilAsync(async () => await ItemsAsync(data) >= 5 && await IsReadAsync(data), "all five and the answer are back", Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(await WhatIsThereAsync(data), late);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        hub.Kill();

        Told(post).ShouldBe(told, "nothing leaves before a person looked");
        await using var db = Open(data);
        var numbers = await db.Tickets.OrderBy(t => t.Id).Select(t => t.Number).ToListAsync(TestContext.Current.CancellationToken);
        numbers.Intersect(lost).ShouldBeEmpty("a number is given once");
        numbers.Distinct().Count().ShouldBe(numbers.Count);
        (await db.Tickets.Where(t => t.Bureau != null).Select(t => t.Title).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(Enumerable.Range(1, 5).Select(Subject), ignoreOrder: true);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Accepted, TestContext.Current.CancellationToken)).ShouldBe(0, "the answer to a lost number changes no ticket");
        (await db.Marks.SingleAsync(m => m.Name == "restored", TestContext.Current.CancellationToken)).Value.ShouldContain("skipped", Case.Insensitive);
    }

    private static string Subject(int number) => $"Permohonan bantuan hibah rumah ibadah {number:D3}";

    private static void Write(MailServer post, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            post.Office.Deliver($"warga{number}@contoh.id", [Inbox], Encoding.UTF8.GetBytes(
                $"From: Warga <warga{number}@contoh.id>\r\nTo: {Inbox}\r\nSubject: {Subject(number)}\r\nMessage-ID: <warga-{number}@contoh.id>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKami mengajukan proposal bantuan hibah renovasi rumah ibadah {number}.\r\n"));
        }
    }

    /// <summary>An officer answers the notice of a ticket that the restored store does not know.</summary>
    private static void Answer(MailServer post, string to)
    {
        var notice = MimeKit.MimeMessage.Load(new MemoryStream(post.Office.Box(Staff).Inbox.Snapshot().First(m => m.Summary.Subject.Contains(to, StringComparison.Ordinal)).Read()));
        var back = notice.ReplyTo.Mailboxes.FirstOrDefault() ?? notice.From.Mailboxes.First();
        post.Office.Deliver(Staff, [back.Address], Encoding.UTF8.GetBytes(
            $"From: {Staff}\r\nTo: {back.Address}\r\nSubject: Re: {notice.Subject}\r\nIn-Reply-To: <{notice.MessageId}>\r\nMessage-ID: <jawab-1@setda.contoh>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nTERIMA\r\n"));
    }

    /// <summary>Every handing over to every box, by Message-ID.</summary>
    private static List<string> Told(MailServer post) =>
        [.. post.Office.Boxes.Where(b => b.Address != Inbox && b.Address != HubAddress).SelectMany(b => b.Inbox.Snapshot().Select(m => $"{b.Address} {m.Summary.MessageId} {m.Arrivals}")).Order(StringComparer.Ordinal)];

    /// <summary>Without a pool: a connection that was kept would still read the file that was destroyed.</summary>
    private static HubDbContext Open(string data) => new Database(StoreKind.Sqlite, $"Data Source={Path.Combine(data, "hub.db")};Pooling=False").Open();

    private static async Task<int> ItemsAsync(string data)
    {
        await using var db = Open(data);
        return await db.Tickets.CountAsync(t => t.Bureau != null, TestContext.Current.CancellationToken);
    }

    /// <summary>The officer's answer was taken from the hub's own box.</summary>
    private static async Task<bool> IsReadAsync(string data)
    {
        await using var db = Open(data);
        return await db.Envelopes.CountAsync(e => e.Status != EnvelopeStatus.Received, TestContext.Current.CancellationToken) >= 6;
    }

    private static async Task<string> WhatIsThereAsync(string data)
    {
        await using var db = Open(data);
        var tickets = await db.Tickets.Select(t => $"{t.Number} {t.Bureau} {t.Title}").ToListAsync(TestContext.Current.CancellationToken);
        var items = await db.Envelopes.Select(e => $"{e.Source} {e.Status} {e.CauseCode} {e.Place}").ToListAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', tickets.Concat(items));
    }

    private static async Task<bool> IsSettledAsync(string data, int tickets)
    {
        if (!File.Exists(Path.Combine(data, "hub.db")))
        {
            return false;
        }

        await using var db = Open(data);
        try
        {
            return await db.Tickets.CountAsync(TestContext.Current.CancellationToken) == tickets && await db.Outbox.AnyAsync(TestContext.Current.CancellationToken) && !await db.Outbox.AnyAsync(m => m.State == OutboxState.Pending, TestContext.Current.CancellationToken);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The tables are being made.
            return false;
        }
    }

    private static async Task<List<string>> NumbersAsync(string data)
    {
        await using var db = Open(data);
        return await db.Tickets.OrderBy(t => t.Id).Select(t => t.Number).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Settings(string data, MailServer post)
    {
        yield return $"--Hub:Data={data}";
        yield return "--urls=http://127.0.0.1:0";
        yield return "--Hub:AllowPrivateNetworks=true";
        yield return "--Serilog:MinimumLevel:Default=Fatal";
        yield return "--Hub:Contacts:kesra:Staff:0=" + Staff;
        yield return "--Hub:Sending:DailyBudget=0";
        yield return "--Hub:Sending:HourlyPerAddress=0";
        foreach (var (key, value) in new[] { ("Host", "127.0.0.1"), ("Port", $"{post.SmtpPort}"), ("Security", "None"), ("User", HubAddress), ("Password", "rahasia"), ("From", HubAddress), ("SentFolder", MailBox.SentName), ("ImapHost", "127.0.0.1"), ("ImapPort", $"{post.ImapPort}"), ("ImapSecurity", "None") })
        {
            yield return $"--Hub:Mail:{key}={value}";
        }

        foreach (var (key, value) in new[] { ("Kind", "email"), ("Cron", "0/2 * * * * ?"), ("Options:Host", "127.0.0.1"), ("Options:Port", $"{post.ImapPort}"), ("Options:Security", "None"), ("Options:User", Inbox), ("Options:Password", "rahasia") })
        {
            yield return $"--Hub:Sources:kesra:{key}={value}";
        }
    }
}
