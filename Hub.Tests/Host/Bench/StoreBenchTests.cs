using System.Runtime.Versioning;
using System.Text.Json;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Mocks.Mail;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Bench;

public sealed class StoreBenchTests
{
    [Fact]
    public async Task Every_screen_is_measured_against_the_floor()
    {
        using var output = new StringWriter();

        await ScreensBench.RunAsync(TimeProvider.System, new BenchStore(2_000), json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Count.ShouldBeGreaterThan(30);
        lines.ShouldAllBe(l => l.GetProperty("ratio").GetDouble() > 0 && l.GetProperty("bytes").GetInt32() < 100_000);
    }

    [Fact]
    public async Task Both_exports_are_measured_with_their_memory()
    {
        using var output = new StringWriter();

        await ExportBench.RunAsync(TimeProvider.System, new BenchStore(300), json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => $"{l.GetProperty("format")} {l.GetProperty("rows").GetInt32() == 300}").ShouldBe(["csv False", "csv True", "xlsx False", "xlsx True"]);
        lines.ShouldAllBe(l => l.GetProperty("peakMb").GetDouble() >= 1 && l.GetProperty("rowsPerSecond").GetDouble() > 0);
    }

    [Fact]
    public async Task The_intake_is_measured_beside_its_own_rows()
    {
        using var output = new StringWriter();

        await IntakeBench.RunAsync(TimeProvider.System, 20, null, json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => $"{l.GetProperty("source").GetString()} {l.GetProperty("portion").GetInt32()}").ShouldBe(["api 100", "api 1", "mail 100", "mail 1"]);
        lines.ShouldAllBe(l => l.GetProperty("cpuMs").GetDouble() > 0 && l.GetProperty("statements").GetDouble() > 0 && l.GetProperty("ofFloor").GetDouble() > 0);
    }

    [Fact]
    public async Task Pushes_are_measured_beside_bare_commits()
    {
        using var output = new StringWriter();

        await PushBench.RunAsync(TimeProvider.System, 20, null, json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => l.GetProperty("senders").GetInt32()).ShouldBe([1, 8]);
        lines.ShouldAllBe(l => l.GetProperty("perSecond").GetDouble() > 0 && l.GetProperty("floorPerSecond").GetDouble() > 0);
    }

    [Fact]
    public async Task A_notice_is_measured_beside_one_of_an_empty_day()
    {
        using var output = new StringWriter();

        await NoticesBench.RunAsync(TimeProvider.System, 200, null, json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => l.GetProperty("notices").GetInt32()).ShouldBe([0, 20, 200]);
        // What is kept for a while and read again (rights, contacts) may fall into any round: less than a statement a notice.
        lines.ShouldAllBe(l => l.GetProperty("statements").GetDouble() < lines[0].GetProperty("statements").GetDouble() + 1);
        lines.ShouldAllBe(l => l.GetProperty("cpuMs").GetDouble() > 0 && l.GetProperty("ofEmpty").GetDouble() > 0);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Mails_are_measured_from_their_box_to_their_notices_beside_reading_them()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        using var office = new TemporaryFolder();
        await using var post = MailServer.Start(office.Path, DovecotServer.Password, TimeProvider.System);
        using var output = new StringWriter();
        var servers = new MailServers($"localhost:{dovecot.TlsPort}", $"127.0.0.1:{post.SmtpPort}", "ukur", DovecotServer.Password, dovecot.CertificateSha256);

        await MailBench.RunAsync(TimeProvider.System, servers, 5, null, json: true, output, TestContext.Current.CancellationToken);

        var line = JsonDocument.Parse(output.ToString()).RootElement;
        line.GetProperty("noticesEach").GetDouble().ShouldBeGreaterThan(1);
        line.GetProperty("cpuMs").GetDouble().ShouldBeGreaterThan(0);
        line.GetProperty("floorPerSecond").GetDouble().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:surat")]
    public async Task A_mail_server_without_a_port_is_refused(string address) =>
        (await Should.ThrowAsync<StartupRefusal>(() => MailBench.RunAsync(TimeProvider.System, new MailServers(address, "127.0.0.1:25", "ukur", "x", null), 1, null, json: true, TextWriter.Null, TestContext.Current.CancellationToken)))
            .Message.ShouldContain(address);

    [Fact]
    public async Task A_served_hub_is_measured_from_outside_when_it_starts_and_when_it_rests()
    {
        using var output = new StringWriter();

        await ServeBench.StartAsync(TimeProvider.System, null, null, json: true, output, TestContext.Current.CancellationToken);
        await ServeBench.IdleAsync(TimeProvider.System, null, 2, TimeSpan.FromSeconds(1), json: true, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => l.GetProperty("what").GetString()).ShouldBe(["start", "start", "idle"]);
        lines.ShouldAllBe(l => l.GetProperty("memoryMb").GetDouble() > 10);
        lines.Take(2).ShouldAllBe(l => l.GetProperty("ratio").GetDouble() > 1);
    }

    [Fact]
    public async Task A_store_that_was_not_seeded_is_refused()
    {
        using var folder = new TemporaryFolder();
        await EmptyStore.CopyToAsync(folder.File("hub.db"));

        (await Should.ThrowAsync<StartupRefusal>(() => ExportBench.RunAsync(TimeProvider.System, new BenchStore(1, folder.Path), json: true, TextWriter.Null, TestContext.Current.CancellationToken)))
            .Message.ShouldContain("bukan folder yang diisi dengan hub seed");
    }
}
