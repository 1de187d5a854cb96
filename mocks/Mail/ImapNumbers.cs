namespace Hub.Mocks.Mail;

/// <summary>An IMAP sequence set: <c>1:5,9,20:*</c>.</summary>
internal sealed class ImapNumbers
{
    private readonly List<(uint From, uint To)> ranges = [];

    private ImapNumbers()
    {
    }

    /// <param name="last">What <c>*</c> stands for.</param>
    /// <returns>Null when it is not a sequence set.</returns>
    public static ImapNumbers? Parse(string text, uint last)
    {
        var set = new ImapNumbers();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split(':');
            if (ends.Length > 2 || Number(ends[0], last) is not uint a || Number(ends[^1], last) is not uint b)
            {
                return null;
            }

            set.ranges.Add((Math.Min(a, b), Math.Max(a, b)));
        }

        return set;
    }

    public bool Holds(uint number) => ranges.Exists(r => number >= r.From && number <= r.To);

    private static uint? Number(string text, uint last) => text == "*" ? last : uint.TryParse(text, out var n) ? n : null;
}
