using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hub.Mocks.Mail;

/// <summary>Accepts connections on loopback and runs one session for each, until disposed.</summary>
internal sealed class LineServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Func<LineStream, CancellationToken, Task> session;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<int, Task> sessions = new();
    private readonly Task accepting;
    private int count;
    private int open;
    private int most;

    /// <param name="port">0: any free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public LineServer(int port, Func<LineStream, CancellationToken, Task> session)
    {
        this.session = session;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The most connections that were open at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref most);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(sessions.Values);
        stop.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                var number = Interlocked.Increment(ref count);
                var running = ServeAsync(client);
                sessions[number] = running;
                _ = running.ContinueWith(_ => sessions.TryRemove(number, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopping.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var now = Interlocked.Increment(ref open);
            for (var seen = MostAtOnce; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = MostAtOnce)
            {
                // Another connection changed the figure in between.
            }

            var isOpen = 1;
            var left = () => { Interlocked.Add(ref open, -Interlocked.Exchange(ref isOpen, 0)); };
            client.NoDelay = true;
            await using var lines = new LineStream(client.GetStream(), left);
            try
            {
                await session(lines, stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or InvalidDataException or SocketException)
            {
                // The other side has gone, spoke no known protocol, or we stop: a session has nobody to tell.
            }
            finally
            {
                left();
            }
        }
    }
}
