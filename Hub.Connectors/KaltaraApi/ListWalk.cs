using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Envelopes;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Walks a list page by page. After each page the one before it is looked at again: what slid over the edge between them meanwhile is found there.</summary>
internal sealed class ListWalk(KaltaraClient client, ListMapping list, MappedReader reader)
{
    public async Task<WalkStep> StepAsync(IReadOnlyDictionary<string, string> query, WalkPlace at, CancellationToken token)
    {
        var page = await client.PageAsync(query, at.Page, list.PageSize, token);
        await Unwinding.OfSteps();
        var marks = Marks(page);
        if (at.Page == 1)
        {
            return Step(page, at with { Count = marks.Length }, marks, page.Items);
        }

        var before = await client.PageAsync(query, at.Page - 1, list.PageSize, token);
        await Unwinding.OfSteps();
        var marksBefore = Marks(before);
        if (marks.Length > 0 && marks.SequenceEqual(marksBefore, StringComparer.Ordinal))
        {
            return new([], null, IsWhole: false, page.Total, Said.Of<MappedTexts>("PageRepeated", at.Page));
        }

        at = at with { Count = at.Count + marks.Except(at.Known, StringComparer.Ordinal).Count() };
        return marksBefore.SequenceEqual(at.Known, StringComparer.Ordinal)
            ? Step(page, at, marks, page.Items)
            : Step(page, at.Moved(marksBefore, marks), marks, [.. page.Items, .. before.Items]);
    }

    private WalkStep Step(ListPage page, WalkPlace at, string[] marks, IReadOnlyList<JsonElement> items) => HasNext(page)
        ? new(items, at with { Page = at.Page + 1, Known = marks }, IsWhole: false, page.Total, null)
        : new(items, null, !at.IsTorn && IsComplete(at, page.Total), page.Total, null);

    /// <summary>Of a list that moved, what left it was met too.</summary>
    private bool IsComplete(WalkPlace at, int? total) => total is null || !list.TrustTotal || at.Count == total || (at.HasMoved && at.Count > total);

    private bool HasNext(ListPage page) => page.Items.Count > 0 && list.Paging switch
    {
        PagingStyle.OnePage => false,
        PagingStyle.UntilShort => page.Items.Count >= list.PageSize,
        _ => page.HasNext ?? false,
    };

    private string[] Marks(ListPage page) => [.. page.Items.Select(i => Fingerprint.Of(Encoding.UTF8.GetBytes(reader.IdOf(i) ?? i.GetRawText()))[..8])];
}

/// <summary>Where a walk through a list stands: small, so that it is kept with what was taken.</summary>
/// <param name="Page">The next one.</param>
/// <param name="Known">Marks of the items on the page before it, in their order.</param>
/// <param name="Count">Items met.</param>
/// <param name="HasMoved">Something slid between pages, and was found by looking back.</param>
/// <param name="IsTorn">So much slid that looking back may not have found it all.</param>
internal sealed record WalkPlace(int Page, IReadOnlyList<string> Known, int Count = 0, bool HasMoved = false, bool IsTorn = false)
{
    public static readonly WalkPlace Start = new(1, []);

    /// <param name="now">The page before, as it is now.</param>
    /// <param name="after">The page read after it.</param>
    public WalkPlace Moved(string[] now, string[] after) => this with
    {
        Count = Count + now.Except(Known, StringComparer.Ordinal).Except(after, StringComparer.Ordinal).Count(),
        HasMoved = true,
        IsTorn = IsTorn || !now.Intersect(Known, StringComparer.Ordinal).Any(),
    };
}

/// <summary>A page of a walk.</summary>
/// <param name="Items">The last version seen of an item stands last.</param>
/// <param name="Next">Null at the end.</param>
/// <param name="IsWhole">At the end: nothing can have been missed.</param>
/// <param name="Total">As many as the source says there are.</param>
internal sealed record WalkStep(IReadOnlyList<JsonElement> Items, WalkPlace? Next, bool IsWhole, int? Total, Said? Warning);
