using System.Net.Sockets;
using Hub.Mocks.Bench;
using Hub.Mocks.Demo.Year;
using Hub.Mocks.EBang;
using Hub.Mocks.Lapor;
using Hub.Mocks.Mail;
using Hub.Mocks.SiEvgan;
using Hub.Mocks.Sihab;
using Hub.Mocks.Spse;

namespace Hub.Mocks.Demo;

/// <summary>Every outside system that the hub talks to, running on loopback.</summary>
internal sealed class FakeWorld : IAsyncDisposable
{
    private const int LaporOffset = 1;
    private const int SpseOffset = 2;
    private const int SiEvganOffset = 3;
    private const int SihabOffset = 4;
    private const int EBangOffset = 5;
    private const int PageOffset = 6;
    private const int ImapOffset = 7;
    private const int SmtpOffset = 8;
    private const int BenchOffset = 9;

    private readonly List<IFake> fakes = [];
    private readonly CancellationTokenSource stop = new();
    private Task arrivals = Task.CompletedTask;
    private DemoMails scene = null!;

    private FakeWorld()
    {
    }

    public IReadOnlyList<IFake> Fakes => fakes;
    public MailServer Mail { get; private set; } = null!;
    public MailPage Page { get; private set; } = null!;
    public BenchPage Bench { get; private set; } = null!;

    /// <summary>The system that is out of order when the demo begins; its fault is switched off at the bench.</summary>
    public IFake Ill => fakes.Find(f => f is EBangFake)!;

    /// <summary>Every source that the settings name.</summary>
    public IReadOnlyList<string> Sources => [.. fakes.Select(f => f.Name), .. HubSettings.Inboxes().Select(i => HubSettings.SourceOf(i.Address))];

    /// <exception cref="DemoRefusal">A port is taken; the message says which.</exception>
    public static async Task<FakeWorld> StartAsync(DemoChoices choices, DemoFolder folder, TimeProvider clock)
    {
        var world = new FakeWorld();
        try
        {
            await world.StartAllAsync(choices, folder, clock);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>The mails of a time that is played, those of the year and of the scene.</summary>
    /// <returns>The sources that have something new of the year.</returns>
    public IReadOnlyList<string> Arrive(YearItems year, DateTimeOffset after, DateTimeOffset until)
    {
        scene.Deliver(Mail.Office, until);
        var inboxes = year.Deliver(Mail.Office, after, until).Select(HubSettings.SourceOf);
        return [.. inboxes, .. year.Reports(after, until) ? fakes.OfType<LaporFake>().Select(f => f.Name) : []];
    }

    /// <summary>From now on mails arrive at their times.</summary>
    public void Live(TimeProvider clock) => arrivals = ArriveAsync(scene.Deliver(Mail.Office, clock.GetUtcNow()), clock);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await arrivals;
        fakes.ForEach(f => f.Dispose());
        if (Bench is not null)
        {
            await Bench.DisposeAsync();
        }

        if (Page is not null)
        {
            await Page.DisposeAsync();
        }

        if (Mail is not null)
        {
            await Mail.DisposeAsync();
        }

        stop.Dispose();
    }

    private async Task StartAllAsync(DemoChoices choices, DemoFolder folder, TimeProvider clock)
    {
        FakeOptions Options(int offset) => new() { Port = choices.PortOf(offset), Now = folder.StartedAt, Clock = clock, Watches = true };
        Add("LAPOR!", choices.PortOf(LaporOffset), () => LaporFake.Start(Options(LaporOffset)));
        Add("SPSE", choices.PortOf(SpseOffset), () => SpseFake.Start(Options(SpseOffset)));
        Add("Si-Evgan", choices.PortOf(SiEvganOffset), () => SiEvganFake.Start(Options(SiEvganOffset), folder.ApiKey));
        Add("SIHAB", choices.PortOf(SihabOffset), () => SihabFake.Start(Options(SihabOffset), folder.ApiKey));
        Add("e-Bang", choices.PortOf(EBangOffset), () => EBangFake.Start(Options(EBangOffset), folder.ApiKey));
        var (imap, smtp) = (choices.PortOf(ImapOffset), choices.PortOf(SmtpOffset));
        PortCheck.MustBeFree("IMAP", imap);
        PortCheck.MustBeFree("SMTP", smtp);
        Mail = MailServer.Start(Path.Combine(choices.Data, "mail"), folder.MailPassword, clock, imap, smtp);
        PortCheck.MustBeFree("penampil surat", choices.PortOf(PageOffset));
        Page = await MailPage.StartAsync(Mail, choices.PortOf(PageOffset));
        PortCheck.MustBeFree("bangku uji", choices.PortOf(BenchOffset));
        Bench = await BenchPage.StartAsync(fakes, Mail, Page.Address, clock, choices.PortOf(BenchOffset));
        scene = DemoMails.Load(folder.StartedAt);
    }

    private void Add(string name, int port, Func<IFake> start)
    {
        PortCheck.MustBeFree(name, port);
        fakes.Add(start());
    }

    private async Task ArriveAsync(DateTimeOffset? next, TimeProvider clock)
    {
        try
        {
            while (next is DateTimeOffset due)
            {
                var wait = due - clock.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, stop.Token);
                next = scene.Deliver(Mail.Office, clock.GetUtcNow());
            }
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }
}

/// <summary>Asks for a port before a server does, to refuse in one clear sentence.</summary>
internal static class PortCheck
{
    /// <param name="name">What wants the port.</param>
    /// <param name="port">0 is always free.</param>
    /// <exception cref="DemoRefusal">The port is taken.</exception>
    public static void MustBeFree(string name, int port)
    {
        try
        {
            using var probe = new TcpListener(System.Net.IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException)
        {
            throw new DemoRefusal("PortTaken", port, name);
        }
    }
}
