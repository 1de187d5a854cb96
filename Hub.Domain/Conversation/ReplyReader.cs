using System.Text.RegularExpressions;

namespace Hub.Domain.Conversation;

/// <summary>What a reporter's reply to a final answer means: only a new matter reopens a ticket, thanks never do (R21).</summary>
/// <remarks>Reads the words of courtesy, of confirmation and of a wish that remains; both together are a doubt, and a person decides. The words stand in <c>reply.words</c>.</remarks>
public static partial class ReplyReader
{
    /// <summary>A short answer without any wish is a courtesy ("baik, Pak").</summary>
    private const int LongestCourtesy = 8;

    private static readonly Lexicon Known = Lexicon.Read("reply");
    private static readonly Regex Courtesies = Known.Any("courtesies");
    private static readonly Regex Thanks = Known.Any("thanks", @"\b{}\b");
    private static readonly Regex Confirms = Known.Any("confirms", @"\b(sudah|telah|sdh|udah)\s+(\w+\s+){0,2}{}\b");
    private static readonly Regex Wishes = Known.Any("wishes", @"\?|\b{}\b");
    private static readonly Regex Acknowledges = Known.Any("acknowledges", @"\b{}\b");

    public static ReplyMeaning Read(string text)
    {
        if (!text.Any(char.IsLetterOrDigit))
        {
            // A thumb, folded hands: a sign of courtesy. A lone question mark asks.
            return text.Contains('?', StringComparison.Ordinal) ? ReplyMeaning.News : ReplyMeaning.Thanks;
        }

        var said = Courtesies.Replace(text.ToLowerInvariant(), " ");
        var (thanks, confirms, wishes) = (Thanks.IsMatch(said), Confirms.IsMatch(said), Wishes.IsMatch(said));
        return (thanks || confirms, wishes) switch
        {
            (true, true) => ReplyMeaning.Doubt,
            (true, false) => confirms ? ReplyMeaning.Confirms : ReplyMeaning.Thanks,
            (false, true) => ReplyMeaning.News,
            (false, false) => Acknowledges.IsMatch(said) && Word().Count(said) <= LongestCourtesy ? ReplyMeaning.Thanks : ReplyMeaning.News,
        };
    }

    [GeneratedRegex(@"\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}

/// <summary>What a reply wants.</summary>
public enum ReplyMeaning
{
    /// <summary>Something is still wanted: the matter goes on.</summary>
    News,

    /// <summary>Courtesy; nothing is wanted.</summary>
    Thanks,

    /// <summary>The reporter says that it is settled.</summary>
    Confirms,

    /// <summary>Courtesy and perhaps a wish: a person reads it.</summary>
    Doubt,
}
