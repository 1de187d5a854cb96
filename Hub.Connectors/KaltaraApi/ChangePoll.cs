using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Polls a list for what changed: from the last change seen, inclusive and with an overlap, page by page; each portion is handed over before the next page is asked for.</summary>
internal sealed class ChangePoll(KaltaraClient client, Mapping mapping, MappedReader reader, Enveloping enveloping, KaltaraOptions options, TimeProvider clock) : IListPoll
{
    /// <summary>Raw bytes of a portion of several pages: pages of few large items fill it before it has many.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly ListWalk walk = new(client, mapping.List, reader);

    /// <summary>The rest of a list that came as one page.</summary>
    private (string Cursor, IReadOnlyList<Ordered> Items, Ended End)? open;

    /// <inheritdoc cref="IConnector.FetchAsync"/>
    public async Task<Batch> FetchAsync(string? cursor, CancellationToken token)
    {
        var at = ChangeCursor.Read(cursor);
        if (open is (var known, var rest, var ended) && known == cursor)
        {
            return Portion(at, rest, ended);
        }

        var pass = at.Pass ?? ChangePass.From(clock.GetUtcNow());
        var (items, isOnePage) = (new List<Ordered>(), at.Pass is null);
        while (true)
        {
            var step = await walk.StepAsync(Query(at), pass.Place, token);
            await Unwinding.OfSteps();
            Ordered[] taken = [.. step.Items.Select(Ordered)];
            items.AddRange(taken);
            isOnePage &= step.Next is null;
            pass = pass.Past(taken, step.Next, clock.GetUtcNow());
            if (step.Next is null && (step.IsWhole || step.Warning is not null || pass.Tries > ListPass.Tries))
            {
                var end = new Ended(step.IsWhole ? pass.Reached(at.Since) : at.Since, at.Since is null && step.IsWhole && mapping.List.TrustTotal ? step.Total : null, step.IsWhole ? null : step.Warning ?? Said.Of<MappedTexts>("ListChanged"));
                return isOnePage
                    ? Portion(at, [.. Sorted(items).Where(i => at.After is null || string.CompareOrdinal(i.Order, at.After) > 0)], end)
                    : end.With(Sorted(items));
            }

            if (items.Count >= options.PortionSize || items.Sum(static i => i.Envelope.Length) >= MostBytes)
            {
                return new Batch { Envelopes = [.. Sorted(items).Select(static i => i.Envelope)], Cursor = new ChangeCursor(at.Since, null, pass).Write(), More = true };
            }
        }
    }

    public Task<Holdings> HoldingsAsync(CancellationToken token) =>
        new BackwardPass(client, mapping.List, enveloping, clock).ReadAsync(new Dictionary<string, string>(StringComparer.Ordinal), token);

    /// <summary>A list that comes as one page may be of any length.</summary>
    private Batch Portion(ChangeCursor at, IReadOnlyList<Ordered> items, Ended end)
    {
        if (items.Count <= options.PortionSize)
        {
            open = null;
            return end.With(items);
        }

        Ordered[] portion = [.. items.Take(options.PortionSize)];
        var cursor = new ChangeCursor(at.Since, portion[^1].Order).Write();
        open = (cursor, [.. items.Skip(options.PortionSize)], end);
        return new Batch { Envelopes = [.. portion.Select(static p => p.Envelope)], Cursor = cursor, More = true };
    }

    /// <summary>Oldest change first, each item once: its last version.</summary>
    private static List<Ordered> Sorted(List<Ordered> items) =>
        [.. items.OrderBy(static i => i.UpdatedAt).Reverse().DistinctBy(static i => i.Envelope.Key.ExternalId, StringComparer.Ordinal).OrderBy(static i => i.Order, StringComparer.Ordinal)];

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

    private Ordered Ordered(JsonElement item)
    {
        var envelope = enveloping.Wrap(item, clock.GetUtcNow());
        return new($"{envelope.ChangedAt?.UtcTicks ?? 0:D19}/{envelope.Key.ExternalId}", envelope.ChangedAt, envelope, reader.IdOf(item) is not null);
    }

    /// <summary>What a pass came to.</summary>
    private sealed record Ended(DateTimeOffset? Since, int? Total, Said? Warning)
    {
        public Batch With(IReadOnlyList<Ordered> items) => new()
        {
            Envelopes = [.. items.Select(static i => i.Envelope)],
            Cursor = new ChangeCursor(Since, null).Write(),
            TotalAtSource = Total,
            Warnings = Warning is null ? [] : [Warning],
        };
    }
}

/// <summary>An envelope and its place: time of change, then id.</summary>
/// <param name="Numbered">False for an item that came without its number.</param>
internal sealed record Ordered(string Order, DateTimeOffset? UpdatedAt, Envelope Envelope, bool Numbered);

/// <summary>Up to where changes were taken.</summary>
/// <param name="Since">The newest change of the last complete pass; the next pass begins with it again.</param>
/// <param name="After">Within a list of one page that is handed over in portions: the last one handed over.</param>
/// <param name="Pass">Within a list of several pages; null between passes.</param>
internal sealed record ChangeCursor(DateTimeOffset? Since, string? After, ChangePass? Pass = null)
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

/// <summary>A pass through a list that is not at its end.</summary>
/// <param name="BeganAt">What changed later may have been read before it changed: the next pass begins no later.</param>
/// <param name="Tries">The how manieth reading of the list it is.</param>
/// <param name="Newest">The newest change met that lies before the beginning.</param>
/// <param name="Nameless">The oldest change of an item that lost its number.</param>
internal sealed record ChangePass(DateTimeOffset BeganAt, WalkPlace Place, int Tries, DateTimeOffset? Newest, DateTimeOffset? Nameless)
{
    /// <summary>So long the polls look back for an item that lost its number; what gets it back later comes with the nightly statement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    public static ChangePass From(DateTimeOffset now) => new(now, WalkPlace.Start, 1, null, null);

    /// <param name="next">Null at the end of a reading: another may begin.</param>
    public ChangePass Past(IReadOnlyCollection<Ordered> taken, WalkPlace? next, DateTimeOffset now) => this with
    {
        Place = next ?? WalkPlace.Start,
        Tries = next is null ? Tries + 1 : Tries,
        Newest = taken.Select(static i => i.UpdatedAt).Where(t => t <= BeganAt).Append(Newest).Max(),
        Nameless = taken.Where(i => !i.Numbered && i.UpdatedAt > now - Patience).Select(static i => i.UpdatedAt).Append(Nameless).Min(),
    };

    /// <param name="since">Of the pass before: it never goes back.</param>
    public DateTimeOffset? Reached(DateTimeOffset? since)
    {
        var newest = Nameless < Newest ? Nameless : Newest;
        return newest > since || since is null ? newest : since;
    }
}
