using System.CommandLine;
using System.Globalization;
using Hub.Host;
using Hub.Host.Intake;

namespace Hub.Mocks.Certify;

/// <summary><c>certify</c>: the hub runs through the book of faults while it is killed at every step, and says whether each item had exactly one effect.</summary>
/// <remarks>It lives beside the fakes because it needs them; what is killed is the hub itself, composed as <c>serve</c> composes it.</remarks>
public static class CertifyVerb
{
    /// <summary>The child process: one pass of the hub with the clock moved ahead.</summary>
    internal const string PassName = "certify-pass";

    private const string All = "all";

    /// <summary>From so many processes on every point must have been hit.</summary>
    private const int Thorough = 400;

    public static Command Create()
    {
        var connector = new Argument<string>("CONNECTOR") { Description = $"{string.Join(", ", World.Connectors)} atau {All}." };
        var runs = new Option<int>("--runs") { Description = "Banyaknya proses yang dijalankan.", DefaultValueFactory = _ => 2000 };
        var book = new Option<FileInfo>("--book") { Description = "Buku gangguan.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "faults.json")) };
        var seed = new Option<int>("--seed") { Description = "Angka awal acak; sama berarti urutan sama.", DefaultValueFactory = _ => 1 };
        var command = new Command("certify", "Sertifikat: tidak ada yang hilang, tidak ada yang ganda. Contoh: certify lapor --runs 500") { connector, runs, book, seed };
        command.SetAction((parsed, token) => RunAsync(parsed.GetRequiredValue(connector), parsed.GetValue(runs), parsed.GetRequiredValue(book).FullName, parsed.GetValue(seed), parsed.InvocationConfiguration.Output, token));
        return command;
    }

    /// <summary>Not shown: the hub that is killed.</summary>
    public static Command CreatePass()
    {
        var ahead = new Argument<long>("TICKS");
        var command = new Command(PassName) { ahead };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => PassAsync(TimeSpan.FromTicks(parsed.GetValue(ahead)), parsed.UnmatchedTokens, token));
        return command;
    }

    /// <returns>0 green, 1 lost or doubled, 2 wrong usage.</returns>
    internal static async Task<int> RunAsync(string connector, int runs, string bookPath, int seed, TextWriter output, CancellationToken token)
    {
        if (connector != All && !World.Connectors.Contains(connector))
        {
            await output.WriteLineAsync($"Konektor \"{connector}\" tidak dikenal. Pilihan: {string.Join(", ", World.Connectors)}, {All}.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("hub-certify-");
        try
        {
            var book = FaultBook.Read(bookPath);
            await using var world = await World.StartAsync(folder.FullName, connector == All ? World.Connectors : [connector], token);
            var campaign = new Campaign(world, book, runs, new Random(seed));
            var end = await campaign.PlayAsync((scene, done) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done,6}  {scene.Name}: {scene.About}")), token);
            await WriteAsync(output, campaign, end);
            return end.Green && IsThorough(campaign) ? 0 : 1;
        }
        catch (InvalidDataException e)
        {
            await output.WriteLineAsync(e.Message);
            return 2;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A certificate without kills proves nothing; a long one must have killed everywhere.</summary>
    private static bool IsThorough(Campaign campaign) => campaign.Kills > 0 && (campaign.Runs < Thorough || campaign.Missed.Count == 0);

    private static async Task WriteAsync(TextWriter output, Campaign campaign, CampaignEnd end)
    {
        await output.WriteLineAsync();
        foreach (var (point, hits) in campaign.Hits)
        {
            await output.WriteLineAsync($"  {point,-16} {hits,5}");
        }

        await output.WriteLineAsync($"  {"(dari luar)",-16} {campaign.OutsideKills,5}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{campaign.Runs} proses, {campaign.Kills} dimatikan, {end.Took.TotalSeconds:0} detik"));
        if (campaign.Missed is { Count: > 0 } missed)
        {
            await output.WriteLineAsync($"Belum pernah dimatikan di: {string.Join(", ", missed)}");
        }

        if (end.Balance is not { } balance)
        {
            await output.WriteLineAsync($"TIDAK LULUS pada adegan {end.Scene}: {end.Cause}");
            return;
        }

        await output.WriteLineAsync($"Butir         {balance.Items,6}  hilang {balance.Lost}, ganda {balance.Doubled}");
        await output.WriteLineAsync($"              {campaign.FetchedByStatement,6}  diambil oleh pernyataan malam");
        await output.WriteLineAsync($"Pemberitahuan {balance.Notices,6}  hilang {balance.NoticesLost}, ganda {balance.NoticesDoubled}");
        await output.WriteLineAsync($"Balasan       {balance.Replies,6}  hilang {balance.RepliesLost}, ganda {balance.RepliesDoubled}");
        foreach (var fault in balance.Faults.Take(20))
        {
            await output.WriteLineAsync($"  {fault}");
        }

        await output.WriteLineAsync(balance.Right && IsThorough(campaign) ? "LULUS" : "TIDAK LULUS");
    }

    private static async Task<int> PassAsync(TimeSpan ahead, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings], builder => builder.Services.AddSingleton<TimeProvider>(new WorldClock(ahead)));
        await app.PrepareAsync(token);
        var outcomes = await app.Services.GetRequiredService<Pass>().RunAsync([], "certify", token);
        return outcomes.Any(o => o.Outcome is RunOutcome.Failed or RunOutcome.Died) ? 1 : 0;
    }
}
