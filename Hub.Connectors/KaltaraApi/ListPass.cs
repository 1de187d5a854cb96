using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>A list of bounded size, read from its first page to its last and held.</summary>
/// <param name="Items">Each item once, the last version seen.</param>
/// <param name="IsWhole">Nothing can have been missed.</param>
internal sealed record ListPass(IReadOnlyList<JsonElement> Items, bool IsWhole, IReadOnlyList<Said> Warnings)
{
    /// <summary>So often a list is read that moves too much.</summary>
    public const int Tries = 3;

    /// <summary>A source that always has a next page is stopped here.</summary>
    public const int MostPages = 20_000;

    /// <summary>Raw bytes held: a month of all offices has a third.</summary>
    private const long MostBytes = 8 * 1024 * 1024;

    /// <summary>What was seen in any pass is kept.</summary>
    public static async Task<ListPass> ReadAsync(ListWalk walk, MappedReader reader, IReadOnlyDictionary<string, string> query, CancellationToken token)
    {
        var seen = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var (place, tries, bytes) = (WalkPlace.Start, 1, 0L);
        while (place.Page <= MostPages)
        {
            var step = await walk.StepAsync(query, place, token);
            await Unwinding.OfSteps();
            foreach (var item in step.Items)
            {
                var id = reader.IdOf(item) ?? item.GetRawText();
                bytes += seen.TryGetValue(id, out var before) ? Length(item) - Length(before) : Length(item);
                seen[id] = item;
            }

            if (bytes > MostBytes || seen.Count > ItemBounds.MostUnpaged)
            {
                return new([.. seen.Values], IsWhole: false, [Said.Of<MappedTexts>("ListTooLarge", ItemBounds.MostUnpaged, MostBytes / (1024 * 1024))]);
            }

            if (step.Next is null && (step.IsWhole || step.Warning is not null || tries++ == Tries))
            {
                return new([.. seen.Values], step.IsWhole, step.IsWhole ? [] : [step.Warning ?? Said.Of<MappedTexts>("ListChanged")]);
            }

            place = step.Next ?? WalkPlace.Start;
        }

        return new([.. seen.Values], IsWhole: false, [Said.Of<MappedTexts>("TooManyPages", MostPages)]);
    }

    private static int Length(JsonElement item) => JsonMarshal.GetRawUtf8Value(item).Length;
}
