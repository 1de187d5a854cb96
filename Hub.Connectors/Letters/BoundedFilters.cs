using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Hub.Connectors.Letters;

/// <summary>The unpacking of a PDF within a bound: what a stream becomes is counted before it is made.</summary>
internal sealed class BoundedFilters(CancellationToken token) : IFilterProvider
{
    private readonly IFilterProvider all = DefaultFilterProvider.Instance;
    private long left = FileBounds.MaxExpanded;
    private long drawn = FileBounds.MaxDrawn;
    private long packed = FileBounds.MaxPackedObjects;
    private long objects = CountedParts.MostObjects;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(all.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(all.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(all.GetAllFilters());

    private List<IFilter> Bounded(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Counted(filter, this))];

    private void Take(long bytes, DictionaryToken stream)
    {
        token.ThrowIfCancellationRequested();
        left -= bytes;
        if (!Is(stream, NameToken.Subtype, "Image"))
        {
            drawn -= bytes;
        }

        if (Is(stream, NameToken.Type, "ObjStm"))
        {
            packed -= bytes;
            objects -= stream.TryGet(NameToken.N, out NumericToken count) ? count.Long : CountedParts.MostObjects;
        }

        if (left < 0 || drawn < 0 || packed < 0 || objects < 0)
        {
            throw new FileTooMuch();
        }
    }

    private static bool Is(DictionaryToken stream, NameToken key, string name) => stream.TryGet(key, out NameToken found) && found.Data == name;

    private sealed class Counted(IFilter inner, BoundedFilters owner) : IFilter
    {
        /// <summary>No other filter makes more of a byte than this.</summary>
        private const int MostOfOther = 2_000;

        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (inner is FlateFilter)
            {
                owner.Take(Unpacked(input), streamDictionary);
                return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            }

            if (inner is LzwFilter && (long)input.Length * MostOfOther > owner.left)
            {
                throw new FileTooMuch();
            }

            var output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            owner.Take(output.Length, streamDictionary);
            return output;
        }

        /// <summary>Broken data ends where it breaks, as it does for whoever reads it.</summary>
        private long Unpacked(Memory<byte> input)
        {
            var buffer = new byte[64 * 1024];
            var whole = 0L;
            try
            {
                using var stream = new ZLibStream(new MemoryStream(input.ToArray()), CompressionMode.Decompress);
                for (var read = stream.Read(buffer); read > 0 && whole <= owner.left; read = stream.Read(buffer))
                {
                    whole += read;
                }
            }
            catch (InvalidDataException)
            {
                return Math.Max(whole, input.Length);
            }

            return whole;
        }
    }
}
