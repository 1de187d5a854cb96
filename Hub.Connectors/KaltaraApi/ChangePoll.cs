using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Polls a list for what changed: from the last change seen, inclusive and with an overlap, handed over oldest change first.</summary>
internal sealed class ChangePoll(KaltaraClient client, Mapping mapping, MappedReader reader, Enveloping enveloping, KaltaraOptions options, TimeProvider clock) : IListPoll
{
    /// <summary>So long the polls look back for an item that lost its number; what gets it back later comes with the nightly statement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private (string Cursor, Waiting Left)? open;

    /// <inheritdoc cref="IConnector.FetchAsync"/>
    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var at = ChangeCursor.Read(cursor);
        var rest = open is (var known, var kept) && known == cursor ? kept : await PassAsync(at, token);
        var portion = rest.Items.Take(options.PortionSize).ToArray();
        var left = rest.Items.Skip(options.PortionSize).ToArray();
        var next = left.Length > 0
            ? at with { After = portion[^1].Order }
            : new ChangeCursor(rest.Stable ? rest.Newest ?? at.Since : at.Since, null);
        var written = next.Write();
        open = left.Length > 0 ? (written, rest with { Items = left, Warnings = [] }) : null;
        return new Batch
        {
            Envelopes = [.. portion.Select(p => p.Envelope)],
            Cursor = written,
            More = left.Length > 0,
            TotalAtSource = at.Since is null && rest.Stable && mapping.List.TrustTotal ? rest.Total : null,
            Warnings = rest.Warnings,
        };
    }

    public Task<Holdings> HoldingsAsync(CancellationToken token) =>
        new BackwardPass(client, mapping.List, enveloping, clock).ReadAsync(new Dictionary<string, string>(StringComparer.Ordinal), token);

    private async Task<Waiting> PassAsync(ChangeCursor at, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var pass = await ListPass.ReadAsync(client, mapping.List, IdOf, Query(at), token);
        var items = pass.Items.Select(i => Ordered(i, now)).OrderBy(p => p.Order, StringComparer.Ordinal)
            .Where(p => at.After is null || string.CompareOrdinal(p.Order, at.After) > 0).ToArray();

        // A change dated in the future (the source's clock is ahead) must not hide what comes before it.
        var newest = items.Where(p => p.UpdatedAt <= now).Max(p => p.UpdatedAt);
        var nameless = items.Where(p => !p.Numbered && p.UpdatedAt > now - Patience).Min(p => p.UpdatedAt);
        newest = nameless < newest ? nameless : newest;
        return new(items, pass.Stable, newest > at.Since || at.Since is null ? newest : at.Since, pass.Total, pass.Warnings);
    }

    private Dictionary<string, string> Query(ChangeCursor at)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (at.Since is DateTimeOffset since && mapping.List.SinceParameter is string name)
        {
            var from = since.AddMinutes(-options.OverlapMinutes).ToOffset(mapping.Zone.Offset());
            query[name] = from.ToString(mapping.List.SinceForm, CultureInfo.InvariantCulture);
        }

        return query;
    }

    private string? IdOf(JsonElement item) => item.ValueKind == JsonValueKind.Object ? reader.IdOf(item) : null;

    private Ordered Ordered(JsonElement item, DateTimeOffset now)
    {
        var envelope = enveloping.Wrap(item, now);
        var updated = item.ValueKind == JsonValueKind.Object ? reader.UpdatedAt(item) : null;
        return new($"{updated?.UtcTicks ?? 0:D19}/{envelope.Key.ExternalId}", updated, envelope, IdOf(item) is not null);
    }

    private sealed record Waiting(IReadOnlyList<Ordered> Items, bool Stable, DateTimeOffset? Newest, int? Total, IReadOnlyList<Said> Warnings);
}

/// <summary>An envelope and its place: time of change, then id.</summary>
/// <param name="Numbered">False for an item that came without its number.</param>
internal sealed record Ordered(string Order, DateTimeOffset? UpdatedAt, Envelope Envelope, bool Numbered);

/// <summary>Up to where changes were taken.</summary>
/// <param name="Since">The newest change of the last complete pass; the next pass begins with it again.</param>
/// <param name="After">Within a pass that is handed over in portions: the last one handed over.</param>
internal sealed record ChangeCursor(DateTimeOffset? Since, string? After)
{
    /// <summary>A cursor that nobody can read begins anew: the ledger drops what was seen.</summary>
    public static ChangeCursor Read(string? cursor)
    {
        try
        {
            return cursor is null ? new(null, null) : JsonSerializer.Deserialize<ChangeCursor>(cursor) ?? new(null, null);
        }
        catch (JsonException)
        {
            return new(null, null);
        }
    }

    public string Write() => JsonSerializer.Serialize(this);
}
