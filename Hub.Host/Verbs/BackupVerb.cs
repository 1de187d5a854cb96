using System.CommandLine;
using Hub.Host.Foundation;

namespace Hub.Host.Verbs;

/// <summary><c>backup</c>: a checked copy of database and keys, also while the hub runs.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder tempat salinan; setiap salinan menjadi satu folder di dalamnya" };
        var keep = new Option<int>("--keep") { Description = "Banyaknya salinan yang disimpan", DefaultValueFactory = _ => 14 };
        var command = new Command("backup", "Menyalin basis data dan kunci selagi hub berjalan, lalu memeriksa salinannya. Contoh: hub backup /cadangan --keep 30 --Hub:Data=/srv/hub")
        {
            folder, keep,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(keep), parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int keep, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings, "--Hub:Work=false"]);
        await Console.Out.WriteLineAsync(await app.Services.GetRequiredService<Backup>().MakeAsync(folder, Math.Max(1, keep), token));
        return ExitCode.Done;
    }
}
