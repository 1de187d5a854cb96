namespace Hub.Domain.Routing;

/// <summary>A rule set that the hub refuses; the message is one sentence that names the rule and the field, in the language of the page or shell.</summary>
public sealed class RuleException : Exception
{
    private static readonly Sentences Texts = new(typeof(RuleException));

    public RuleException() { }
    public RuleException(string message) : base(message) { }
    public RuleException(string message, Exception inner) : base(message, inner) { }

    /// <param name="sentence">Its name in <c>RuleException.resx</c>.</param>
    /// <param name="values">For its blanks.</param>
    public static RuleException Of(string sentence, params object?[] values) => new(Say(sentence, values));

    public static RuleException Of(Exception inner, string sentence, params object?[] values) => new(Say(sentence, values), inner);

    /// <summary>A part of a sentence.</summary>
    public static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
