using Hub.Domain;

namespace Hub.Host.Sources;

/// <summary>What is wrong with a source or its form, in one sentence: <c>SourceFaults.resx</c> (Indonesian) and <c>SourceFaults.en.resx</c>.</summary>
internal sealed class SourceFaults
{
    private static readonly Sentences Texts = new(typeof(SourceFaults));

    private SourceFaults() { }

    public static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
