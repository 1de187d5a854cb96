using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Host;
using Hub.Host.Intake;

namespace Hub.Mocks.Certify;

/// <summary>A hub that does nothing but store, and says after each commit how much is safe: to be killed in the middle of writing.</summary>
internal static class WriteVerb
{
    public const string Name = "certify-write";

    private const int Portion = 20;

    public static Command Create()
    {
        var command = new Command(Name) { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, token) => RunAsync(parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.PrepareAsync(token);
        var ledger = app.Services.GetRequiredService<Ledger>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var mark = Guid.NewGuid().ToString("N");
        for (var number = 0; ; number += Portion)
        {
            var now = clock.GetUtcNow();
            var envelopes = Enumerable.Range(number, Portion).Select(i => new Envelope
            {
                Key = new EnvelopeKey("tulis", $"{mark}-{i}", "1"),
                MediaType = "application/octet-stream",
                Raw = RandomNumberGenerator.GetBytes(4000),
                ReceivedAt = now,
            }).ToList();
            await ledger.StoreAsync("tulis", envelopes, quiet: true, token);
            await Console.Out.WriteLineAsync((number + Portion).ToString(CultureInfo.InvariantCulture));
        }
    }
}
