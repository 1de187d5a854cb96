using WireMock.Server;

namespace Hub.Mocks;

/// <summary>The plain answers of a fake in their files. Looked at before each call, because a file that an editor writes in two steps is easily missed by a watcher.</summary>
internal sealed class MappingFiles(string folder, bool follows)
{
    private readonly Lock gate = new();
    private (int Count, DateTime Newest) seen;

    public void Read(WireMockServer server)
    {
        lock (gate)
        {
            seen = Stamp();
            server.ReadStaticMappings(folder);
        }
    }

    /// <summary>Reads them anew when one changed.</summary>
    public void Follow(WireMockServer server)
    {
        if (follows && seen != Stamp())
        {
            Read(server);
        }
    }

    private (int, DateTime) Stamp()
    {
        var files = Directory.GetFiles(folder, "*.json");
        return (files.Length, files.Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max());
    }
}
