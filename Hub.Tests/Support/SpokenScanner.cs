using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>Speaks clamd's INSTREAM and answers what the test says; keeps what it was given.</summary>
internal sealed class SpokenScanner : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;

    public SpokenScanner(string answer, int most = int.MaxValue)
    {
        listener.Start();
        serving = ServeAsync(answer, most);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public List<byte[]> Taken { get; } = [];

    private async Task ServeAsync(string answer, int most)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await using var stream = client.GetStream();
                var greeting = new byte[10];
                await stream.ReadExactlyAsync(greeting, stopping.Token);
                Encoding.ASCII.GetString(greeting).ShouldBe("zINSTREAM\0");
                var content = new MemoryStream();
                for (var length = await LengthAsync(stream); length > 0 && content.Length <= most; length = await LengthAsync(stream))
                {
                    var part = new byte[length];
                    await stream.ReadExactlyAsync(part, stopping.Token);
                    content.Write(part);
                }

                Taken.Add(content.ToArray());
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task<int> LengthAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, stopping.Token);
        return BinaryPrimitives.ReadInt32BigEndian(length);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await serving;
        stopping.Dispose();
    }
}
