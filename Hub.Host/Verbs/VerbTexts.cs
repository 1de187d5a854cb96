using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Verbs;

/// <summary>What the verbs say in a terminal: <c>VerbTexts.resx</c> (Indonesian) and <c>VerbTexts.en.resx</c>.</summary>
internal sealed class VerbTexts
{
    private static readonly Sentences Texts = new(typeof(VerbTexts));

    private VerbTexts() { }

    public static string Say(string sentence, params object?[] values) => TerminalLanguage.Say(Texts, sentence, values);
}
