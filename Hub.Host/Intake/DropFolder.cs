using System.Globalization;
using System.Text;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Intake;

/// <summary>Takes export files that people lay into <c>{Hub:Data}/drop/{source}/</c>. A taken file moves to <c>taken/</c>, a refused one to <c>refused/</c>, each with a report of every row.</summary>
public sealed partial class DropFolder(HubOptions options, FileIntake intake, TimeProvider clock, ILogger<DropFolder> log)
{
    public const string Taken = "taken";
    public const string Refused = "refused";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Dictionary<string, (long Length, DateTime WrittenAt)> seen = new(StringComparer.Ordinal);

    private string Root => Path.Combine(options.Data, "drop");

    /// <summary>Looks once. A file is taken at the second look that finds it unchanged: somebody may still be copying it.</summary>
    /// <returns>How many files were moved away.</returns>
    public async Task<int> LookAsync(CancellationToken token)
    {
        if (!Directory.Exists(Root))
        {
            return 0;
        }

        var moved = 0;
        foreach (var folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.GetFiles(folder).Where(IsWhole).Order(StringComparer.Ordinal))
            {
                moved += await TakeAsync(folder, file, token) ? 1 : 0;
            }
        }

        return moved;
    }

    private bool IsWhole(string path)
    {
        var file = new FileInfo(path);
        if (file.Name.StartsWith('.') || file.Extension is ".part" or ".tmp" or ".crdownload")
        {
            return false;
        }

        var now = (file.Length, file.LastWriteTimeUtc);
        var still = seen.TryGetValue(path, out var before) && before == now;
        seen[path] = now;
        return still;
    }

    /// <summary>The ledger knows what it has: a file that is read again after a crash brings nothing twice.</summary>
    private async Task<bool> TakeAsync(string folder, string path, CancellationToken token)
    {
        var source = Path.GetFileName(folder);
        try
        {
            await KillPoint.ReachAsync(KillPoint.FileRead);
            FileTaken result;
            await using (var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None))
            {
                result = await intake.TakeAsync(source, Path.GetFileName(path), content, quiet: false, token);
            }

            await KillPoint.ReachAsync(KillPoint.FileMove);
            PutAway(folder, path, Taken, Report(result), keep: result.Rows.Any(r => r.Outcome is not (RowOutcome.Taken or RowOutcome.Skipped)));
            await KillPoint.ReachAsync(KillPoint.FileMoved);
            LogTaken(source, result.Seen, result.Taken);
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            PutAway(folder, path, Refused, e.Message + Environment.NewLine, keep: true);
            LogRefused(source, e.Message);
        }
        catch (IOException e)
        {
            // Still being written or held by another program: the next look tries again.
            LogHeld(source, e.Message);
            return false;
        }

        seen.Remove(path);
        return true;
    }

    /// <summary>A file lies open on the disk: what the ledger has whole is not kept beside it, what somebody must mend is kept for a while.</summary>
    private void PutAway(string folder, string path, string where, string report, bool keep)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, where)).FullName;
        var stamp = Wita.At(clock.GetUtcNow()).ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var name = Path.Combine(target, $"{stamp}-{Path.GetFileName(path)}");
        File.WriteAllText(name + (where == Taken ? ".laporan.csv" : ".laporan.txt"), report, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (keep)
        {
            File.Move(path, name);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>Reports and files that were put away long ago go.</summary>
    /// <returns>How many went.</returns>
    public int Prune()
    {
        var before = (clock.GetUtcNow() - Kept).UtcDateTime;
        var old = Directory.Exists(Root)
            ? Directory.GetDirectories(Root).SelectMany(folder => new[] { Path.Combine(folder, Taken), Path.Combine(folder, Refused) }).Where(Directory.Exists).SelectMany(Directory.GetFiles).Where(file => File.GetLastWriteTimeUtc(file) < before).ToList()
            : [];
        old.ForEach(File.Delete);
        return old.Count;
    }

    /// <summary>One line a row, readable by a spreadsheet.</summary>
    internal static string Report(FileTaken result)
    {
        var report = new StringBuilder("baris;hasil;alasan\n");
        foreach (var row in result.Rows)
        {
            var outcome = row.Outcome switch { RowOutcome.Taken => "diambil", RowOutcome.Skipped => "dilewati", _ => "ditolak" };
            report.Append(CultureInfo.InvariantCulture, $"{row.Row};{outcome};{CsvCell.Write(row.Reason?.ToString())}\n");
        }

        return report.Append(CultureInfo.InvariantCulture, $"jumlah;{result.Seen} butir;{result.Taken} baru\n").ToString();
    }

    [LoggerMessage(140, LogLevel.Information, "File of {Source} taken: {Seen} items, {Taken} new")]
    private partial void LogTaken(string source, int seen, int taken);

    [LoggerMessage(141, LogLevel.Warning, "File of {Source} refused: {Cause}")]
    private partial void LogRefused(string source, string cause);

    [LoggerMessage(142, LogLevel.Information, "File of {Source} is not free yet: {Cause}")]
    private partial void LogHeld(string source, string cause);
}
