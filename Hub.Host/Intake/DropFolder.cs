using System.Globalization;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Intake;

/// <summary>Takes export files that people lay into <c>{Hub:Data}/drop/{source}/</c>. Of a taken file a report of every row stays in <c>taken/</c>, with what stands in the rows to mend; a refused one moves to <c>refused/</c>.</summary>
public sealed partial class DropFolder(PutAway away, FileIntake intake, TimeProvider clock, ILogger<DropFolder> log)
{
    private readonly Dictionary<string, (long Length, DateTime WrittenAt)> seen = new(StringComparer.Ordinal);

    /// <summary>Bytes: more than that no reader of files takes, so it is not opened.</summary>
    private const long LargestFile = 64L * 1024 * 1024;

    /// <summary>So long an empty file is taken for one that a slow copy has only begun.</summary>
    private static readonly TimeSpan Filling = TimeSpan.FromHours(1);

    /// <summary>So much of a file's name is kept: with stamp and report it must fit into what a disk can name, 255 bytes.</summary>
    private const int LongestName = 120;

    private const int LongestEnding = 20;

    /// <summary>Looks once. A file is taken at the second look that finds it unchanged: somebody may still be copying it.</summary>
    /// <returns>How many files were moved away.</returns>
    public async Task<int> LookAsync(CancellationToken token)
    {
        if (!Directory.Exists(away.Root))
        {
            return 0;
        }

        var moved = 0;
        foreach (var folder in Directory.GetDirectories(away.Root).Where(f => new DirectoryInfo(f).LinkTarget is null).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.GetFiles(folder).Where(IsWhole).Order(StringComparer.Ordinal))
            {
                moved += await TakeAsync(folder, file, token) ? 1 : 0;
            }
        }

        return moved;
    }

    /// <summary>A link is no file: whoever may lay something down here has no right to what it points to.</summary>
    private bool IsWhole(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null || file.Name.StartsWith('.') || file.Extension is ".part" or ".tmp" or ".crdownload")
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
        if (new FileInfo(path) is not { Exists: true } file)
        {
            return false;
        }

        if (PutAway.HasLink(folder))
        {
            LogLinked(source);
            return false;
        }

        if (file.Length == 0 && file.LastWriteTimeUtc > clock.GetUtcNow().UtcDateTime - Filling)
        {
            return false;
        }

        if (file.Length is 0 or > LargestFile)
        {
            // Without opening it: a pipe has no length either, and would hold the loop for ever.
            var cause = Said.Of<FetchTexts>(file.Length == 0 ? "FileEmpty" : "FileTooLarge", LargestFile / (1024 * 1024)).ToString();
            LogRefused(source, cause);
            return TryPut(folder, path, cause + Environment.NewLine);
        }

        try
        {
            await KillPoint.ReachAsync(KillPoint.FileRead);
            FileTaken result;
            await using (var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None))
            {
                result = await intake.TakeAsync(source, Path.GetFileName(path), content, quiet: false, token);
            }

            await KillPoint.ReachAsync(KillPoint.FileMove);
            Put(folder, path, PutAway.Taken, Report(result), keep: result.Rows.Any(r => r is { Outcome: RowOutcome.Refused, Cells.Count: 0 }));
            await KillPoint.ReachAsync(KillPoint.FileMoved);
            LogTaken(source, result.Seen, result.Taken);
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            // The sentence names the file and its sheets, which may be named after people: it stands beside the file alone.
            var cause = e is ConnectorFailure failure ? failure.Kind.ToString() : e.GetType().Name;
            LogRefused(source, cause);
            return TryPut(folder, path, e.Message + Environment.NewLine);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still being written or held by another program: the next look tries again.
            LogHeld(source, e.GetType().Name);
            return false;
        }

        seen.Remove(path);
        return true;
    }

    /// <summary>One file that cannot be moved keeps no other waiting.</summary>
    private bool TryPut(string folder, string path, string report)
    {
        try
        {
            Put(folder, path, PutAway.Refused, report, keep: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogHeld(Path.GetFileName(folder), e.GetType().Name);
            return false;
        }

        seen.Remove(path);
        return true;
    }

    /// <summary>A file lies open on the disk: what the ledger has is not kept beside it, what somebody must mend is kept for a while.</summary>
    private void Put(string folder, string path, string where, string report, bool keep)
    {
        var target = PrivateFiles.CreateFolder(Path.Combine(folder, where)).FullName;
        var stamp = Wita.At(clock.GetUtcNow()).ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var name = Path.Combine(target, $"{stamp}-{ShortNameOf(path)}");
        if (keep)
        {
            File.Move(path, name);
        }

        File.WriteAllText(PutAway.ReportOf(name, where), report, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (!keep)
        {
            File.Delete(path);
        }
    }

    private static string ShortNameOf(string path)
    {
        var (name, ending) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        ending = Encoding.UTF8.GetByteCount(ending) > LongestEnding ? "" : ending;
        var shown = new StringBuilder();
        var left = LongestName - Encoding.UTF8.GetByteCount(ending);
        foreach (var rune in name.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            shown.Append(rune);
        }

        return shown.Append(ending).ToString();
    }

    /// <summary>One line a row, readable by a spreadsheet.</summary>
    internal static string Report(FileTaken result)
    {
        var report = new StringBuilder("baris;hasil;alasan;isi\n");
        foreach (var row in result.Rows)
        {
            var outcome = row.Outcome switch { RowOutcome.Taken => "diambil", RowOutcome.Skipped => "dilewati", _ => "ditolak" };
            report.Append(CultureInfo.InvariantCulture, $"{row.Row};{outcome};{CsvCell.Write(row.Reason?.ToString())};{CsvCell.Write(string.Join(" | ", row.Cells.Select(PlainText.Line)))}\n");
        }

        return report.Append(CultureInfo.InvariantCulture, $"jumlah;{result.Seen} butir;{result.Taken} baru\n").ToString();
    }

    [LoggerMessage(140, LogLevel.Information, "File of {Source} taken: {Seen} items, {Taken} new")]
    private partial void LogTaken(string source, int seen, int taken);

    [LoggerMessage(141, LogLevel.Warning, "File of {Source} refused: {Cause}")]
    private partial void LogRefused(string source, string cause);

    [LoggerMessage(142, LogLevel.Information, "File of {Source} is not free yet: {Cause}")]
    private partial void LogHeld(string source, string cause);

    [LoggerMessage(143, LogLevel.Warning, "Files of {Source} wait: taken or refused in its folder is a link; put a folder there")]
    private partial void LogLinked(string source);
}
