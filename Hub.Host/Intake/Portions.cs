using Hub.Domain.Envelopes;

namespace Hub.Host.Intake;

/// <summary>What is stored at once of a file or push: the rows of the store, their keys and parameters take many times what the items do.</summary>
internal static class Portions
{
    /// <summary>Items of one portion.</summary>
    public const int MostItems = 200;

    /// <summary>Raw bytes of one portion; a bigger item goes by itself.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <returns>Each as soon as it is full; no item is asked for before its portion is.</returns>
    public static IEnumerable<IReadOnlyList<Envelope>> Of(IEnumerable<Envelope> envelopes)
    {
        var portion = new List<Envelope>();
        var bytes = 0L;
        foreach (var envelope in envelopes)
        {
            if (portion.Count > 0 && bytes + envelope.Length > MostBytes)
            {
                yield return portion;
                (portion, bytes) = (new List<Envelope>(), 0);
            }

            portion.Add(envelope);
            bytes += envelope.Length;
            if (portion.Count == MostItems)
            {
                yield return portion;
                (portion, bytes) = (new List<Envelope>(), 0);
            }
        }

        if (portion.Count > 0)
        {
            yield return portion;
        }
    }
}
