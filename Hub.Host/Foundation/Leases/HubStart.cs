using Hub.Host.Foundation.Security;

namespace Hub.Host.Foundation.Leases;

/// <summary>One start of the hub: a random identity, and a locked file <c>{Hub:Data}/starts/{id}</c> by which others on this machine see that it lives.</summary>
/// <remarks>The system gives the lock back when the process ends, however it ends. Neither the name of the machine nor a process number says who somebody is: two containers may share both.</remarks>
public sealed class HubStart : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Differs between machines and between their boots: a lock is believed only by the system that gave it. Null where the system has none; then nobody is ever known to be gone.</summary>
    private static readonly string? Boot = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : null;

    private readonly string folder;
    private readonly FileStream life;

    public HubStart(HubOptions options)
    {
        folder = PrivateFiles.CreateFolder(Path.Combine(options.Data, "starts")).FullName;
        life = new FileStream(PathOf(Id), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        using (var writer = new StreamWriter(life, leaveOpen: true))
        {
            writer.Write(Boot);
        }

        Tidy();
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>True only when it is certain: its file stands here, was written under this boot of this machine, and nobody holds it.</summary>
    public bool IsGone(string other)
    {
        try
        {
            using var file = new FileStream(PathOf(other), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(file);
            return Boot is not null && reader.ReadToEnd() == Boot;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Held, or not of this machine.
            return false;
        }
    }

    public void Dispose() => life.Dispose();

    private string PathOf(string id) => Path.Combine(folder, Path.GetFileName(id));

    private void Tidy()
    {
        var own = File.GetLastWriteTimeUtc(life.Name);
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => own - File.GetLastWriteTimeUtc(path) > Kept && IsGone(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }
}
