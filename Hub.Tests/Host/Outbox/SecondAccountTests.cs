using System.Text;
using Hub.Host.Intake;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Outbox;

/// <summary>The second sending account as administrators type it: sealed, tried, taken while the first has spent its quota, locked by the settings file.</summary>
public sealed class SecondAccountTests : IAsyncDisposable
{
    private const string First = "hub@setda.contoh";
    private const string Second = "cadangan@setda.contoh";

    private readonly TemporaryFolder folder = new();
    private readonly MailServer post;
    private readonly MailServer aside;

    public SecondAccountTests()
    {
        post = MailServer.Start(folder.File("satu"), "rahasia-satu", TimeProvider.System);
        aside = MailServer.Start(folder.File("dua"), "rahasia-dua", TimeProvider.System);
    }

    [Fact]
    public async Task Typed_it_lies_sealed_takes_over_without_a_restart_and_can_be_taken_away()
    {
        await using var hub = await HubFixture.StartAsync(MailOf(post, "Mail", First, "rahasia-satu"));
        var account = hub.Get<MailAccount>().Second;
        (await hub.Get<MailRound>().RunSecondAsync("uji", Token)).Ok.ShouldBeFalse("there is none");

        (await account.SaveAsync(Typed(), "uji", Token)).ShouldBeEmpty();
        await using var db = hub.Database.Open();
        (await db.Marks.SingleAsync(m => m.Name == "second-mail-account", Token)).Value.ShouldNotContain("rahasia");
        (await db.Audit.CountAsync(a => a.Action == "second-mail-account.changed", Token)).ShouldBe(1);

        post.Faults.QuotaSpent = true;
        Arrive(1, 2);
        await LiveAsync(hub);

        (await db.Outbox.Select(m => m.State).Distinct().ToListAsync(Token)).ShouldBe([OutboxState.Sent]);
        aside.Office.FindBox(Second).ShouldNotBeNull().Sent.Snapshot().Count.ShouldBeGreaterThan(0, "by the second account");
        post.Office.FindBox(First).ShouldNotBeNull().Sent.Snapshot().Count.ShouldBe(0);
        hub.Get<SendingWay>().IsAside.ShouldBeTrue("of which the alarm tells");

        await account.RemoveAsync("uji", Token);
        account.Options.ShouldBeNull();
        hub.Get<SendingWay>().Second.ShouldBeNull();
    }

    [Fact]
    public async Task Its_own_test_mail_goes_to_the_first_where_it_is_read_and_says_what_is_wrong()
    {
        await using var hub = await HubFixture.StartAsync(MailOf(post, "Mail", First, "rahasia-satu"));
        var same = Typed();
        (same["Port"], same["ImapPort"], same["Password"]) = ($"{post.SmtpPort}", $"{post.ImapPort}", "rahasia-satu");
        (await hub.Get<MailAccount>().Second.SaveAsync(same, "uji", Token)).ShouldBeEmpty();

        (await hub.Get<MailRound>().RunSecondAsync("uji", Token)).ShouldSatisfyAllConditions(p => p.Ok.ShouldBeTrue(p.Detail.ToString()));
        post.Office.FindBox(First).ShouldNotBeNull().Inbox.Snapshot().ShouldContain(m => m.Summary.From.Contains(Second, StringComparison.Ordinal));

        post.Faults.RefuseLogin = true;
        (await hub.Get<MailRound>().RunSecondAsync("uji", Token)).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task The_settings_file_locks_it()
    {
        await using var hub = await HubFixture.StartAsync(MailOf(aside, "SecondMail", Second, "rahasia-dua").Concat(MailOf(post, "Mail", First, "rahasia-satu")).ToDictionary());
        var account = hub.Get<MailAccount>().Second;

        (await account.SaveAsync(Typed(), "uji", Token)).ShouldHaveSingleItem();
        await account.RemoveAsync("uji", Token);

        (account.IsLocked, account.Options!.From).ShouldBe((true, Second));
    }

    public async ValueTask DisposeAsync()
    {
        await post.DisposeAsync();
        await aside.DisposeAsync();
        folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Arrive(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            post.Office.Deliver($"warga{number}@contoh.id", [First], Encoding.UTF8.GetBytes(
                $"From: warga{number}@contoh.id\r\nTo: {First}\r\nSubject: Permohonan bantuan hibah rumah ibadah {number}\r\nMessage-ID: <{Guid.NewGuid():n}@contoh.id>\r\n\r\nKami mengajukan proposal bantuan hibah untuk renovasi rumah ibadah.\r\n"));
        }
    }

    private static async Task LiveAsync(HubFixture hub)
    {
        await hub.Get<PollRun>().RunAsync(Source.HubMailbox, TimeProvider.System.GetUtcNow(), "uji", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await hub.Get<DispatchWorker>().SendAllAsync(Token);
        await hub.Get<DispatchWorker>().SendAllAsync(Token);
    }

    private static Dictionary<string, string?> MailOf(MailServer server, string setting, string address, string password) =>
        TypedFor(server, address, password).ToDictionary(t => $"Hub:{setting}:{t.Key}", t => (string?)t.Value);

    private Dictionary<string, string> Typed() => TypedFor(aside, Second, "rahasia-dua");

    private static Dictionary<string, string> TypedFor(MailServer server, string address, string password) => new()
    {
        ["Host"] = "127.0.0.1", ["Port"] = $"{server.SmtpPort}", ["Security"] = "None", ["User"] = address, ["Password"] = password, ["From"] = address,
        ["ImapHost"] = "127.0.0.1", ["ImapPort"] = $"{server.ImapPort}", ["ImapSecurity"] = "None",
    };
}
