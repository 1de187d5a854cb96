using System.Collections.Frozen;

namespace Hub.Domain.Routing;

/// <summary>The short forms that people type (<c>yg</c>, <c>tdk</c>, <c>mhn</c>) and what they stand for.</summary>
internal static class ChatSpelling
{
    private static readonly FrozenDictionary<string, string> Full = Lexicon.Read("chat-spelling")["short"]
        .Select(pair => pair.Split(' '))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <returns>The full word, or the word itself.</returns>
    public static string Expand(string word) => Full.GetValueOrDefault(word, word);
}
