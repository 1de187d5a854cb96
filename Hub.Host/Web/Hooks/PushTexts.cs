using Hub.Domain;

namespace Hub.Host.Web.Hooks;

/// <summary>Why a push is not taken: <c>PushTexts.resx</c> (Indonesian) and <c>PushTexts.en.resx</c>.</summary>
internal sealed class PushTexts
{
    private static readonly Sentences Texts = new(typeof(PushTexts));

    private PushTexts() { }

    public static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
