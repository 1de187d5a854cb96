using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Foundation;

/// <summary>Why the hub does not start: <c>StartTexts.resx</c> (Indonesian) and <c>StartTexts.en.resx</c>.</summary>
internal sealed class StartTexts
{
    private static readonly Sentences Texts = new(typeof(StartTexts));

    private StartTexts() { }

    public static string Say(string sentence, params object?[] values) => TerminalLanguage.Say(Texts, sentence, values);
}
