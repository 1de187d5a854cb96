using Hub.Domain;

namespace Hub.Host.Sources;

/// <summary>The words for the options of sources: <c>OptionTexts.resx</c> (Indonesian) and <c>OptionTexts.en.resx</c>. A key is the option's name, with its kind before it where kinds differ.</summary>
public sealed class OptionTexts
{
    private static readonly Sentences Texts = new(typeof(OptionTexts));

    private OptionTexts() { }

    /// <param name="kind">The kind of source; an option of the same name may mean something else in another.</param>
    public static string? Find(string kind, string key) => Texts.Find($"{kind}.{key}") ?? Texts.Find(key);

    /// <summary>What stands beside the option's field.</summary>
    public static string LabelOf(string kind, string option) => Find(kind, option) ?? option;
}
