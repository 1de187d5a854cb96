using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>A list read from its last page to its first, so that what hides from one direction shows in the other.</summary>
internal sealed class BackwardPass(KaltaraClient client, ListMapping list, Enveloping enveloping, TimeProvider clock)
{
    /// <summary>Holds nothing to compare with where the list is one page or its count is not true: its last page is then unknown.</summary>
    public async Task<Holdings> ReadAsync(IReadOnlyDictionary<string, string> query, CancellationToken token)
    {
        var first = await client.PageAsync(query, 1, list.PageSize, token);
        await Unwinding.OfSteps();
        if (!list.TrustTotal || first.Total is not { } total)
        {
            return Holdings.Untold;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var number = Math.Min(ListPass.MostPages, LastPage(first, total)); number > 1; number--)
        {
            Add(ids, (await client.PageAsync(query, number, list.PageSize, token)).Items);
        }

        Add(ids, first.Items);
        return new Holdings { Claimed = total, Listed = ids.Count, Ids = ids };
    }

    /// <summary>The server may give fewer on a page than it was asked for.</summary>
    private static int LastPage(ListPage first, int total) => first.Items.Count == 0 ? 1 : (total + first.Items.Count - 1) / first.Items.Count;

    private void Add(HashSet<string> ids, IEnumerable<JsonElement> items) => ids.UnionWith(items.Select(i => enveloping.Wrap(i, clock.GetUtcNow()).Key.ExternalId));
}
