using Hub.Domain;
using Hub.Host.Foundation.Texts;

namespace Hub.Mocks.Demo;

/// <summary>What the demo says at its terminal: <c>DemoTexts.resx</c> (Indonesian) and <c>DemoTexts.en.resx</c>.</summary>
internal sealed class DemoTexts
{
    private static readonly Sentences Texts = new(typeof(DemoTexts));

    private DemoTexts() { }

    public static string Say(string sentence, params object?[] values) => TerminalLanguage.Say(Texts, sentence, values);
}
