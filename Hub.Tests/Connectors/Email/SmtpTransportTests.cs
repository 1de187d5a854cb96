using Hub.Connectors.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

public sealed class SmtpTransportTests
{
    [Fact]
    public async Task Many_mails_leave_over_one_connection_with_the_marks_of_automatic_mail()
    {
        await using var server = new ScriptedSmtp(_ => null);

        var results = await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id"), Notice("2@hub", "b@contoh.id")], TestContext.Current.CancellationToken);

        results.ShouldAllBe(r => r.State == DeliveryState.Delivered);
        server.Connections.ShouldBe(1);
        var first = MailReader.Read(System.Text.Encoding.Latin1.GetBytes(server.Taken[0]));
        first.MessageId.ShouldBe("1@hub");
        first.InReplyTo.ShouldBe("asal@contoh.id");
        first.References.ShouldBe(["awal@contoh.id", "asal@contoh.id"]);
        first.AutoSignals.ShouldContain("auto-submitted:auto-generated");
        first.Subject.ShouldBe("[KU-2026-000123] Disposisi – segera");
        first.Text.ShouldBe("Yth. Biro,");
        first.Html.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_refused_recipient_of_three_does_not_stop_the_others()
    {
        await using var server = new ScriptedSmtp(line => line.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null);

        var results = await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id", "b@contoh.id", "c@contoh.id")], TestContext.Current.CancellationToken);

        results.Select(r => r.State).ShouldBe([DeliveryState.Delivered, DeliveryState.Permanent, DeliveryState.Delivered]);
        results[1].Cause!.ToString().ShouldContain("no such user");
        server.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Greylisting_is_a_reason_to_try_again_and_the_next_mail_still_leaves()
    {
        var greeted = 0;
        await using var server = new ScriptedSmtp(line => line.StartsWith("RCPT", StringComparison.Ordinal) && greeted++ == 0 ? "451 4.7.1 greylisted, try later" : null);

        var results = await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id"), Notice("2@hub", "b@contoh.id")], TestContext.Current.CancellationToken);

        results[0].State.ShouldBe(DeliveryState.Transient);
        results[0].Cause!.ToString().ShouldContain("greylisted");
        results[1].State.ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_connection_lost_after_the_whole_mail_is_uncertain_and_one_lost_before_is_not()
    {
        await using var after = new ScriptedSmtp(line => line == "." ? "hang up" : null);
        await using var before = new ScriptedSmtp(line => line.StartsWith("DATA", StringComparison.Ordinal) ? "hang up" : null);

        var lost = await Transport(after).SendAsync([Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);
        var unsent = await Transport(before).SendAsync([Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);

        lost.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Uncertain);
        unsent.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Transient);
    }

    [Fact]
    public async Task A_refused_mail_is_permanent_and_a_server_that_is_away_is_not()
    {
        await using var server = new ScriptedSmtp(line => line == "." ? "554 5.7.1 spam" : null);
        var away = new SmtpTransport(new SmtpOptions { Host = "127.0.0.1", Port = Ports.Free(), Security = ConnectionSecurity.None, Auth = MailAuth.Anonymous, From = "hub@contoh.go.id" }, TimeProvider.System);

        var refused = await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);
        var missed = await away.SendAsync([Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);

        refused.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Permanent);
        missed.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Transient);
    }

    [Fact]
    public async Task A_hub_that_stops_loses_no_result()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new ScriptedSmtp(line =>
        {
            if (line == ".")
            {
                stop.Cancel();
            }

            return null;
        });

        var results = await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id"), Notice("2@hub", "b@contoh.id")], stop.Token);

        results.Select(r => r.State).ShouldBe([DeliveryState.Delivered, DeliveryState.Transient]);
        server.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_says_nothing_after_the_mail_leaves_it_uncertain_in_time()
    {
        await using var server = new ScriptedSmtp(line => line == "." ? "silence" : null);

        var results = await Transport(server, o => o.ReadSeconds = 1).SendAsync([Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));

        results.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Uncertain);
    }

    [Fact]
    public async Task A_line_end_in_a_subject_makes_no_field()
    {
        await using var server = new ScriptedSmtp(_ => null);

        await Transport(server).SendAsync([Notice("1@hub", "a@contoh.id") with { Subject = "x\r\nBcc: korban@contoh.id" }], TestContext.Current.CancellationToken);

        server.Taken[0].ShouldNotContain("\nBcc:");
    }

    [Fact]
    public async Task Many_that_wait_leave_over_two_connections_and_are_answered_for_as_asked()
    {
        ScriptedSmtp? second = null;
        // The first mail is taken once there are two: a quick server would have all of them before.
        await using var server = new ScriptedSmtp(line => line == "." && !SpinWait.SpinUntil(() => second!.Connections == 2, TimeSpan.FromSeconds(30)) ? "451 alone" : null, together: true);
        second = server;
        var mails = Many();

        var results = await Transport(server).SendAsync(mails, TestContext.Current.CancellationToken);

        results.Select(r => (r.MessageId, r.State)).ShouldBe(mails.Select(m => (m.MessageId, DeliveryState.Delivered)));
        server.Taken.Count.ShouldBe(mails.Length);
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_talks_to_one_at_a_time_is_not_waited_for_by_another()
    {
        await using var server = new ScriptedSmtp(_ => null);

        var results = await Transport(server, o => o.ConnectSeconds = 300).SendAsync(Many(), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        results.ShouldAllBe(r => r.State == DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_second_connection_that_is_refused_leaves_its_mails_to_the_first()
    {
        var greeted = 0;
        await using var server = new ScriptedSmtp(line => line.StartsWith("EHLO", StringComparison.Ordinal) && Interlocked.Increment(ref greeted) > 1 ? "421 4.3.2 too many connections" : null, together: true);

        var results = await Transport(server).SendAsync(Many(), TestContext.Current.CancellationToken);

        results.ShouldAllBe(r => r.State == DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_once_for_all_that_wait()
    {
        await using var server = new ScriptedSmtp(line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "hang up" : null, together: true);

        var results = await Transport(server).SendAsync(Many(), TestContext.Current.CancellationToken);

        results.ShouldAllBe(r => r.State == DeliveryState.Transient && r.Blame == Blame.Ours);
        results.Count.ShouldBe(Many().Length);
        server.Connections.ShouldBe(2);
    }

    private static OutgoingMail[] Many() => [.. Enumerable.Range(1, 25).Select(i => Notice($"{i}@hub", $"warga{i}@contoh.id"))];

    private static SmtpTransport Transport(ScriptedSmtp server, Action<SmtpOptions>? change = null)
    {
        var options = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = ConnectionSecurity.None, Auth = MailAuth.Anonymous, From = "hub@contoh.go.id" };
        change?.Invoke(options);
        return new(options, TimeProvider.System);
    }

    internal static OutgoingMail Notice(string id, params string[] to) => new()
    {
        MessageId = id,
        From = new("Hub Setda", "hub@contoh.go.id"),
        To = [.. to.Select(a => new MailAddress(null, a))],
        Subject = "[KU-2026-000123] Disposisi – segera",
        Text = "Yth. Biro,",
        Html = "<p>Yth. Biro,</p>",
        InReplyTo = "asal@contoh.id",
        References = ["awal@contoh.id"],
    };
}
