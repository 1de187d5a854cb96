using System.CommandLine;
using System.Globalization;

namespace Hub.Mocks.Certify;

/// <summary><c>certify</c>: the hub runs through the book of faults while it is killed at every step, and says whether each item had exactly one effect.</summary>
/// <remarks>It lives beside the fakes because it needs them; what is killed is the hub itself, composed as <c>serve</c> composes it.</remarks>
public static class CertifyVerb
{
    private const string All = "all";

    public static Command Create()
    {
        var connector = new Argument<string>("CONNECTOR") { Description = $"{string.Join(", ", Stages.Connectors)} atau {All}." };
        var runs = new Option<int>("--runs") { Description = "Berapa kali hub dimatikan, sedikitnya; dibulatkan ke atas sampai babak penuh.", DefaultValueFactory = _ => 2000 };
        var lanes = new Option<int?>("--lanes") { Description = "Jalur per konektor yang dimainkan bersamaan; tanpa ini sebanyak adegan dalam buku, jadi satu babak memainkan seluruhnya." };
        var book = new Option<FileInfo>("--book") { Description = "Buku gangguan.", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "faults.json")) };
        var seed = new Option<int>("--seed") { Description = "Angka awal acak; sama berarti urutan sama.", DefaultValueFactory = _ => 1 };
        var command = new Command("certify", "Sertifikat: tidak ada yang hilang, tidak ada yang ganda. Contoh: certify lapor --runs 500") { connector, runs, lanes, book, seed };
        command.SetAction((parsed, token) => RunAsync(
            new CertifyOrder(parsed.GetRequiredValue(connector), parsed.GetValue(runs), parsed.GetValue(lanes), parsed.GetRequiredValue(book).FullName, parsed.GetValue(seed)),
            parsed.InvocationConfiguration.Output, token));
        return command;
    }

    /// <returns>0 green, 1 lost or doubled, 2 wrong usage.</returns>
    internal static async Task<int> RunAsync(CertifyOrder order, TextWriter output, CancellationToken token)
    {
        if (order.Connector != All && !Stages.Connectors.Contains(order.Connector))
        {
            await output.WriteLineAsync($"Konektor \"{order.Connector}\" tidak dikenal. Pilihan: {string.Join(", ", Stages.Connectors)}, {All}.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("hub-certify-");
        var lanes = new List<Lane>();
        try
        {
            var book = FaultBook.Read(order.Book);
            var lanesOfOne = order.Lanes ?? book.Scenes.Count;
            var template = await LaneTemplate.MakeAsync(Path.Combine(folder.FullName, "template"), token);
            foreach (var connector in order.Connector == All ? Stages.Connectors : [order.Connector])
            {
                lanes.AddRange(Enumerable.Range(1, lanesOfOne).Select(i => string.Create(CultureInfo.InvariantCulture, $"{connector}-{i:D2}"))
                    .Select(name => Lane.Open(name, connector, Path.Combine(folder.FullName, name), template)));
            }

            var campaign = new Campaign(lanes, lanesOfOne, book, new LanesProcess(folder.FullName), order.Runs, new Random(order.Seed));
            await campaign.PlayAsync(output.WriteLine, token);
            await Certificate.WriteAsync(output, campaign);
            return campaign.Green ? 0 : 1;
        }
        catch (InvalidDataException e)
        {
            await output.WriteLineAsync(e.Message);
            return 2;
        }
        finally
        {
            foreach (var lane in lanes)
            {
                await lane.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }
    }
}

/// <summary>What is asked of the certificate.</summary>
/// <param name="Connector">A kind, or <c>all</c>.</param>
/// <param name="Runs">Kills, at least.</param>
/// <param name="Lanes">For each connector; null: one for each scene of the book.</param>
/// <param name="Book">Path of the book of faults.</param>
internal sealed record CertifyOrder(string Connector, int Runs, int? Lanes, string Book, int Seed = 1);
