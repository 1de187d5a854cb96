using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Hub.Domain;

/// <summary>Sentences for people, in Indonesian or, where <see cref="CultureInfo.CurrentUICulture"/> is English, in English.</summary>
/// <param name="owner">Beside it lie <c>Owner.resx</c> and <c>Owner.en.resx</c>.</param>
public sealed partial class Sentences(Type owner)
{
    private readonly ResourceManager texts = new(owner);

    /// <summary>A sentence with its blanks, for somebody else to fill.</summary>
    /// <exception cref="MissingManifestResourceException">There is no such sentence.</exception>
    public string Text(string name) => Text(CultureInfo.CurrentUICulture, name);

    /// <param name="name">The name of the sentence.</param>
    /// <param name="values">For its blanks; numbers and dates are written as in data, not as in a letter.</param>
    /// <exception cref="MissingManifestResourceException">There is no such sentence.</exception>
    public string Say(string name, params object?[] values) => Say(CultureInfo.CurrentUICulture, name, values);

    /// <param name="reader">Whose language it is said in.</param>
    /// <inheritdoc cref="Say(string, object[])"/>
    public string Say(CultureInfo reader, string name, params object?[] values) => Fill(Text(reader, name), values);

    /// <summary>A sentence with its blanks filled. <c>{0:thing is|things are}</c> is the one form where the value is 1, the other for any other number.</summary>
    /// <param name="values">Numbers and dates are written as in data.</param>
    public static string Fill(string text, params IReadOnlyList<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, Forms().Replace(text, form => form.Groups[IsOne(values[form.Groups["at"].Value[0] - '0']) ? "one" : "many"].Value), [.. values]);

    private static bool IsOne(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) == "1";

    [GeneratedRegex(@"\{(?<at>[0-9]):(?<one>[^{}|]*)\|(?<many>[^{}|]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forms();

    /// <returns>Null where there is no such sentence.</returns>
    public string? Find(string name) => texts.GetString(name, CultureInfo.CurrentUICulture);

    private string Text(CultureInfo reader, string name) => texts.GetString(name, reader) ?? throw new MissingManifestResourceException(name);
}
