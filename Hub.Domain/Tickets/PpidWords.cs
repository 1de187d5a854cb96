using System.Text.RegularExpressions;

namespace Hub.Domain.Tickets;

/// <summary>Words by which a request invokes the freedom-of-information act (UU 14/2008), and objects to the answer; they stand in <c>ppid.words</c>.</summary>
internal static class PpidWords
{
    private static readonly Lexicon Known = Lexicon.Read("ppid");
    private static readonly Regex Invocations = Known.Any("invocations");
    private static readonly Regex Objections = Known.Any("objections");

    public static bool Invoke(string text) => Invocations.IsMatch(text);

    /// <summary>Objects to the answer, or to there being none (art. 35); that somebody will object is no objection.</summary>
    public static bool Object(string text) => Objections.IsMatch(text);
}
