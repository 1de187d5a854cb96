using Hub.Host.Foundation.Security;

namespace Hub.Host.Foundation.Backups;

/// <summary>Where a backup grows or is tried before it counts; gone when that is done.</summary>
internal sealed class WorkFolder(string folder) : IDisposable
{
    private readonly string path = PrivateFiles.CreateFolder(System.IO.Path.Combine(folder, $".hub-{Guid.NewGuid():N}")).FullName;

    public string Store => Of("store");

    public string Packed => Of("packed");

    public string Tried => Of("tried");

    public string Fetched => Of("fetched");

    public string Keys => Of("keys");

    public string Made => Of("made");

    public void Dispose() => Directory.Delete(path, recursive: true);

    private string Of(string name) => System.IO.Path.Combine(path, name);
}
