using System.CommandLine;
using System.Globalization;
using Hub.Connectors;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Sources;

namespace Hub.Host.Verbs;

/// <summary><c>backfill</c>: takes in the past of a source without notices.</summary>
internal static class BackfillVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "Nama sumber." };
        var from = new Option<string?>("--from") { Description = "Tanggal terima pertama, tahun-bulan-tanggal." };
        var to = new Option<string?>("--to") { Description = "Tanggal terima terakhir." };
        var ids = new Option<string[]>("--id") { Description = "Hanya nomor ini; boleh berulang.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("backfill", "Mengambil masa lalu sebuah sumber tanpa pemberitahuan. Contoh: hub backfill sihab --from 2025-01-01 --to 2025-12-31 --Hub:Data=/srv/hub")
        {
            source, from, to, ids,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, token) =>
        {
            if (!IsDay(parsed.GetValue(from), out var first) || !IsDay(parsed.GetValue(to), out var last))
            {
                await Console.Error.WriteLineAsync("--from dan --to ditulis tahun-bulan-tanggal, misalnya 2025-01-31.");
                return 2;
            }

            var window = new BackfillWindow(first, last, (parsed.GetValue(ids) ?? []).ToHashSet(StringComparer.Ordinal));
            return await RunAsync(parsed.GetRequiredValue(source), window, parsed.UnmatchedTokens, token);
        });
        return command;
    }

    private static async Task<int> RunAsync(string source, BackfillWindow window, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.PrepareAsync(token);
        try
        {
            var sum = await app.Services.GetRequiredService<Backfill>().RunAsync(source, window, Show, token);
            await app.Services.GetRequiredService<ProcessWorker>().DrainAllAsync(token);
            await Console.Error.WriteLineAsync();
            await Console.Out.WriteLineAsync($"{sum.Seen} terlihat, {sum.Chosen} dalam jendela, {sum.Taken} baru");
            return 0;
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Jalankan perintah yang sama untuk melanjutkan.");
            return 1;
        }
    }

    private static void Show(BackfillProgress now) =>
        Console.Error.Write($"\r{now.Seen}{(now.Total is { } total ? $"/{total}" : "")} terlihat, {now.Taken} baru   ");

    private static bool IsDay(string? text, out DateOnly? day)
    {
        var good = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = good ? read : null;
        return good || text is null;
    }
}
