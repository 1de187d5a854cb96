using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>A list read from its first page to its last.</summary>
/// <param name="Items">Each item once, the last version seen.</param>
/// <param name="Stable">True when nothing moved while it was read; only then may a cursor advance.</param>
internal sealed record ListPass(IReadOnlyList<JsonElement> Items, bool Stable, int? Total, IReadOnlyList<Said> Warnings)
{
    private const int MostPages = 2000;
    private const int Tries = 3;

    /// <summary>Reads until a pass is stable, three times at most; what was seen in any pass is kept.</summary>
    public static async Task<ListPass> ReadAsync(KaltaraClient client, ListMapping list, Func<JsonElement, string?> idOf, IReadOnlyDictionary<string, string> query, CancellationToken token)
    {
        var seen = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            var pass = await OnceAsync(client, list, idOf, query, seen, token);
            if (pass.Stable || attempt == Tries || pass.Warnings.Count > 0)
            {
                var warnings = pass.Stable || pass.Warnings.Count > 0 ? pass.Warnings : [Said.Of<MappedTexts>("ListChanged")];
                return new([.. seen.Values], pass.Stable, pass.Total, warnings);
            }
        }
    }

    private static async Task<ListPass> OnceAsync(
        KaltaraClient client, ListMapping list, Func<JsonElement, string?> idOf, IReadOnlyDictionary<string, string> query, Dictionary<string, JsonElement> seen, CancellationToken token)
    {
        var pages = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var (moved, total) = (false, (int?)null);
        for (var number = 1; number <= MostPages; number++)
        {
            var page = await client.PageAsync(query, number, list.PageSize, token);
            if (page.Items.Count > 0 && !pages.Add(page.Content))
            {
                return new([], false, total, [Said.Of<MappedTexts>("PageRepeated", number)]);
            }

            moved |= number > 1 && page.Total != total;
            total = page.Total;
            foreach (var item in page.Items)
            {
                var id = idOf(item) ?? Fingerprint.Of(Encoding.UTF8.GetBytes(item.GetRawText()));
                moved |= !ids.Add(id);
                seen[id] = item;
            }

            if (!HasNext(list, page))
            {
                var complete = total is null || !list.TrustTotal || total == ids.Count;
                var still = number == 1 || (total is not null && list.TrustTotal) || await StartsAlikeAsync(client, list, query, pages, token);
                return new([], !moved && complete && still, total, []);
            }
        }

        return new([], false, total, [Said.Of<MappedTexts>("TooManyPages", MostPages)]);
    }

    /// <summary>Without a count, an unchanged first page is the sign that nothing slid between pages.</summary>
    private static async Task<bool> StartsAlikeAsync(KaltaraClient client, ListMapping list, IReadOnlyDictionary<string, string> query, HashSet<string> pages, CancellationToken token) =>
        pages.Contains((await client.PageAsync(query, 1, list.PageSize, token)).Content);

    private static bool HasNext(ListMapping list, ListPage page) => list.Paging switch
    {
        PagingStyle.OnePage => false,
        PagingStyle.UntilShort => page.Items.Count >= list.PageSize,
        _ => page.HasNext ?? false,
    };
}
