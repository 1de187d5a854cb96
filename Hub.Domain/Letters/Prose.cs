using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>Tells the text of a letter from its head: a field ends where somebody begins to tell or to ask, whatever a mail program did to the lines.</summary>
internal static class Prose
{
    /// <summary>No name of a person or an office is longer.</summary>
    public const int MaxName = 160;

    /// <summary>No line of a head in which a name stands is longer.</summary>
    public const int MaxLine = 100;

    private static readonly Lexicon Known = Lexicon.Read("letters");
    private static readonly Regex Told = Known.Any("prose", @"\b{}\b");
    private static readonly Regex NextSentence = Known.Any("prose", @"[.!?;]\s+(?=.{0,200}\b{}\b)");

    public static bool In(string text) => Told.IsMatch(LetterSheet.Fold(text));

    /// <summary>The name that stands before anybody tells something; empty where none does.</summary>
    public static string NameIn(string text)
    {
        var name = Told.Match(LetterSheet.Fold(text)) is { Success: true } told ? text[..told.Index] : text;
        name = name.Trim(' ', ',', '.', ';', ':', '-');
        return name.Length <= MaxName ? name : name[..(name.LastIndexOf(' ', MaxName, MaxName / 2) is var end and > 0 ? end : MaxName)].TrimEnd();
    }

    /// <summary>Of a subject behind which the text goes on in the same line the subject.</summary>
    public static string SubjectIn(string text) => NextSentence.Match(LetterSheet.Fold(text)) is { Success: true, Index: > 3 } end ? text[..end.Index] : text;
}
