using System.Net;
using System.Net.Sockets;

namespace Hub.Tests.Support;

/// <summary>Stands between a client and a server on loopback and cuts connections in the middle of an answer.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Func<int, long?> _cutAfter;
    private readonly Func<ReadOnlyMemory<byte>, bool>? _hangUpBefore;
    private readonly Task _serving;
    private int _connections;
    private int _cuts;

    /// <param name="cutAfter">For the n-th connection: bytes from the server after which it is cut; null lets it live.</param>
    /// <param name="hangUpBefore">True for the piece of an answer that the client never gets; the connection ends there.</param>
    public CuttingProxy(int target, Func<int, long?> cutAfter, Func<ReadOnlyMemory<byte>, bool>? hangUpBefore = null)
    {
        (_target, _cutAfter, _hangUpBefore) = (target, cutAfter, hangUpBefore);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => _cuts;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                talks.Add(TalkAsync(client, _cutAfter(_connections++)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client, long? cutAfter)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                var up = CopyAsync(client.GetStream(), server.GetStream(), null, null);
                var down = CopyAsync(server.GetStream(), client.GetStream(), cutAfter, _hangUpBefore);
                await Task.WhenAny(up, down);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // A side that left ends the talk; that is what this proxy is for.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long? cutAfter, Func<ReadOnlyMemory<byte>, bool>? hangUpBefore)
    {
        var buffer = new byte[4096];
        var passed = 0L;
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                passed += count;
                if (hangUpBefore?.Invoke(buffer.AsMemory(0, count)) == true)
                {
                    Interlocked.Increment(ref _cuts);
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
                if (passed >= cutAfter)
                {
                    Interlocked.Increment(ref _cuts);
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // See TalkAsync.
        }
    }
}
