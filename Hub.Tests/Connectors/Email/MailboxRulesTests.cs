using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain.Envelopes;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>What is one mail and what are two, what the options change, and what silence is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailboxRulesTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 3, 2, 1, 15, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_mails_without_id_or_with_the_same_id_are_two_and_the_same_bytes_are_one()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", null), Arrival);
        server.Deliver("kesra", "2", Mail("dua", null), Arrival);
        server.Deliver("kesra", "3", Mail("tiga", "sama@contoh.id"), Arrival);
        server.Deliver("kesra", "4", Mail("empat", "sama@contoh.id"), Arrival);
        server.Deliver("kesra", "5", Mail("empat", "sama@contoh.id"), Arrival);
        server.Deliver("umum", "1", Mail("empat", "sama@contoh.id"), Arrival);

        var kesra = await TakeAsync(server, "kesra", null);
        var umum = await TakeAsync(server, "umum", null);

        kesra.Envelopes.Count.ShouldBe(5);
        kesra.Envelopes.Select(e => e.Key).Distinct().Count().ShouldBe(4);
        umum.Envelopes.ShouldHaveSingleItem().Key.Source.ShouldBe("email-umum");
        umum.Envelopes[0].Key.ShouldNotBe(kesra.Envelopes[3].Key);
    }

    [Fact]
    public async Task A_mail_from_a_file_is_known_again_in_the_mailbox()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", "a@b"), Arrival);
        var connector = Connector(server.Port, "kesra");
        var unix = Encoding.UTF8.GetBytes("From siti@contoh.id Mon Mar  2 01:15:00 2026\n" + Encoding.UTF8.GetString(Mail("satu", "a@b")).ReplaceLineEndings("\n"));

        var file = connector.ReadFile("surat.eml", new MemoryStream(unix), Arrival);
        var box = connector.ReadFile("arsip.mbox", new MemoryStream([.. unix, .. "\n"u8, .. unix]), Arrival);
        var taken = await connector.FetchAsync(null, TestContext.Current.CancellationToken);

        file.Envelopes.ShouldHaveSingleItem().Key.ShouldBe(taken.Envelopes[0].Key);
        box.Envelopes.Count.ShouldBe(2);
        connector.Read(file.Envelopes[0]).Title.ShouldBe("satu");
    }

    [Fact]
    public async Task Marking_as_read_and_moving_wait_until_the_mail_is_stored()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", "a@b"), Arrival);
        server.Deliver("umum", "1", Mail("satu", "a@b"), Arrival);

        var read = await TakeAsync(server, "kesra", null, o => o.AfterFetch = AfterFetch.MarkRead);
        var moved = await TakeAsync(server, "umum", null, o => (o.AfterFetch, o.MoveTo) = (AfterFetch.Move, "Sent"));
        server.FilesOf("kesra").ShouldHaveSingleItem().ShouldEndWith(":2,");
        server.FilesOf("umum").ShouldHaveSingleItem();
        await TakeAsync(server, "kesra", read.Cursor, o => o.AfterFetch = AfterFetch.MarkRead);
        await TakeAsync(server, "umum", moved.Cursor, o => (o.AfterFetch, o.MoveTo) = (AfterFetch.Move, "Sent"));

        server.FilesOf("kesra").ShouldHaveSingleItem().ShouldEndWith(":2,S");
        server.FilesOf("umum").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_to_move_to_that_is_missing_is_a_warning_and_stops_nothing()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", "a@b"), Arrival);
        Action<EmailOptions> move = o => (o.AfterFetch, o.MoveTo) = (AfterFetch.Move, "Tidak Ada");

        var first = await TakeAsync(server, "kesra", null, move);
        server.Deliver("kesra", "2", Mail("dua", "c@d"), Arrival.AddMinutes(1));
        var second = await TakeAsync(server, "kesra", first.Cursor, move);

        second.Envelopes.ShouldHaveSingleItem();
        second.Warnings.ShouldHaveSingleItem().ToString().ShouldContain("Tidak Ada");
    }

    [Fact]
    public async Task Mail_from_before_the_first_day_is_left_alone_and_a_missing_folder_is_said()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("lama", "a@b"), Arrival.AddDays(-1));
        server.Deliver("kesra", "2", Mail("baru", "c@d"), Arrival);

        var taken = await TakeAsync(server, "kesra", null, o => o.Since = new DateOnly(2026, 3, 2));
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => TakeAsync(server, "kesra", null, o => o.Folder = "Arsip 2019"));

        MailReader.Read(taken.Envelopes.ShouldHaveSingleItem().Raw).Subject.ShouldBe("baru");
        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Message.ShouldContain("Arsip 2019");
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_a_mail_is_left_in_time()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", "a@b"), Arrival);
        using var over = new ManualResetEventSlim();
        await using var silent = new CuttingProxy(server.Port, _ => null, hangUpBefore: piece => piece.Span.IndexOf("BODY["u8) >= 0 && over.Wait(TimeSpan.FromSeconds(60)));

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => Connector(silent.Port, "kesra", o => o.ReadSeconds = 1).FetchAsync(null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30)));
        over.Set();

        failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task News_are_heard_at_once_and_silence_ends_in_time()
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Mail("satu", "a@b"), Arrival);
        var connector = Connector(server.Port, "kesra");
        var token = TestContext.Current.CancellationToken;
        (await connector.ListenAsync(null, TimeSpan.FromMinutes(1), token)).ShouldBe(true);
        var cursor = (await connector.FetchAsync(null, token)).Cursor;

        (await connector.ListenAsync(cursor, TimeSpan.FromSeconds(1), token)).ShouldBe(false);
        var listening = connector.ListenAsync(cursor, TimeSpan.FromMinutes(2), token);
        await Task.Delay(500, token);
        server.Deliver("kesra", "2", Mail("dua", "c@d"), Arrival);

        (await listening).ShouldBe(true);
        (await connector.FetchAsync(cursor, token)).Envelopes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("imap.contoh.id", ConnectionSecurity.None, MailAuth.Password, "loopback")]
    [InlineData("imap.contoh.id", ConnectionSecurity.Implicit, MailAuth.XOAuth2, "token penyegar")]
    [InlineData("imap.contoh.id", ConnectionSecurity.Implicit, MailAuth.Anonymous, "login")]
    public void Settings_that_cannot_work_are_refused_by_name(string host, ConnectionSecurity security, MailAuth auth, string word)
    {
        var options = new EmailOptions { Host = host, Security = security, Auth = auth, User = "u", Password = "p" };
        var problems = new List<System.ComponentModel.DataAnnotations.ValidationResult>();

        System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true).ShouldBeFalse();

        problems.ShouldHaveSingleItem().ErrorMessage!.ShouldContain(word);
    }

    private static byte[] Mail(string subject, string? id) =>
        Encoding.UTF8.GetBytes($"From: siti@contoh.id\r\nSubject: {subject}\r\n{(id is null ? "" : $"Message-ID: <{id}>\r\n")}\r\nisi {subject}\r\n");

    private static Task<Batch> TakeAsync(DovecotServer server, string user, string? cursor, Action<EmailOptions>? change = null) =>
        Connector(server.Port, user, change).FetchAsync(cursor, TestContext.Current.CancellationToken);

    private static EmailConnector Connector(int port, string user, Action<EmailOptions>? change = null)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = port, Security = ConnectionSecurity.None, User = user, Password = DovecotServer.Password };
        change?.Invoke(options);
        return new(new SourceContext("email-" + user, TimeProvider.System) { Guard = new Hub.Connectors.Http.NetworkGuard(allowPrivate: true) }, options);
    }
}
