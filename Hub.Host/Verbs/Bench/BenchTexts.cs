using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Verbs.Bench;

/// <summary>What the measurements say in a terminal: <c>BenchTexts.resx</c> (Indonesian) and <c>BenchTexts.en.resx</c>.</summary>
internal sealed class BenchTexts
{
    private static readonly Sentences Texts = new(typeof(BenchTexts));

    private BenchTexts() { }

    public static string Say(string sentence, params object?[] values) => TerminalLanguage.Say(Texts, sentence, values);
}
