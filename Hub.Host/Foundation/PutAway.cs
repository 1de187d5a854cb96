using System.Text;

namespace Hub.Host.Foundation;

/// <summary>What was put away in <c>{Hub:Data}/drop</c>: files that were taken or refused, and their reports. It lies open, so it goes after a while, and what tells of somebody who is erased goes with them.</summary>
public sealed class PutAway(HubOptions options, TimeProvider clock)
{
    public const string Taken = "taken";
    public const string Refused = "refused";
    private const string TakenReport = ".laporan.csv";
    private const string RefusedReport = ".laporan.txt";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Root { get; } = Path.Combine(options.Data, "drop");

    /// <summary>Where the report of a file lies, beside where it was put.</summary>
    public static string ReportOf(string file, string where) => file + (where == Taken ? TakenReport : RefusedReport);

    /// <summary>What was put away long ago goes.</summary>
    /// <returns>How many files went.</returns>
    public int Prune()
    {
        var before = (clock.GetUtcNow() - Kept).UtcDateTime;
        var old = Files().Where(file => File.GetLastWriteTimeUtc(file) < before).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    /// <summary>Blots out of the reports what points to somebody. A whole file cannot be looked through: it goes, and its report says why it was refused.</summary>
    public void Forget(Func<string, string> blot)
    {
        foreach (var file in Files().ToList())
        {
            if (!IsReport(file) || blot(Path.GetFileName(file)) != Path.GetFileName(file))
            {
                File.Delete(file);
                continue;
            }

            var lines = File.ReadAllLines(file);
            var blotted = Array.ConvertAll(lines, line => IsAboutNobody(line) ? line : blot(line));
            if (!blotted.AsSpan().SequenceEqual(lines))
            {
                File.WriteAllLines(file, blotted, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            }
        }
    }

    /// <summary>One of the two folders leads elsewhere: whoever may lay something down has no right to that place.</summary>
    public static bool HasLink(string folder) => IsLink(Path.Combine(folder, Taken)) || IsLink(Path.Combine(folder, Refused));

    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;

    private IEnumerable<string> Files() => Directory.Exists(Root)
        ? Directory.GetDirectories(Root).Where(folder => !IsLink(folder)).SelectMany(folder => new[] { Path.Combine(folder, Taken), Path.Combine(folder, Refused) })
            .Where(folder => Directory.Exists(folder) && !IsLink(folder)).SelectMany(Directory.GetFiles)
        : [];

    private static bool IsReport(string file) => file.EndsWith(TakenReport, StringComparison.Ordinal) || file.EndsWith(RefusedReport, StringComparison.Ordinal);

    /// <summary>The row of an item that was taken: a number and a word.</summary>
    private static bool IsAboutNobody(string line) => line.EndsWith(";;", StringComparison.Ordinal);
}
