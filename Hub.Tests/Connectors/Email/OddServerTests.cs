using System.Diagnostics;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Connectors.Email;

/// <summary>Mail servers as they are: a server's word is checked, and one mail never stops a box.</summary>
public sealed class OddServerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Claimed = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("01-Jan-1970 00:00:00 +0000", 8)]
    [InlineData("31-Feb-2026 09:00:00 +0800", 8)]
    [InlineData("23-Nov-2027 09:00:00 +0800", 10)]
    public async Task An_impossible_time_of_receipt_is_mended_and_told_and_the_others_keep_theirs(string date, int hour)
    {
        await using var server = ScriptedImap.Start(Mail(1), Mail(2) with { InternalDate = date }, Mail(3));

        var batch = await FetchAsync(server.Port);

        batch.Envelopes.Select(e => e.ReceivedAt.ToOffset(Now.Offset).Hour).ShouldBe([9, hour, 9]);
        batch.Warnings.ShouldHaveSingleItem().ToString().ShouldContain("UID 2");
        batch.Envelopes[1].Place.ShouldNotBeNull().ShouldContain(";INTERNALDATE=");
    }

    [Fact]
    public async Task A_mail_without_any_possible_date_is_dated_when_it_is_taken()
    {
        await using var server = ScriptedImap.Start(new OddMail("From: a@contoh.id\r\nDate: Thu, 01 Jan 1970 00:00:00 +0000\r\n\r\nIsi.\r\n") { InternalDate = "01-Jan-1970 00:00:00 +0000" });

        (await FetchAsync(server.Port)).Envelopes[0].ReceivedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task A_body_that_is_listed_and_not_returned_is_asked_for_again_before_it_counts_as_anything()
    {
        await using var server = ScriptedImap.Start(Mail(1), Mail(2) with { Forgotten = true }, Mail(3) with { Withheld = true }, Mail(4) with { Factless = true }, Mail(5));

        var batch = await FetchAsync(server.Port);

        Subjects(batch).ShouldBe(["Surat 1", "Surat 2", "", "Surat 4", "Surat 5"]);
        BigMail.IsStub(batch.Envelopes[2].Open()).ShouldBeTrue();
        batch.More.ShouldBeFalse();
    }

    [Fact]
    public async Task Empty_mails_are_stubs_each_of_its_own()
    {
        await using var server = ScriptedImap.Start(Mail(1), new OddMail(""), new OddMail("\r\n"), Mail(4));

        var batch = await FetchAsync(server.Port);

        batch.Envelopes.Select(e => e.Key.ExternalId).Distinct().Count().ShouldBe(4);
        batch.Envelopes.Count(e => BigMail.IsStub(e.Open())).ShouldBe(2);
    }

    [Fact]
    public async Task A_body_longer_than_announced_is_a_stub_and_the_others_come()
    {
        await using var server = ScriptedImap.Start(Mail(1), Mail(2) with { Announced = 20 }, Mail(3));

        var batch = await FetchAsync(server.Port);

        Subjects(batch).ShouldBe(["Surat 1", "", "Surat 3"]);
        batch.Warnings.ShouldContain(w => w.ToString().Contains("UID 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_now_and_then_is_left_with_a_true_sentence()
    {
        await using var server = ScriptedImap.Start(Mail(1) with { Drip = TimeSpan.FromMilliseconds(100) });
        var watch = Stopwatch.StartNew();

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => FetchAsync(server.Port, o => o.ReadSeconds = 2));

        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain("terlalu lambat");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_box_that_was_put_back_is_read_again_and_nothing_new_in_it_is_missed()
    {
        var clock = new FakeTimeProvider(Now);
        using var folder = new TemporaryFolder();
        string? cursor;
        await using (var before = MailServer.Start(folder.File("sebelum"), "rahasia", clock))
        {
            Deliver(before, 1, 2, 3, 4, 5);
            cursor = (await FetchAsync(before.ImapPort)).Cursor;
        }

        await using var after = MailServer.Start(folder.File("sesudah"), "rahasia", clock);
        Deliver(after, 1, 2, 3, 6);

        var batch = await FetchAsync(after.ImapPort, cursor: cursor);

        Subjects(batch).ShouldContain("Surat 6");
        batch.Warnings.ShouldContain(w => w.ToString().Contains("mundur", StringComparison.Ordinal));
        (await FetchAsync(after.ImapPort, cursor: batch.Cursor)).ShouldSatisfyAllConditions(b => b.Envelopes.ShouldBeEmpty(), b => b.Warnings.ShouldBeEmpty());
    }

    /// <summary>Memory holds one portion, however many mails lie in the box.</summary>
    [Fact]
    public async Task Five_thousand_mails_come_in_portions_each_once()
    {
        const int Mails = 5000;
        await using var server = ScriptedImap.Start([.. Enumerable.Range(1, Mails).Select(Mail)]);
        var (seen, most, cursor) = (new HashSet<string>(StringComparer.Ordinal), 0, (string?)null);
        for (var more = true; more;)
        {
            var batch = await FetchAsync(server.Port, cursor: cursor);
            batch.Envelopes.ShouldAllBe(e => seen.Add(e.Key.ExternalId));
            (most, cursor, more) = (Math.Max(most, batch.Envelopes.Count), batch.Cursor, batch.More);
            (batch.TotalAtSource, batch.Left).ShouldBe((Mails, Mails - seen.Count), "progress can be shown");
        }

        (seen.Count, most).ShouldBe((Mails, 100));
    }

    /// <summary>A portion is bounded by its bytes too: mails that are all large were held a hundred at once.</summary>
    [Fact]
    public async Task Large_mails_come_a_few_at_a_time_each_once()
    {
        var large = new string('x', 3 * 1024 * 1024);
        await using var server = ScriptedImap.Start([.. Enumerable.Range(1, 5).Select(n => new OddMail(ScriptedImap.Letter(n) + large + "\r\n"))]);
        var (portions, seen, cursor) = (new List<int>(), new HashSet<string>(StringComparer.Ordinal), (string?)null);
        for (var more = true; more;)
        {
            var batch = await FetchAsync(server.Port, cursor: cursor);
            batch.Envelopes.ShouldAllBe(e => seen.Add(e.Key.ExternalId));
            portions.Add(batch.Envelopes.Count);
            (cursor, more) = (batch.Cursor, batch.More);
        }

        portions.ShouldBe([2, 2, 1]);
    }

    private static void Deliver(MailServer server, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            server.Office.Deliver($"warga{number}@contoh.id", ["kesra@setda.contoh"], Encoding.Latin1.GetBytes(ScriptedImap.Letter(number)), Claimed);
        }
    }

    private static OddMail Mail(int number) => new(ScriptedImap.Letter(number));

    private static List<string> Subjects(Batch batch) => [.. batch.Envelopes.Select(e => MailReader.Read(e.Raw).Subject ?? "")];

    private static Task<Batch> FetchAsync(int port, Action<EmailOptions>? change = null, string? cursor = null)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = port, Security = ConnectionSecurity.None, User = "kesra@setda.contoh", Password = "rahasia", ReadSeconds = 20 };
        change?.Invoke(options);
        return new EmailConnector(new SourceContext("email-kesra", new FakeTimeProvider(Now)), options).FetchAsync(cursor, TestContext.Current.CancellationToken);
    }
}
