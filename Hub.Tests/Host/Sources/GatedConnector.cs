using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Tests.Host.Sources;

/// <summary>A connector whose first fetch waits until the test opens its gate; says which of its instances did what.</summary>
internal sealed class GatedConnector(SourceContext context, GatedConnector.Gate gate, int instance) : IConnector, IListens
{
    /// <summary>Steers all instances of one test.</summary>
    internal sealed class Gate
    {
        private int instances;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Who fetched, in order.</summary>
        public List<int> Fetched { get; } = [];

        /// <summary>News that listening is to tell of once.</summary>
        public bool HasNews { get; set; }

        public ConnectorKind Kind => new()
        {
            Name = "gated",
            System = "gated",
            Title = "Sumber berpalang",
            Brings = SubmissionKind.Complaint,
            Options = typeof(GatedOptions),
            Cron = "0 0 * * * ?",
            Create = (context, _) => new GatedConnector(context, this, Interlocked.Increment(ref instances)),
        };
    }

    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        bool isFirst;
        lock (gate.Fetched)
        {
            gate.Fetched.Add(instance);
            isFirst = gate.Fetched.Count == 1;
        }

        if (isFirst)
        {
            gate.Begun.SetResult();
            await gate.Opened.Task.WaitAsync(token);
        }

        var raw = System.Text.Encoding.UTF8.GetBytes("butir satu");
        return new Batch { Envelopes = [new Envelope { Key = new EnvelopeKey(context.Source, "1", Fingerprint.Of(raw)), MediaType = "text/plain", Raw = raw, ReceivedAt = context.Clock.GetUtcNow() }], Cursor = "1" };
    }

    public Submission Read(Envelope envelope) => new() { Title = "Loket tutup", Body = "Loket sudah tutup pukul dua.", ReceivedAt = envelope.ReceivedAt };

    public Task<Probe> ProbeAsync(CancellationToken token) => Task.FromResult(new Probe(true, Said.Quote("")));

    public async Task<bool?> ListenAsync(string? cursor, TimeSpan limit, CancellationToken token)
    {
        if (!gate.HasNews)
        {
            await Task.Delay(Timeout.Infinite, token);
        }

        gate.HasNews = false;
        return true;
    }
}

internal sealed class GatedOptions;
