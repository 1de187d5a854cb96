using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Tests.Support.MailedHub;

namespace Hub.Tests.Host.Storage;

/// <summary>Backup, destruction, restore of a store that is older than the world: the programs as people run them, the mail server unchanged.</summary>
public sealed class RestoredWorldTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(200);

    [Fact]
    public async Task Nothing_is_sent_twice_no_number_is_given_twice_nothing_is_missing_and_what_cannot_be_known_is_listed()
    {
        using var folder = new TemporaryFolder();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        var data = folder.File("data");
        string[] settings = [.. Settings(data, post)];
        using var hub = new HubProcess(["serve", .. settings]);
        var lost = await DayOlderAsync(hub, folder, post, settings);
        var told = Told(post);

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

    [Fact]
    public async Task What_comes_again_after_the_decision_to_send_was_told_under_the_lost_number_and_is_not_told_once_more()
    {
        using var folder = new TemporaryFolder();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        var data = folder.File("data");
        string[] settings = [.. Settings(data, post)];
        using var hub = new HubProcess(["serve", .. settings]);
        var lost = await DayOlderAsync(hub, folder, post, settings);
        var said = SaidIn(post);

        // Decided before a source was read: nothing was held that could have been asked about.
        await using (var app = HubApp.Build([.. settings, "--Hub:Work=false"]))
        {
            await app.PrepareAsync(TestContext.Current.CancellationToken);
            await app.Services.GetRequiredService<Generation>().EndAsync(send: true, "uji", TestContext.Current.CancellationToken);
        }

        Write(post, 6);
        hub.Start();
        await hub.UntilAsync(async () => await IsSettledAsync(data, 6), "all are here again", Patience);
        await hub.UntilAsync(() => Task.FromResult(SaidIn(post).Exists(s => s.Contains(Subject(6), StringComparison.Ordinal))), "what is new is told", Patience);
        hub.Kill();

        SaidIn(post).Where(s => !s.Contains(Subject(6), StringComparison.Ordinal) && !s.StartsWith("warga6@", StringComparison.Ordinal)).ShouldBe(said);
        var numbers = await NumbersAsync(data);
        numbers.Intersect(lost).ShouldBeEmpty();
        numbers.Distinct().Count().ShouldBe(6);
    }

    /// <summary>Five items are told; the backup that was put back knows two of them. The hub stands.</summary>
    /// <returns>The numbers that the store no longer knows.</returns>
    private static async Task<List<string>> DayOlderAsync(HubProcess hub, TemporaryFolder folder, MailServer post, string[] settings)
    {
        var data = folder.File("data");
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
        hub.Kill();
        Directory.Delete(data, recursive: true);
        using var restore = new HubProcess(["restore", BackupFile.In(folder.File("kept")).Single().Path, .. settings]);
        await restore.RunToEndAsync();
        return lost;
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
}
