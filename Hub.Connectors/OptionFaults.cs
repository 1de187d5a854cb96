using Hub.Domain;

namespace Hub.Connectors;

/// <summary>What an administrator reads when a setting is refused: <c>OptionFaults.resx</c> (Indonesian) and <c>OptionFaults.en.resx</c>. A sentence goes on after the setting's label.</summary>
public static class OptionFaults
{
    private static readonly Sentences Texts = new(typeof(OptionFaults));

    public static string Required => Texts.Text(nameof(Required));

    public static string Range => Texts.Text(nameof(Range));

    public static string Address => Texts.Text(nameof(Address));

    public static string Form => Texts.Text(nameof(Form));

    public static string MailAddress => Texts.Text(nameof(MailAddress));

    public static string Fingerprint => Texts.Text(nameof(Fingerprint));

    internal static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
